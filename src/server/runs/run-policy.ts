import { type InvalidDetail, invalidRequest } from '../problem.ts'
import type { FlowRunPolicy } from '../model/run.ts'
import type { FlowRunPolicy as SentPolicy } from '../model/requests.ts'
import { flowRunPolicyOf } from '../store/flow-run-view.ts'

/** The policy that a request says, whole. Throws the 422 of a delay in fractions, which only its older name takes. */
export function sentPolicy(sent: SentPolicy | undefined, requestBody: object): FlowRunPolicy {
  const policy = flowRunPolicyOf(JSON.stringify(sent ?? {}))
  if (policy.retry_delay === null || Number.isInteger(policy.retry_delay)) return policy
  throw invalidRequest([fractionDetail(policy.retry_delay)], requestBody)
}

function fractionDetail(input: number): InvalidDetail {
  return {
    type: 'int_from_float',
    loc: ['body', 'empirical_policy', 'retry_delay'],
    msg: 'Input should be a valid integer, got a number with a fractional part',
    input,
  }
}
