import { type FlowRule, anyBut } from './rule.ts'

/**
 * What is being cancelled ends as cancelled (`EnforceCancellingToCancelledTransition`,
 * `prefect/server/orchestration/core_policy.py`).
 */
export const finishCancelling: FlowRule = {
  name: 'finish cancelling',
  from: ['CANCELLING'],
  to: anyBut('CANCELLED'),
  before: () => ({
    verdict: 'reject',
    state: null,
    reason: 'Cannot transition flows that are cancelling to a state other than Cancelled.',
  }),
}
