import { sql } from 'kysely'
import type { StateType } from '../../generated/prefect-api.ts'
import { type FlowRunFilters, filterTerms } from './flow-run.ts'
import { type FlowRunSort, flowRunOrder } from './flow-run-order.ts'
import { onPage } from './flow-run-page.ts'
import { estimatedRunTime, estimatedStartTimeDelta, estimates } from './flow-run-text.ts'
import type { Page } from './page.ts'
import { combined } from './predicate.ts'
import { type Stamp, stampText } from '../model/stamp.ts'
import type { Reader } from './store.ts'

/** A stretch of time, cut into pieces of the same length. All in microseconds. */
export type Intervals = { readonly start: Stamp; readonly length: number; readonly count: number }

/** The runs of one state in one piece; times in seconds. */
export type StateCount = {
  /** Which piece, from 0. */
  readonly piece: number
  readonly state_type: StateType | null
  readonly state_name: string | null
  readonly count_runs: number
  readonly sum_estimated_run_time: number
  readonly sum_estimated_lateness: number
}

/** Counts runs by when they should start and which state they are in (`run_history`, `S:api/run_history.py`). */
export async function countByInterval(
  db: Reader,
  filters: FlowRunFilters,
  { start, length, count }: Intervals,
  now: Stamp,
): Promise<readonly StateCount[]> {
  const { runTime, startTimeDelta } = estimates(now)
  // The real server rounds to milliseconds before it cuts.
  const millis = sql`floor((expected_start_time - ${start}) / 1000.0 + 0.5)`
  const piece = sql<number>`cast(floor(${millis} * 1000.0 / ${length}) as integer)`
  return db
    .selectFrom('flow_run')
    .select(['state_type', 'state_name'])
    .select(({ fn }) => [
      piece.as('piece'),
      fn.countAll<number>().as('count_runs'),
      sql<number>`sum(max(0, ${runTime}))`.as('sum_estimated_run_time'),
      sql<number>`sum(${startTimeDelta})`.as('sum_estimated_lateness'),
    ])
    .where('expected_start_time', '>=', start)
    .where('expected_start_time', '<', start + count * length)
    .where(combined('and_', filterTerms(filters)))
    .groupBy(['piece', 'state_type', 'state_name'])
    .orderBy('piece')
    .orderBy('state_type')
    .orderBy('state_name')
    .execute()
}

/** By how many seconds runs began, or have not begun, too late, on average; null when there are none. */
export async function averageLateness(db: Reader, filters: FlowRunFilters, now: Stamp): Promise<number | null> {
  const row = await db
    .selectFrom('flow_run')
    .select(sql<number | null>`avg(${estimates(now).startTimeDelta})`.as('average'))
    .where(combined('and_', filterTerms(filters)))
    .executeTakeFirstOrThrow()
  return row.average
}

/** A run as charts show it; times in seconds. */
export type SimpleFlowRun = {
  readonly id: string
  readonly state_type: StateType | null
  readonly timestamp: string | null
  readonly duration: number
  readonly lateness: number
}

export async function findSimpleFlowRuns(
  db: Reader,
  filters: FlowRunFilters,
  { page, sort, now }: { readonly page: Page; readonly sort: FlowRunSort; readonly now: Stamp },
): Promise<readonly SimpleFlowRun[]> {
  const rows = await db
    .selectFrom('flow_run')
    .select(['id', 'state_type', 'state_timestamp', 'total_run_time', 'start_time', 'expected_start_time'])
    .where(await onPage(db, filters, { page, sort }))
    .orderBy(flowRunOrder(sort))
    .execute()
  return rows.map((row) => ({
    id: row.id,
    state_type: row.state_type,
    timestamp: stampText(row.start_time ?? row.expected_start_time ?? 0),
    duration: estimatedRunTime(row, now),
    lateness: estimatedStartTimeDelta(row, now),
  }))
}
