import { sql } from 'kysely'
import { deleteArtifactsOf } from './artifact-retention.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Writer } from './store.ts'

/**
 * Deletes runs that ended before a moment, with their task runs, states, inputs, logs and artifacts: at most `most` runs in this
 * transaction. Gives how many; fewer than `most` means that none are left.
 */
export async function deleteRunsEndedBefore(trx: Writer, before: Stamp, most: number): Promise<number> {
  const rows = await trx
    .selectFrom('flow_run')
    .select('id')
    .where('end_time', '<', before)
    .where('state_type', 'in', ['COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED'])
    .orderBy('end_time')
    .limit(most)
    .execute()
  return deleteWhole(trx, 'flow_run', rows)
}

/** Deletes task runs without a flow run that ended before a moment, with their states, logs and artifacts: at most `most`. */
export async function deleteTaskRunsEndedBefore(trx: Writer, before: Stamp, most: number): Promise<number> {
  const rows = await trx
    .selectFrom('task_run')
    .select('id')
    .where('flow_run_id', 'is', null)
    .where('end_time', '<', before)
    .limit(most)
    .execute()
  return deleteWhole(trx, 'task_run', rows)
}

/** Deletes runs with what has no foreign key to them; gives how many. */
async function deleteWhole(
  trx: Writer,
  kind: 'flow_run' | 'task_run',
  rows: readonly { readonly id: string }[],
): Promise<number> {
  const ids = JSON.stringify(rows.map(({ id }) => id))
  await sql`delete from log where ${sql.ref(`${kind}_id`)} in (select value from json_each(${ids}))`.execute(trx)
  await deleteArtifactsOf(trx, `${kind}_id`, ids)
  await sql`delete from ${sql.table(kind)} where id in (select value from json_each(${ids}))`.execute(trx)
  return rows.length
}

/** Deletes log lines older than a moment, also of runs that still go on: at most `most`. */
export async function deleteLogsBefore(trx: Writer, before: Stamp, most: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`delete from log where rowid in
    (select rowid from log where timestamp < ${before} limit ${most})`.execute(trx)
  return Number(numAffectedRows)
}
