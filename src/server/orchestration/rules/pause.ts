import type { FlowContext } from '../../model/context.ts'
import { ACCEPT, ANY, type FlowRule } from './rule.ts'
import type { ProposedState } from '../../model/state.ts'

/**
 * Only what runs is paused, once by each key; only a run of a deployment that is nobody's subflow is suspended, since
 * it must be started anew (`HandlePausingFlows`, `prefect/server/orchestration/core_policy.py`).
 */
export const pause: FlowRule = {
  name: 'pause a flow run',
  from: ANY,
  to: ['PAUSED'],
  before(run, proposed, context) {
    const verb = proposed.name === 'Suspended' ? 'suspend' : 'pause'
    if (run.state === null) return { verdict: 'abort', reason: `Cannot ${verb} flows with no state.` }
    if (run.state.type !== 'RUNNING') {
      return { verdict: 'reject', state: null, reason: `Cannot ${verb} flows that are not currently running.` }
    }
    if (run.empirical_policy.pause_keys?.includes(keyOf(proposed, context)) === true) {
      return { verdict: 'reject', state: null, reason: `This ${verb} has already fired.` }
    }
    if (!proposed.state_details.pause_reschedule) return ACCEPT
    if (run.parent_task_run_id !== null) return { verdict: 'abort', reason: `Cannot ${verb} subflows.` }
    if (run.deployment_id === null) return { verdict: 'abort', reason: `Cannot ${verb} flows without a deployment.` }
    return ACCEPT
  },
  after({ empirical_policy: policy }, { written }, context) {
    if (written === null) return {}
    const keys = new Set([...(policy.pause_keys ?? []), keyOf(written, context)])
    return { changes: { empirical_policy: { ...policy, pause_keys: [...keys] } } }
  },
}

/** A pause without a key is unlike every other. */
function keyOf({ state_details: details }: ProposedState, { ids }: FlowContext): string {
  return details.pause_key ?? ids.pauseKey
}
