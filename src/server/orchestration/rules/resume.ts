import { ACCEPT, ANY, type FlowRule } from './rule.ts'
import { type ProposedState, isTerminal, proposal } from '../../model/state.ts'

/**
 * A paused run goes on, is scheduled, is cancelled or ends, unless its pause has timed out: then it failed
 * (`HandleResumingPausedFlows`, `prefect/server/orchestration/core_policy.py`). As there, the run counts as resuming
 * even where the proposal was refused.
 */
export const resume: FlowRule = {
  name: 'resume a flow run',
  from: ['PAUSED'],
  to: ANY,
  before({ state, deployment_id }, proposed, { now }) {
    if (state === null) return ACCEPT
    if (!canFollow(proposed)) {
      const reason = `This run cannot transition to the StateType.${proposed.type} state from the StateType.PAUSED state.`
      return { verdict: 'reject', state: null, reason }
    }
    const shown = proposed.name.toLowerCase()
    const { pause_reschedule: isSuspended, pause_timeout: timeout } = state.state_details
    if (isSuspended && deployment_id === null) {
      return { verdict: 'reject', state: null, reason: `Cannot reschedule a ${shown} flow run without a deployment.` }
    }
    // A pause keeps its process, which has to be told of the cancellation however late it is.
    if (proposed.type === 'CANCELLING' || timeout === null || timeout >= now) return ACCEPT
    const verb = proposed.name === 'Suspended' ? 'suspend' : 'pause'
    return {
      verdict: 'reject',
      state: proposal('FAILED', { message: `The flow was ${shown} and never resumed.` }),
      reason: `The flow run ${verb} has timed out and can no longer resume.`,
    }
  },
  after: ({ empirical_policy: policy }) => ({ changes: { empirical_policy: { ...policy, resuming: true } } }),
}

function canFollow(proposed: ProposedState): boolean {
  return ['RUNNING', 'SCHEDULED', 'CANCELLING'].includes(proposed.type) || isTerminal(proposed)
}
