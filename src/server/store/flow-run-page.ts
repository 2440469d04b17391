import { type SqlBool, sql } from 'kysely'
import { isAbsent } from '../absent.ts'
import { deploymentMatches } from './deployment-filter.ts'
import { flowMatches } from './flow-filter.ts'
import { type FlowRunFilters, filterTerms } from './flow-run.ts'
import { type FlowRunSort, flowRunOrder, sortedById } from './flow-run-order.ts'
import type { Page } from './page.ts'
import { type Predicate, combined } from './predicate.ts'
import type { Reader } from './store.ts'
import { throughQueue } from './work-pool-filter.ts'

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

/** Of more flows or deployments than these, runs are not looked up. */
const FEW = 100

/**
 * The conditions that filters say, for runs in an order. Runs of a single flow or deployment are looked up in their
 * order; those of several are picked out of all runs, for there may be many to sort.
 */
async function orderedTerms(db: Reader, filters: FlowRunFilters): Promise<readonly Predicate[]> {
  const { flows, deployments, work_pools: pools, work_pool_queues: queues, ...others } = filters
  const found = [...filterTerms(others)]
  if (!isAbsent(flows)) found.push(await belongsTo(db, 'flow', flowMatches(flows)))
  if (!isAbsent(deployments)) found.push(await belongsTo(db, 'deployment', deploymentMatches(deployments)))
  found.push(...throughQueue('flow_run.work_queue_id', pools, queues, { ordered: true }))
  return found
}

async function belongsTo(db: Reader, table: 'flow' | 'deployment', matches: Predicate): Promise<Predicate> {
  const rows = await db
    .selectFrom(table)
    .select('id')
    .where(matches)
    .limit(FEW + 1)
    .execute()
  const column = sql.ref(`flow_run.${table}_id`)
  const [first] = rows
  if (first === undefined) return sql<SqlBool>`0`
  if (rows.length === 1) return sql<SqlBool>`${column} = ${first.id}`
  if (rows.length > FEW) return sql<SqlBool>`+${column} in (select id from ${sql.table(table)} where ${matches})`
  return sql<SqlBool>`+${column} in (select value from json_each(${JSON.stringify(rows.map(({ id }) => id))}))`
}
