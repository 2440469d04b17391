import { ACCEPT, type FlowRule } from './rule.ts'
import { type ProposedState, type State, TERMINAL, hasPersistedResult, holdsResult } from '../../model/state.ts'

/**
 * A stored result is not lost to a state without one, not even by force (`PreventResultDataLoss`,
 * `prefect/server/orchestration/core_policy.py`).
 */
export const keepResult: FlowRule = {
  name: 'keep a stored result',
  from: TERMINAL,
  to: TERMINAL,
  before({ state }, proposed) {
    return losesResult(state, proposed) ? LOSES_RESULT : ACCEPT
  },
}

/** Whether the proposal would replace a COMPLETED state that names a stored result by one that names none. */
export function losesResult(state: State | null, proposed: ProposedState): boolean {
  return state !== null && holdsResult(state) && proposed.type === 'COMPLETED' && !hasPersistedResult(proposed.data)
}

export const LOSES_RESULT = {
  verdict: 'reject',
  state: null,
  reason: 'Cannot overwrite a COMPLETED state that carries persisted result data with one that does not.',
} as const
