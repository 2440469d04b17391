import { type RawBuilder, sql } from 'kysely'
import type { FlowRunsQuery } from '../model/requests.ts'

export type FlowRunSort = NonNullable<FlowRunsQuery['sort']>

/**
 * Orders as Prefect does (`FlowRunSort`), runs that are alike as they were made: pages must neither skip nor repeat a
 * run. The row id stands in every index, so that sorting by it reads no row. Not `byIndex`, what was found is sorted: no
 * index is chosen for its order.
 */
export function flowRunOrder(sort: FlowRunSort, byIndex = true): RawBuilder<unknown> {
  const [first, then] = ORDERS[sort]
  return sql.raw(`${byIndex ? '' : '+'}${first} ${then}`)
}

const BEGIN = 'coalesce(flow_run.start_time, flow_run.expected_start_time)'

/** What is sorted by first, and the rest. */
const ORDERS: Readonly<Record<FlowRunSort, readonly [first: string, then: string]>> = {
  ID_DESC: ['flow_run.id', 'desc'],
  START_TIME_ASC: [BEGIN, ', flow_run.rowid'],
  START_TIME_DESC: [BEGIN, 'desc, flow_run.rowid desc'],
  EXPECTED_START_TIME_ASC: ['flow_run.expected_start_time', ', flow_run.rowid'],
  EXPECTED_START_TIME_DESC: ['flow_run.expected_start_time', 'desc, flow_run.rowid desc'],
  NAME_ASC: ['flow_run.name', ', flow_run.id'],
  NAME_DESC: ['flow_run.name', 'desc, flow_run.id desc'],
  NEXT_SCHEDULED_START_TIME_ASC: ['flow_run.next_scheduled_start_time', ', flow_run.rowid'],
  END_TIME_DESC: ['flow_run.end_time', 'desc, flow_run.rowid desc'],
}
