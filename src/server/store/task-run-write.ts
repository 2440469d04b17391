import type { JsonObject } from '../../model/json.ts'
import type { TaskRunPolicy } from '../model/run.ts'
import { type Labels, jsonText } from './columns.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Writer } from './store.ts'
import type { TaskRunKey } from './task-run.ts'

/** A task run to be added, without a state. */
export type NewTaskRun = TaskRunKey & {
  readonly id: string
  readonly at: Stamp
  readonly name: string
  readonly cacheKey: string | null
  readonly cacheExpiration: Stamp | null
  readonly version: string | null
  readonly policy: TaskRunPolicy
  readonly tags: readonly string[]
  readonly labels: Labels
  readonly inputs: JsonObject
}

/** Adds a run. An id or flow run that cannot be violates a constraint. */
export async function insertTaskRun(trx: Writer, run: NewTaskRun): Promise<void> {
  const { id, at, name, flow_run_id, task_key, dynamic_key } = run
  await trx
    .insertInto('task_run')
    .values({
      id,
      created: at,
      updated: at,
      name,
      flow_run_id,
      task_key,
      dynamic_key,
      cache_key: run.cacheKey,
      cache_expiration: run.cacheExpiration,
      task_version: run.version,
      empirical_policy: jsonText(run.policy),
      tags: jsonText(run.tags),
      labels: jsonText(run.labels),
      task_inputs: jsonText(run.inputs),
      run_count: 0,
      flow_run_run_count: 0,
      total_run_time: 0,
    })
    .execute()
}

/** Renames a run, or leaves its name. False if there is none. */
export async function updateTaskRun(
  trx: Writer,
  id: string,
  { name, at }: { readonly name: string | undefined; readonly at: Stamp },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('task_run')
    .set({ updated: at, ...(name === undefined ? {} : { name }) })
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Deletes a run with its states and its logs. False if there is none. */
export async function deleteTaskRun(trx: Writer, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom('task_run').where('id', '=', id).executeTakeFirst()
  if (numDeletedRows === 0n) return false
  await trx.deleteFrom('log').where('task_run_id', '=', id).execute()
  return true
}
