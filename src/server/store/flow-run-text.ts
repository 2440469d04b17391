import { sql } from 'kysely'
import { momentText, plainText, quotedText } from './json-text.ts'
import { type Stamp, stampText } from '../model/stamp.ts'
import { TERMINAL, isTerminal } from '../model/state.ts'
import { literals } from './predicate.ts'
import type { Reader } from './store.ts'
import type { FlowRunRow } from './tables.ts'

/**
 * A flow run as the API answers it (`FlowRunResponse`), as JSON text. Most of a run is stored as JSON, so that it can
 * be answered without being read.
 */
export type FlowRunText = string

/** The columns of a run with the names of where it is to run. */
export type WholeFlowRunRow = FlowRunRow & {
  readonly queue_name: string | null
  readonly pool_id: string | null
  readonly pool_name: string | null
}

/** Selects whole runs. */
export function wholeFlowRuns(db: Reader) {
  return db
    .selectFrom('flow_run')
    .leftJoin('work_queue as queue', 'queue.id', 'flow_run.work_queue_id')
    .leftJoin('work_pool as pool', 'pool.id', 'queue.work_pool_id')
    .selectAll('flow_run')
    .select(['queue.name as queue_name', 'pool.id as pool_id', 'pool.name as pool_name'])
}

/** What the API answers for a run at that moment: its estimates grow while it runs. */
export function flowRunText(row: WholeFlowRunRow, now: Stamp): FlowRunText {
  return (
    `${openText(row, row.queue_name ?? row.work_queue_name, now)},` +
    `"work_pool_id":${plainText(row.pool_id)},"work_pool_name":${quotedText(row.pool_name)},` +
    `"state":${row.state ?? 'null'},"job_variables":${row.job_variables ?? 'null'}}`
  )
}

/**
 * The run as workers get it (`FlowRun`, `prefect/server/schemas/core.py`): they know the pool, and are not told the
 * state whole.
 */
export function workerFlowRunText(row: FlowRunRow, now: Stamp): FlowRunText {
  return `${openText(row, row.work_queue_name, now)},"state":null,"job_variables":${row.job_variables ?? 'null'}}`
}

/** What both say, without the end. */
function openText(row: FlowRunRow, queueName: string | null, now: Stamp): string {
  return (
    `{"id":"${row.id}","created":"${stampText(row.created)}","updated":"${stampText(row.updated)}",` +
    `"name":${quotedText(row.name)},"flow_id":"${row.flow_id}","state_id":${plainText(row.state_id)},` +
    `"deployment_id":${plainText(row.deployment_id)},"deployment_version":${quotedText(row.deployment_version)},` +
    `"work_queue_id":${plainText(row.work_queue_id)},"work_queue_name":${quotedText(queueName)},` +
    `"flow_version":${quotedText(row.flow_version)},"parameters":${row.parameters},` +
    `"idempotency_key":${quotedText(row.idempotency_key)},"context":${row.context},` +
    `"empirical_policy":${row.empirical_policy},"tags":${row.tags},"labels":${row.labels},` +
    `"parent_task_run_id":${plainText(row.parent_task_run_id)},"state_type":${plainText(row.state_type)},` +
    `"state_name":${quotedText(row.state_name)},"run_count":${row.run_count},` +
    `"expected_start_time":${momentText(row.expected_start_time)},` +
    `"next_scheduled_start_time":${momentText(row.next_scheduled_start_time)},` +
    `"start_time":${momentText(row.start_time)},"end_time":${momentText(row.end_time)},` +
    `"total_run_time":${row.total_run_time},"estimated_run_time":${estimatedRunTime(row, now)},` +
    `"estimated_start_time_delta":${estimatedStartTimeDelta(row, now)},` +
    `"auto_scheduled":${row.auto_scheduled === 1},` +
    `"infrastructure_document_id":${plainText(row.infrastructure_document_id)},` +
    `"infrastructure_pid":${quotedText(row.infrastructure_pid)},"created_by":${row.created_by ?? 'null'}`
  )
}

type Timed = Pick<
  FlowRunRow,
  'state_type' | 'state_timestamp' | 'total_run_time' | 'start_time' | 'expected_start_time'
>

/** Seconds that the run has run so far, none where the clock was set back (`Run.estimated_run_time`, `prefect/server/database/orm_models.py`). */
export function estimatedRunTime({ state_type, state_timestamp, total_run_time }: Timed, now: Stamp): number {
  if (state_type !== 'RUNNING' || state_timestamp === null) return total_run_time
  return total_run_time + seconds(Math.max(0, now - state_timestamp))
}

/** Seconds by which the run began, or has not yet begun, too late (`Run.estimated_start_time_delta`). */
export function estimatedStartTimeDelta({ state_type, start_time, expected_start_time }: Timed, now: Stamp): number {
  if (expected_start_time === null) return 0
  if (start_time !== null) return seconds(Math.max(0, start_time - expected_start_time))
  return state_type !== null && isTerminal({ type: state_type }) ? 0 : seconds(Math.max(0, now - expected_start_time))
}

/** The same two in SQL. What the database adds up, the server need not read. */
export function estimates(now: Stamp, table: 'flow_run' | 'task_run' = 'flow_run') {
  const run = sql.table(table)
  return {
    runTime: sql<number>`${run}.total_run_time
      + case when ${run}.state_type = 'RUNNING' then max(0, ${now} - ${run}.state_timestamp) / 1000000.0 else 0 end`,
    startTimeDelta: sql<number>`case
      when ${run}.start_time > ${run}.expected_start_time
        then (${run}.start_time - ${run}.expected_start_time) / 1000000.0
      when ${run}.start_time is null and ${run}.expected_start_time < ${now}
        and ${run}.state_type not in ${literals(TERMINAL)}
        then (${now} - ${run}.expected_start_time) / 1000000.0
      else 0.0 end`,
  }
}

function seconds(micros: number): number {
  return micros / 1_000_000
}
