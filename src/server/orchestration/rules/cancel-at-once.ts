import { ACCEPT, type FlowRule } from './rule.ts'
import { proposal } from '../../model/state.ts'

/**
 * Without infrastructure there is nothing to end, so the run is cancelled at once
 * (`BypassCancellingFlowRunsWithNoInfra`, `prefect/server/orchestration/core_policy.py`).
 */
export const cancelAtOnce: FlowRule = {
  name: 'cancel at once what has no infrastructure',
  from: ['SCHEDULED', 'PAUSED'],
  to: ['CANCELLING'],
  before({ state, infrastructure_pid: pid }) {
    if (state === null) return ACCEPT
    const isIdle = state.type === 'SCHEDULED' && (pid === null || pid === '')
    if (isIdle || state.name === 'Resuming') return cancelled('Scheduled')
    return state.type === 'PAUSED' && state.state_details.pause_reschedule ? cancelled('Suspended') : ACCEPT
  },
}

function cancelled(what: 'Scheduled' | 'Suspended') {
  return {
    verdict: 'reject',
    state: proposal('CANCELLED'),
    reason: `${what} flow run has no infrastructure to terminate.`,
  } as const
}
