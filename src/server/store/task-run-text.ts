import { estimatedRunTime, estimatedStartTimeDelta } from './flow-run-text.ts'
import { momentText, plainText, quotedText } from './json-text.ts'
import { type Stamp, stampText } from '../model/stamp.ts'
import type { TaskRunRow } from './tables.ts'

/**
 * A task run as the API answers it, as JSON text. Most of a run is stored as JSON, so that it can be answered without
 * being read.
 */
export type TaskRunText = string

/**
 * What the API answers for a run at that moment (`TaskRun`, `prefect/server/schemas/core.py`): its estimates grow while
 * it runs.
 */
export function taskRunText(row: TaskRunRow, now: Stamp): TaskRunText {
  return `${openText(row, now)}}`
}

/** The same with the name of the flow run around it (`UITaskRun`, `prefect/server/schemas/ui.py`). */
export function uiTaskRunText(row: TaskRunRow & { readonly flow_run_name: string | null }, now: Stamp): TaskRunText {
  return `${openText(row, now)},"flow_run_name":${quotedText(row.flow_run_name)}}`
}

/** The run as pages have it (`TaskRunResponse`, `prefect/server/schemas/responses.py`). */
export function pagedTaskRunText(row: TaskRunRow, now: Stamp): TaskRunText {
  return (
    `${idText(row)},"state_id":${plainText(row.state_id)},"state":${row.state ?? 'null'},` +
    `"task_version":${quotedText(row.task_version)},"task_inputs":${row.task_inputs},` +
    `"empirical_policy":${row.empirical_policy},"tags":${row.tags},${timesText(row, now)}}`
  )
}

function openText(row: TaskRunRow, now: Stamp): string {
  return (
    `${idText(row)},"dynamic_key":${quotedText(row.dynamic_key)},"cache_key":${quotedText(row.cache_key)},` +
    `"cache_expiration":${momentText(row.cache_expiration)},"task_version":${quotedText(row.task_version)},` +
    `"empirical_policy":${row.empirical_policy},"tags":${row.tags},"labels":${row.labels},` +
    `"state_id":${plainText(row.state_id)},"task_inputs":${row.task_inputs},` +
    `"state_type":${plainText(row.state_type)},"state_name":${quotedText(row.state_name)},` +
    `"run_count":${row.run_count},"flow_run_run_count":${row.flow_run_run_count},` +
    `"expected_start_time":${momentText(row.expected_start_time)},` +
    `"next_scheduled_start_time":${momentText(row.next_scheduled_start_time)},` +
    `${timesText(row, now)},"state":${row.state ?? 'null'}`
  )
}

function idText(row: TaskRunRow): string {
  return (
    `{"id":"${row.id}","created":"${stampText(row.created)}","updated":"${stampText(row.updated)}",` +
    `"name":${quotedText(row.name)},"flow_run_id":${plainText(row.flow_run_id)},"task_key":${quotedText(row.task_key)}`
  )
}

function timesText(row: TaskRunRow, now: Stamp): string {
  return (
    `"start_time":${momentText(row.start_time)},"end_time":${momentText(row.end_time)},` +
    `"total_run_time":${row.total_run_time},"estimated_run_time":${estimatedRunTime(row, now)},` +
    `"estimated_start_time_delta":${estimatedStartTimeDelta(row, now)}`
  )
}
