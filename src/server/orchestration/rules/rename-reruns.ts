import { ACCEPT, ANY, type RunRule } from './rule.ts'

/** A later attempt has a name of its own (`RenameReruns`, `prefect/server/orchestration/core_policy.py`). */
export const renameReruns: RunRule = {
  name: 'rename later attempts',
  from: ANY,
  to: ['RUNNING'],
  before({ state, run_count }, proposed) {
    if (state === null || run_count === 0) return ACCEPT
    const name = state.name === 'AwaitingRetry' ? 'Retrying' : 'Rerunning'
    return { verdict: 'accept', proposed: { ...proposed, name } }
  },
}
