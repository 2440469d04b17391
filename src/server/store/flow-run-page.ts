import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { isAbsent } from '../model/absent.ts'
import { isTerminal } from '../model/state.ts'
import { deploymentMatches } from './deployment-filter.ts'
import { flowMatches } from './flow-filter.ts'
import { type FlowRunFilters, filterTerms } from './flow-run.ts'
import { stateTerms } from './flow-run-filter.ts'
import { type FlowRunSort, flowRunOrder } from './flow-run-order.ts'
import type { Page } from './page.ts'
import { type Predicate, among, combined } from './predicate.ts'
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
  const { owners, isOfOne } = await ownersOf(db, filters)
  const way = wayTo(filters.flow_runs, sort, isOfOne)
  const { flow_runs, task_runs } = filters
  const runs = way === 'in order' ? withStateBeside(flow_runs) : filterTerms({ flow_runs })
  const terms = [...runs, ...filterTerms({ task_runs }), ...owners]
  const order = flowRunOrder(sort, way !== 'sorted')
  return sql<SqlBool>`flow_run.rowid in (select flow_run.rowid from flow_run
    where ${combined('and_', terms)} order by ${order} limit ${page.limit} offset ${page.offset})`
}

/**
 * How a page is found: its runs all looked up and then sorted, or in their order among the runs of their owner until
 * there are enough; or as SQLite chooses. Left to itself it walks through all runs of a state.
 */
type Way = 'sorted' | 'in order' | 'any'

function wayTo(runs: FlowRunFilters['flow_runs'], sort: FlowRunSort, isOfOne: boolean): Way {
  if (sort === 'ID_DESC') return runs?.name?.like_ ? 'sorted' : 'any'
  const types = runs?.state?.type?.any_
  if (!isOfOne || isAbsent(types) || runs?.operator === 'or_' || !BY_TIME.has(sort)) return 'any'
  // of one owner's runs few have not ended, and most have
  return types.some((type) => isTerminal({ type })) ? 'in order' : 'sorted'
}

/** The orders in which the runs of one owner have an index. */
const BY_TIME: ReadonlySet<FlowRunSort> = new Set([
  'START_TIME_ASC',
  'START_TIME_DESC',
  'EXPECTED_START_TIME_ASC',
  'EXPECTED_START_TIME_DESC',
])

/** The terms of a filter, that of the state so that no index is chosen for it. */
function withStateBeside(runs: FlowRunFilters['flow_runs']): readonly Predicate[] {
  const state = stateTerms('flow_run', runs?.state).map((term) => sql<SqlBool>`+${term}`)
  return [...filterTerms({ flow_runs: { ...runs, state: null } }), ...state]
}

/** Of more flows, deployments or queues than these, runs are not looked up. */
const FEW = 100

/**
 * The conditions on what runs belong to, which is looked up first, and whether they are of one flow or deployment: those
 * are found in their order. Those of several, or of queues, are picked out of all runs: there may be many to sort.
 */
async function ownersOf(
  db: Reader,
  filters: FlowRunFilters,
): Promise<{ readonly owners: readonly Predicate[]; readonly isOfOne: boolean }> {
  const { flow_runs: runs, flows, deployments, work_pools: pools, work_pool_queues: queues } = filters
  const owners: Owner[] = []
  if (!isAbsent(flows)) {
    owners.push(await ownerAmong(db, 'flow_run.flow_id', sql`select flow.id from flow where ${flowMatches(flows)}`))
  }
  if (!isAbsent(deployments)) {
    const wanted = sql`select deployment.id from deployment where ${deploymentMatches(deployments)}`
    owners.push(await ownerAmong(db, 'flow_run.deployment_id', wanted))
  }
  const isOfOne = owners.some(({ isOne }) => isOne) || runs?.deployment_id?.any_?.length === 1
  if (!isAbsent(pools) || !isAbsent(queues)) {
    const wanted = sql`select work_queue.id from work_queue
      join work_pool on work_pool.id = work_queue.work_pool_id where ${queueInPoolMatches(pools, queues)}`
    owners.push(await ownerAmong(db, '+flow_run.work_queue_id', wanted))
  }
  return { owners: owners.map(({ term }) => term), isOfOne }
}

/** That runs belong to something, and whether that is a single one. */
type Owner = { readonly term: Predicate; readonly isOne: boolean }
type Pointer = 'flow_run.flow_id' | 'flow_run.deployment_id' | '+flow_run.work_queue_id'

/** A plus before a column keeps its index out of use. */
async function ownerAmong(db: Reader, pointer: Pointer, wanted: RawBuilder<unknown>): Promise<Owner> {
  const { rows } = await sql<{ readonly id: string }>`${wanted} limit ${FEW + 1}`.execute(db)
  const [first] = rows
  if (first === undefined) return { term: sql<SqlBool>`0`, isOne: false }
  if (rows.length === 1) return { term: sql<SqlBool>`${sql.raw(pointer)} = ${first.id}`, isOne: true }
  const column = sql.raw(pointer.startsWith('+') ? pointer : `+${pointer}`)
  if (rows.length > FEW) return { term: sql<SqlBool>`${column} in (${wanted})`, isOne: false }
  const ids = rows.map(({ id }) => id)
  return { term: among(column, ids), isOne: false }
}
