import { ACCEPT, ANY, type TaskRule } from './rule.ts'
import { TERMINAL, holdsResult, isTerminal } from '../../model/state.ts'

/**
 * A task run that has ended begins again with all its retries, unless its result is stored
 * (`HandleTaskTerminalStateTransitions`, `prefect/server/orchestration/core_policy.py`).
 */
export const leaveEndOfTask: TaskRule = {
  name: 'leave the end of a task run',
  from: TERMINAL,
  to: ANY,
  takeBack: ({ run_count }) => ({ run_count }),
  before(run, proposed, { flowRun }) {
    const { state } = run
    if (state === null) return ACCEPT
    const { type } = proposed
    if (type === 'CANCELLING' || type === 'PAUSED' || type === 'CRASHED') {
      return { verdict: 'abort', reason: `Run is already ${state.type}.` }
    }
    if (holdsResult(state)) return { verdict: 'reject', state: null, reason: 'This run is already completed.' }
    if (isTerminal(proposed)) return ACCEPT
    const isFlowRetry = type === 'RUNNING' && flowRun !== undefined && run.flow_run_run_count < flowRun.run_count
    return {
      verdict: 'accept',
      changes: { run_count: 0 },
      ...(isFlowRetry ? { proposed: { ...proposed, name: 'Retrying' } } : {}),
    }
  },
}
