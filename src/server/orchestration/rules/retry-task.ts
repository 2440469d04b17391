import { boundedDelay } from '../../model/bounded-delay.ts'
import { secondsLater } from '../../model/later.ts'
import { ACCEPT, type TaskRule } from './rule.ts'
import type { TaskRunView } from '../../model/run.ts'
import { proposal } from '../../model/state.ts'

/**
 * A failed task run with retries left waits for its next attempt, unless its client says that it must not be retried
 * (`RetryFailedTasks`, `prefect/server/orchestration/core_policy.py`).
 */
export const retryTask: TaskRule = {
  name: 'retry a failed task run',
  from: ['RUNNING'],
  to: ['FAILED'],
  before(run, { message, data, state_details: details }, { now, chance }) {
    const { retries } = run.empirical_policy
    if (details.retriable === false || retries === null || run.run_count > retries) return ACCEPT
    const scheduled = secondsLater(now, delaySeconds(run, chance))
    return {
      verdict: 'reject',
      state: proposal('SCHEDULED', {
        name: 'AwaitingRetry',
        message,
        data,
        details: { scheduled_time: scheduled },
      }),
      reason: 'Retrying',
    }
  },
}

/** The delay before the next attempt; of several, the last holds for all further ones. */
function delaySeconds({ empirical_policy: policy, run_count }: TaskRunView, chance: number): number {
  const { retry_delay: delay, retry_jitter_factor: spread } = policy
  const base = typeof delay === 'number' ? delay : (delay?.at(Math.min(run_count - 1, delay.length - 1)) ?? 0)
  return spread !== null && spread > 0 && base > 0 ? boundedDelay(base, { chance, spread }) : base
}
