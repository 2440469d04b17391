import { ANY, type TaskRule } from './rule.ts'

/**
 * A task run knows which attempt of its flow run it ran in (`UpdateFlowRunTrackerOnTasks`,
 * `prefect/server/orchestration/core_policy.py`).
 */
export const countFlowAttempt: TaskRule = {
  name: "count the flow run's attempt",
  from: ANY,
  to: ['RUNNING'],
  after: (_run, _settled, { flowRun }) =>
    flowRun === undefined ? {} : { changes: { flow_run_run_count: flowRun.run_count } },
}
