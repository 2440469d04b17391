import { sql } from 'kysely'
import type { Writer } from './store.ts'

/** Deletes the artifacts of runs, whose ids come as a JSON list; the newest that is left of a key becomes its latest. */
export async function deleteArtifactsOf(
  trx: Writer,
  column: 'flow_run_id' | 'task_run_id',
  ids: string,
): Promise<void> {
  const { rows } = await sql<{ key: string }>`select key from artifact_collection where latest_id in
    (select id from artifact where ${sql.ref(column)} in (select value from json_each(${ids})))`.execute(trx)
  await sql`delete from artifact where ${sql.ref(column)} in (select value from json_each(${ids}))`.execute(trx)
  if (rows.length > 0) await settleLatest(trx, JSON.stringify(rows.map(({ key }) => key)))
}

async function settleLatest(trx: Writer, keys: string): Promise<void> {
  await sql`delete from artifact_collection where key in (select value from json_each(${keys}))
    and not exists (select 1 from artifact where artifact.key = artifact_collection.key)`.execute(trx)
  await sql`update artifact_collection
    set (latest_id, created, updated, type, description, data, metadata, flow_run_id, task_run_id) =
      (select id, created, updated, type, description, data, metadata, flow_run_id, task_run_id from artifact
        where artifact.key = artifact_collection.key order by created desc limit 1)
    where key in (select value from json_each(${keys}))`.execute(trx)
}
