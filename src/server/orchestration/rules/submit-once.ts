import { ACCEPT, type RunRule } from './rule.ts'
import { withDetails } from '../../model/state.ts'

/**
 * A run is submitted once: of two workers that propose PENDING, one is told to give up. One that is pending may say how
 * far it got by other names (`PreventPendingTransitions`, `prefect/server/orchestration/core_policy.py`).
 */
export const submitOnce: RunRule = {
  name: 'submit a run once',
  from: ['PENDING', 'CANCELLING', 'RUNNING', 'CANCELLED'],
  to: ['PENDING'],
  before({ state }, proposed) {
    if (state === null) return ACCEPT
    if (state.type === 'PENDING' && proposed.name !== state.name && proposed.name !== 'Pending') {
      const { scheduled_time, deployment_concurrency_lease_id } = state.state_details
      return {
        verdict: 'accept',
        proposed: withDetails(proposed, { scheduled_time, deployment_concurrency_lease_id }),
      }
    }
    const reason = `This run is in a ${state.type} state and cannot transition to a PENDING state.`
    return { verdict: 'abort', reason }
  },
}
