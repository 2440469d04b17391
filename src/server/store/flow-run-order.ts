import { type RawBuilder, sql } from 'kysely'
import type { FlowRunsQuery } from '../requests.ts'

export type FlowRunSort = NonNullable<FlowRunsQuery['sort']>

/**
 * Orders as Prefect does (`FlowRunSort`), runs that are alike as they were made: pages must neither skip nor repeat a
 * run. The row id stands in every index, so that sorting by it reads no row.
 */
export function flowRunOrder(sort: FlowRunSort): RawBuilder<unknown> {
  return ORDERS[sort]
}

/** The same order for runs that are looked for in another one: no index is to give it. */
export function sortedById(): RawBuilder<unknown> {
  return sql`+flow_run.id desc`
}

const BEGIN = sql`coalesce(flow_run.start_time, flow_run.expected_start_time)`

const ORDERS: Readonly<Record<FlowRunSort, RawBuilder<unknown>>> = {
  ID_DESC: sql`flow_run.id desc`,
  START_TIME_ASC: sql`${BEGIN}, flow_run.rowid`,
  START_TIME_DESC: sql`${BEGIN} desc, flow_run.rowid desc`,
  EXPECTED_START_TIME_ASC: sql`flow_run.expected_start_time, flow_run.rowid`,
  EXPECTED_START_TIME_DESC: sql`flow_run.expected_start_time desc, flow_run.rowid desc`,
  NAME_ASC: sql`flow_run.name, flow_run.id`,
  NAME_DESC: sql`flow_run.name desc, flow_run.id desc`,
  NEXT_SCHEDULED_START_TIME_ASC: sql`flow_run.next_scheduled_start_time, flow_run.rowid`,
  END_TIME_DESC: sql`flow_run.end_time desc, flow_run.rowid desc`,
}
