import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { isAbsent } from '../absent.ts'
import { deploymentMatches } from './deployment-filter.ts'
import { flowMatches } from './flow-filter.ts'
import { type FlowRunFilters, filterTerms } from './flow-run.ts'
import { type FlowRunSort, flowRunOrder, sortedById } from './flow-run-order.ts'
import type { Page } from './page.ts'
import { type Predicate, combined } from './predicate.ts'
import type { Reader } from './store.ts'
import { queueInPoolMatches } from './work-pool-filter.ts'

/**
 * The condition that a run is on a page. Pages are found by what the filters and the order need, which often stands in
 * an index; only the runs of the page are read whole, however many are sorted.
 */
export async function onPage(
  db: Reader,
  filters: FlowRunFilters,
  { page, sort }: { readonly page: Page; readonly sort: FlowRunSort },
): Promise<Predicate> {
  const terms = await orderedTerms(db, filters)
  const { limit, offset } = page
  // Names are searched for in their own index.
  const order = sort === 'ID_DESC' && filters.flow_runs?.name?.like_ ? sortedById() : flowRunOrder(sort)
  return sql<SqlBool>`flow_run.rowid in (select flow_run.rowid from flow_run
    where ${combined('and_', terms)} order by ${order} limit ${limit} offset ${offset})`
}

/** Of more flows, deployments or queues than these, runs are not looked up. */
const FEW = 100

/**
 * The conditions that filters say, for runs in an order. What runs belong to is looked up first. Those of one flow or
 * deployment are found in their order; those of several, or of queues, are picked out of all runs: there may be many to
 * sort.
 */
async function orderedTerms(db: Reader, filters: FlowRunFilters): Promise<readonly Predicate[]> {
  const { flows, deployments, work_pools: pools, work_pool_queues: queues, ...others } = filters
  const found = [...filterTerms(others)]
  if (!isAbsent(flows)) {
    found.push(await belongsTo(db, 'flow_run.flow_id', sql`select flow.id from flow where ${flowMatches(flows)}`))
  }
  if (!isAbsent(deployments)) {
    const wanted = sql`select deployment.id from deployment where ${deploymentMatches(deployments)}`
    found.push(await belongsTo(db, 'flow_run.deployment_id', wanted))
  }
  if (!isAbsent(pools) || !isAbsent(queues)) {
    const wanted = sql`select work_queue.id from work_queue
      join work_pool on work_pool.id = work_queue.work_pool_id where ${queueInPoolMatches(pools, queues)}`
    found.push(await belongsTo(db, '+flow_run.work_queue_id', wanted))
  }
  return found
}

type Pointer = 'flow_run.flow_id' | 'flow_run.deployment_id' | '+flow_run.work_queue_id'

/** A plus before a column keeps its index out of use. */
async function belongsTo(db: Reader, pointer: Pointer, wanted: RawBuilder<unknown>): Promise<Predicate> {
  const { rows } = await sql<{ readonly id: string }>`${wanted} limit ${FEW + 1}`.execute(db)
  const [first] = rows
  if (first === undefined) return sql<SqlBool>`0`
  if (rows.length === 1) return sql<SqlBool>`${sql.raw(pointer)} = ${first.id}`
  const column = sql.raw(pointer.startsWith('+') ? pointer : `+${pointer}`)
  if (rows.length > FEW) return sql<SqlBool>`${column} in (${wanted})`
  return sql<SqlBool>`${column} in (select value from json_each(${JSON.stringify(rows.map(({ id }) => id))}))`
}
