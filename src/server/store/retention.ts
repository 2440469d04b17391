import { sql } from 'kysely'
import { deleteArtifactsOf } from './artifact-retention.ts'
import type { Stamp } from '../model/stamp.ts'
import { TERMINAL } from '../model/state.ts'
import type { Writer } from './store.ts'

/** How much goes in one transaction at most: runs and their task runs, and rows of what runs have by the thousand. */
export type Portion = { readonly runs: number; readonly tasks: number; readonly rows: number }

/**
 * Deletes runs that ended before a moment, with their task runs, states, inputs, logs and artifacts: in this transaction
 * one portion of them, so that of a large run its logs and its tasks go first. Gives whether more is left.
 */
export async function deleteRunsEndedBefore(trx: Writer, before: Stamp, portion: Portion): Promise<boolean> {
  const ended = await trx
    .selectFrom('flow_run')
    .select('id')
    .where('end_time', '<', before)
    .where('state_type', 'in', TERMINAL)
    .orderBy('end_time')
    .limit(portion.runs)
    .execute()
  const ids = listOf(ended)
  if (await deleteSome(trx, 'flow_run_input', 'flow_run_id', ids, portion.rows)) return true
  const tasks = await trx
    .selectFrom('task_run')
    .select('id')
    .where(sql<boolean>`flow_run_id in (select value from json_each(${ids}))`)
    .limit(portion.tasks)
    .execute()
  if (await deleteWhole(trx, 'task_run', tasks, portion.rows)) return true
  if (tasks.length === portion.tasks) return true
  return (await deleteWhole(trx, 'flow_run', ended, portion.rows)) || ended.length === portion.runs
}

/** Deletes task runs without a flow run that ended before a moment, with their states, logs and artifacts: one portion. Gives whether more is left. */
export async function deleteTaskRunsEndedBefore(trx: Writer, before: Stamp, portion: Portion): Promise<boolean> {
  const ended = await trx
    .selectFrom('task_run')
    .select('id')
    .where('flow_run_id', 'is', null)
    .where('end_time', '<', before)
    .limit(portion.tasks)
    .execute()
  return (await deleteWhole(trx, 'task_run', ended, portion.rows)) || ended.length === portion.tasks
}

/** Deletes runs with what has no foreign key to them, unless they have too many lines for once. Gives whether they have. */
async function deleteWhole(
  trx: Writer,
  kind: 'flow_run' | 'task_run',
  runs: readonly { readonly id: string }[],
  rows: number,
): Promise<boolean> {
  const ids = listOf(runs)
  if (await deleteSome(trx, 'log', `${kind}_id`, ids, rows)) return true
  await deleteArtifactsOf(trx, `${kind}_id`, ids)
  await sql`delete from ${sql.table(kind)} where id in (select value from json_each(${ids}))`.execute(trx)
  return false
}

/** Deletes rows of runs, at most so many; gives whether more are left. */
async function deleteSome(
  trx: Writer,
  table: 'log' | 'flow_run_input',
  column: 'flow_run_id' | 'task_run_id',
  ids: string,
  most: number,
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`delete from ${sql.table(table)} where rowid in
    (select rowid from ${sql.table(table)} where ${sql.ref(column)} in (select value from json_each(${ids}))
      limit ${most})`.execute(trx)
  return Number(numAffectedRows) === most
}

/** Ids as a JSON list. */
function listOf(runs: readonly { readonly id: string }[]): string {
  return JSON.stringify(runs.map(({ id }) => id))
}

/** Deletes log lines older than a moment, also of runs that still go on: at most `rows`. Gives whether more are left. */
export async function deleteLogsBefore(trx: Writer, before: Stamp, { rows }: Portion): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`delete from log where rowid in
    (select rowid from log where timestamp < ${before} limit ${rows})`.execute(trx)
  return Number(numAffectedRows) === rows
}
