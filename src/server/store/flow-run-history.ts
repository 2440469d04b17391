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
