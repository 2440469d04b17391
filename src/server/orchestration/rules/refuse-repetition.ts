import { ACCEPT, ANY, type FlowRule } from './rule.ts'

/**
 * A client that got no answer asks again with the same transition id; the run stays in the state that it has
 * (`PreventDuplicateTransitions`, `prefect/server/orchestration/core_policy.py`).
 */
export const refuseRepetition: FlowRule = {
  name: 'refuse a repeated transition',
  from: ANY,
  to: ANY,
  before({ state }, proposed) {
    const former = state?.state_details.transition_id ?? null
    if (former === null || former !== proposed.state_details.transition_id) return ACCEPT
    return { verdict: 'reject', state: null, reason: 'This run has already made this state transition.' }
  },
}
