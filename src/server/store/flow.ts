import { isAbsent } from '../model/absent.ts'
import { type SelectQueryBuilder, sql } from 'kysely'
import type { FlowsQuery } from '../model/requests.ts'
import { type Labels, type Stored, jsonText, storedPart, tagsOf, labelsOf } from './columns.ts'
import { deploymentMatches } from './deployment-filter.ts'
import { flowMatches } from './flow-filter.ts'
import { type Page, orderOf } from './page.ts'
import { type Predicate, combined } from './predicate.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { FlowRow, Tables } from './tables.ts'
import { throughFlowRun } from './task-run-filter.ts'
import { workPoolMatches } from './work-pool-filter.ts'

export type Flow = Stored & { readonly name: string; readonly tags: readonly string[]; readonly labels: Labels }

export async function readFlow(db: Reader, id: string): Promise<Flow | undefined> {
  const row = await db.selectFrom('flow').selectAll().where('id', '=', id).executeTakeFirst()
  return row && flowOf(row)
}

export async function readFlowByName(db: Reader, name: string): Promise<Flow | undefined> {
  const row = await db.selectFrom('flow').selectAll().where('name', '=', name).executeTakeFirst()
  return row && flowOf(row)
}

export async function findFlows(db: Reader, query: FlowsQuery, page: Page): Promise<readonly Flow[]> {
  const rows = await matching(db, query)
    .selectAll('flow')
    .orderBy(orderOf('flow', query.sort ?? 'NAME_ASC'))
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map(flowOf)
}

export async function countFlows(db: Reader, query: FlowsQuery): Promise<number> {
  const row = await matching(db, query)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

/** Adds a flow, unless one of that name is there: then that one, unchanged, whatever tags and labels were sent. */
export async function ensureFlow(
  trx: Writer,
  flow: { id: string; name: string; tags: readonly string[]; labels: Labels; at: Stamp },
): Promise<{ readonly flow: Flow; readonly created: boolean }> {
  const row: FlowRow = {
    id: flow.id,
    created: flow.at,
    updated: flow.at,
    name: flow.name,
    tags: jsonText(flow.tags),
    labels: jsonText(flow.labels),
  }
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('flow')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 1n) return { flow: flowOf(row), created: true }
  const existing = await trx.selectFrom('flow').selectAll().where('name', '=', flow.name).executeTakeFirstOrThrow()
  return { flow: flowOf(existing), created: false }
}

/** Sets the tags, where they are given. False if there is no such flow. */
export async function updateFlow(
  trx: Writer,
  id: string,
  change: { tags: readonly string[] | undefined; at: Stamp },
): Promise<boolean> {
  const values = change.tags === undefined ? {} : { tags: jsonText(change.tags) }
  const { numUpdatedRows } = await trx
    .updateTable('flow')
    .set({ ...values, updated: change.at })
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Deletes a flow with its deployments and runs. False if there is no such flow. */
export async function deleteFlow(trx: Writer, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom('flow').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0n
}

function flowOf(row: FlowRow): Flow {
  return { ...storedPart(row), name: row.name, tags: tagsOf(row.tags), labels: labelsOf(row.labels) }
}

function matching(db: Reader, query: FlowsQuery): SelectQueryBuilder<Tables, 'flow', object> {
  return db.selectFrom('flow').where(combined('and_', terms(query)))
}

function terms({ flows, flow_runs: runs, task_runs: tasks, deployments, work_pools: pools }: FlowsQuery): Predicate[] {
  const found: Predicate[] = []
  if (!isAbsent(flows)) found.push(flowMatches(flows))
  if (!isAbsent(deployments)) {
    found.push(
      sql`exists (select 1 from deployment where deployment.flow_id = flow.id and ${deploymentMatches(deployments)})`,
    )
  }
  found.push(...throughFlowRun(sql`flow_run.flow_id = flow.id`, runs, tasks))
  if (!isAbsent(pools)) {
    found.push(sql`exists (select 1 from deployment
      join work_queue on work_queue.id = deployment.work_queue_id
      join work_pool on work_pool.id = work_queue.work_pool_id
      where deployment.flow_id = flow.id and ${workPoolMatches(pools)})`)
  }
  return found
}
