import { setTaskRunState } from '../orchestration/set-task-run-state.ts'
import { proposedState } from '../orchestration/proposed-state.ts'
import { proposal } from '../model/state.ts'
import { momentOf } from '../model/moment.ts'
import type { TaskRunCreate } from '../model/requests.ts'
import { runName } from '../model/run-name.ts'
import { type Labels, jsonText, labelsOf } from '../store/columns.ts'
import { readFlowRunRow } from '../store/flow-run.ts'
import type { Store, Writer } from '../store/store.ts'
import { readTaskRunByKey } from '../store/task-run.ts'
import { taskRunPolicyOf } from '../store/task-run-view.ts'
import { insertTaskRun } from '../store/task-run-write.ts'
import { refuseInvalidTaskRun } from './task-run-check.ts'

/** A run by its id, and whether it is new. */
export type CreatedTaskRun = { readonly id: string; readonly isNew: boolean }

/**
 * POST /task_runs/: makes a run, Pending unless a state was sent, or finds the one of the same flow run, task and
 * dynamic key (`create_task_run`, `prefect/server/models/task_runs.py`).
 */
export async function createTaskRun(trx: Writer, store: Store, body: TaskRunCreate): Promise<CreatedTaskRun> {
  refuseInvalidTaskRun(body)
  const { task_key, dynamic_key } = body
  const flow_run_id = body.flow_run_id?.toLowerCase() ?? null
  const known = await readTaskRunByKey(trx, { flow_run_id, task_key, dynamic_key })
  if (known !== undefined) return { id: known.id, isNew: false }
  const [id, at] = [body.id?.toLowerCase() ?? store.uuid(), store.now()]
  await insertTaskRun(trx, {
    id,
    at,
    name: body.name || runName(id),
    flow_run_id,
    task_key,
    dynamic_key,
    cacheKey: body.cache_key ?? null,
    cacheExpiration: body.cache_expiration ? (momentOf(body.cache_expiration) ?? null) : null,
    version: body.task_version ?? null,
    policy: taskRunPolicyOf(jsonText(body.empirical_policy ?? {})),
    tags: body.tags ?? [],
    labels: { ...(await labelsAround(trx, flow_run_id)), ...body.labels },
    inputs: body.task_inputs ?? {},
  })
  const first = body.state ? proposedState(body.state, at) : proposal('PENDING')
  await setTaskRunState(trx, store, id, first, { isForced: true })
  return { id, isNew: true }
}

/** The labels that a task run has from its flow run. */
async function labelsAround(trx: Writer, flowRunId: string | null): Promise<Labels> {
  if (flowRunId === null) return {}
  const run = await readFlowRunRow(trx, flowRunId)
  return { ...(run === undefined ? {} : labelsOf(run.labels)), 'prefect.flow-run.id': flowRunId }
}
