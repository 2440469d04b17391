import { type Json, type JsonObject, canonicalJson, isJsonObject } from '../../model/json.ts'
import type { Stamp } from '../model/stamp.ts'
import { objectNotFound } from '../problem.ts'
import { readFlowRunRow } from '../store/flow-run.ts'
import { WHOLE_LIST } from '../store/page.ts'
import type { Reader } from '../store/store.ts'
import { findTaskRuns } from '../store/task-run.ts'
import { taskRunText } from '../store/task-run-text.ts'

/**
 * The task runs of a flow run, each with the inputs that it took (`read_task_run_dependencies`,
 * `prefect/server/models/flow_runs.py`). Throws the 404 of an unknown run.
 */
export async function flowRunDependencies(db: Reader, flowRunId: string, now: Stamp): Promise<readonly JsonObject[]> {
  if ((await readFlowRunRow(db, flowRunId)) === undefined) {
    throw objectNotFound(`Flow run with id ${flowRunId} not found`)
  }
  const filters = { flow_runs: { id: { any_: [flowRunId] } } }
  const runs = await findTaskRuns(db, filters, { page: WHOLE_LIST, sort: 'ID_DESC' })
  return runs.map((run) => dependencyOf(JSON.parse(taskRunText(run, now))))
}

function dependencyOf(run: JsonObject): JsonObject {
  const { id, name, state, expected_start_time, start_time, end_time, total_run_time, estimated_run_time } = run
  const inputs = isJsonObject(run.task_inputs) ? Object.values(run.task_inputs).flat() : []
  return {
    id: id ?? null,
    name: name ?? null,
    upstream_dependencies: distinct(inputs),
    state: state ?? null,
    expected_start_time: expected_start_time ?? null,
    start_time: start_time ?? null,
    end_time: end_time ?? null,
    total_run_time: total_run_time ?? null,
    estimated_run_time: estimated_run_time ?? null,
    untrackable_result: isUntrackable(state),
  }
}

function distinct(values: readonly Json[]): readonly Json[] {
  return [...new Map(values.map((value) => [canonicalJson(value), value])).values()]
}

function isUntrackable(state: Json | undefined): boolean {
  const details = isJsonObject(state) ? state.state_details : undefined
  return isJsonObject(details) && details.untrackable_result === true
}
