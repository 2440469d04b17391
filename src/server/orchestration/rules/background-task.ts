import { ACCEPT, ANY, type TaskRule } from './rule.ts'
import { withDetails } from '../../model/state.ts'

/**
 * A background task keeps the parameters that it was submitted with (`CopyTaskParametersID`,
 * `prefect/server/orchestration/core_policy.py`).
 */
export const keepParameters: TaskRule = {
  name: 'keep the parameters of a background task',
  from: ['SCHEDULED', 'PENDING'],
  to: ['PENDING', 'RUNNING'],
  before({ state }, proposed) {
    if (state === null || proposed.state_details.task_parameters_id !== null) return ACCEPT
    const { task_parameters_id } = state.state_details
    return { verdict: 'accept', proposed: withDetails(proposed, { task_parameters_id }) }
  },
}

/**
 * A scheduled background task is handed to whoever serves it (`EnqueueScheduledTasks`,
 * `prefect/server/orchestration/core_policy.py`).
 */
export const enqueueTask: TaskRule = {
  name: 'enqueue a background task',
  from: ANY,
  to: ['SCHEDULED'],
  after(_run, { written }) {
    if (written?.state_details.deferred !== true) return {}
    return { effects: [{ kind: 'enqueue-task', isRetry: written.name === 'AwaitingRetry' }] }
  },
}
