import { ACCEPT, ANY, type FlowRule, type Verdict } from './rule.ts'
import type { FlowRunChanges, FlowRunView } from '../../model/run.ts'
import { type ProposedState, TERMINAL, holdsResult, isTerminal } from '../../model/state.ts'
import { LOSES_RESULT, losesResult } from './keep-result.ts'

/**
 * A flow run that has ended begins again only where that can be meant, and then forgets its pauses
 * (`HandleFlowTerminalStateTransitions`, `prefect/server/orchestration/core_policy.py`).
 */
export const leaveEnd: FlowRule = {
  name: 'leave the end of a flow run',
  from: TERMINAL,
  to: ANY,
  takeBack: ({ empirical_policy }) => ({ empirical_policy }),
  before(run, proposed) {
    const { state } = run
    if (state === null) return ACCEPT
    const { type } = proposed
    if (type === 'CANCELLING' || type === 'PAUSED' || type === 'CRASHED') {
      return { verdict: 'abort', reason: `Run is already in terminal state ${state.type}.` }
    }
    if (holdsResult(state) && !isTerminal(proposed)) {
      return { verdict: 'reject', state: null, reason: 'Run is already COMPLETED.' }
    }
    if (losesResult(state, proposed)) return LOSES_RESULT
    if (type === 'SCHEDULED' && run.deployment_id === null) {
      return { verdict: 'abort', reason: 'Cannot reschedule a run without an associated deployment.' }
    }
    return isTerminal(proposed) ? ACCEPT : beginAgain(run, proposed)
  },
}

function beginAgain({ empirical_policy: policy }: FlowRunView, { type }: ProposedState): Verdict<FlowRunChanges> {
  const retryType = type === 'SCHEDULED' ? 'reschedule' : null
  return {
    verdict: 'accept',
    changes: { empirical_policy: { ...policy, resuming: false, pause_keys: [], retry_type: retryType } },
  }
}
