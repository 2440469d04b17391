import { type RawBuilder, sql } from 'kysely'
import type { FlowRunsQuery } from '../requests.ts'

export type FlowRunSort = NonNullable<FlowRunsQuery['sort']>

/** Orders as Prefect does (`FlowRunSort`), then by id: pages must neither skip nor repeat a run. */
export function flowRunOrder(sort: FlowRunSort): RawBuilder<unknown> {
  return ORDERS[sort]
}

const ORDERS: Readonly<Record<FlowRunSort, RawBuilder<unknown>>> = {
  ID_DESC: sql`flow_run.id desc`,
  START_TIME_ASC: sql`coalesce(flow_run.start_time, flow_run.expected_start_time), flow_run.id`,
  START_TIME_DESC: sql`coalesce(flow_run.start_time, flow_run.expected_start_time) desc, flow_run.id desc`,
  EXPECTED_START_TIME_ASC: sql`flow_run.expected_start_time, flow_run.id`,
  EXPECTED_START_TIME_DESC: sql`flow_run.expected_start_time desc, flow_run.id desc`,
  NAME_ASC: sql`flow_run.name, flow_run.id`,
  NAME_DESC: sql`flow_run.name desc, flow_run.id desc`,
  NEXT_SCHEDULED_START_TIME_ASC: sql`flow_run.next_scheduled_start_time, flow_run.id`,
  END_TIME_DESC: sql`flow_run.end_time desc, flow_run.id desc`,
}
