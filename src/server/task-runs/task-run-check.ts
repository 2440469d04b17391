import { cacheKeyProblem } from '../model/cache-key.ts'
import { type InvalidDetail, invalidRequest, valueError } from '../problem.ts'
import type { TaskRunCreate } from '../model/requests.ts'

const MOST_RETRY_DELAYS = 50

/** Throws the 422 of what a schema cannot say (`TaskRunCreate` and `TaskRunPolicy`, `prefect/server/schemas`). */
export function refuseInvalidTaskRun(body: TaskRunCreate): void {
  const details = [...cacheKeyDetails(body), ...policyDetails(body)]
  if (details.length > 0) throw invalidRequest(details, body)
}

function cacheKeyDetails({ cache_key: key }: TaskRunCreate): InvalidDetail[] {
  const message = cacheKeyProblem(key ?? '')
  return message === undefined ? [] : [valueError(['body', 'cache_key'], message, key)]
}

function policyDetails({ empirical_policy: policy }: TaskRunCreate): InvalidDetail[] {
  const { retry_delay: delay, retry_jitter_factor: jitter } = policy ?? {}
  const place = ['body', 'empirical_policy']
  const found: InvalidDetail[] = []
  if (Array.isArray(delay) && delay.length > MOST_RETRY_DELAYS) {
    const message = `Can not configure more than ${MOST_RETRY_DELAYS} retry delays per task.`
    found.push(valueError([...place, 'retry_delay'], message, delay))
  }
  if (typeof jitter === 'number' && jitter < 0) {
    found.push(valueError([...place, 'retry_jitter_factor'], '`retry_jitter_factor` must be >= 0.', jitter))
  }
  return found
}
