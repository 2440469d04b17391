import { type SqlBool, sql } from 'kysely'
import { jsonText, nullableObjectOf, nullableStampText, storedPart } from './columns.ts'
import type { Reader } from './store.ts'

/** The queues whose filter lets a deployment through: those without one, and those that ask for its id or its tags. */
export async function queuesForDeployment(
  db: Reader,
  deployment: { readonly id: string; readonly tags: readonly string[] },
) {
  const tags = jsonText(deployment.tags)
  const rows = await db
    .selectFrom('work_queue')
    .selectAll()
    .where(
      sql<SqlBool>`not exists (select 1 from json_each(coalesce(filter, '{}'), '$.tags') as wanted
        where wanted.atom is not null and wanted.atom not in (select value from json_each(${tags})))`,
    )
    .where(
      sql<SqlBool>`coalesce(json_array_length(filter, '$.deployment_ids'), 0) = 0
        or exists (select 1 from json_each(filter, '$.deployment_ids') where value = ${deployment.id})`,
    )
    .execute()
  return rows.map((row) => ({
    ...storedPart(row),
    name: row.name,
    description: row.description ?? '',
    is_paused: row.is_paused === 1,
    concurrency_limit: row.concurrency_limit,
    priority: row.priority,
    work_pool_id: row.work_pool_id,
    filter: nullableObjectOf(row.filter),
    last_polled: nullableStampText(row.last_polled),
  }))
}
