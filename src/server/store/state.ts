import { momentOf } from '../moment.ts'
import type { State, StateDetails } from '../orchestration/state.ts'
import { type Stamp, stampText } from './stamp.ts'
import type { FlowRunStateRow } from './tables.ts'

/** A state as the columns `flow_run.state` and `task_run.state` hold it: the API's JSON of it, with every detail. */
export function stateText(state: State): string {
  const { id, type, name, timestamp, message, data, state_details: details } = state
  return JSON.stringify({
    id,
    type,
    name,
    timestamp: stampText(timestamp),
    message,
    data,
    state_details: apiDetails(details),
  })
}

/** The state that such a column holds. */
export function stateOf(text: string): State {
  const { state_details: details, timestamp, ...rest }: ApiState = JSON.parse(text)
  return { ...rest, timestamp: stampOf(timestamp), state_details: detailsOf(details) }
}

/** The row of a run's history that a state becomes. */
export function stateRow(state: State, at: Stamp): Omit<FlowRunStateRow, 'flow_run_id'> {
  return {
    id: state.id,
    created: at,
    updated: at,
    type: state.type,
    name: state.name,
    timestamp: state.timestamp,
    message: state.message,
    data: state.data === null ? null : JSON.stringify(state.data),
    state_details: JSON.stringify(apiDetails(state.state_details)),
  }
}

/** The API's JSON of a row of a run's history. */
export function historyText(row: Omit<FlowRunStateRow, 'flow_run_id'>): string {
  const { id, type, name, timestamp, message, data, state_details: details } = row
  const said = `"name":${JSON.stringify(name)},"timestamp":"${stampText(timestamp)}","message":${JSON.stringify(message)}`
  return `{"id":"${id}","type":"${type}",${said},"data":${data ?? 'null'},"state_details":${details}}`
}

type ApiState = Omit<State, 'timestamp' | 'state_details'> & {
  readonly timestamp: string
  readonly state_details: ApiDetails
}
type ApiDetails = { readonly [Key in keyof StateDetails]: Key extends Moments ? string | null : StateDetails[Key] }
type Moments = 'scheduled_time' | 'cache_expiration' | 'pause_timeout'

function apiDetails(details: StateDetails): ApiDetails {
  return {
    ...details,
    scheduled_time: textOf(details.scheduled_time),
    cache_expiration: textOf(details.cache_expiration),
    pause_timeout: textOf(details.pause_timeout),
  }
}

function detailsOf(details: ApiDetails): StateDetails {
  return {
    ...details,
    scheduled_time: nullableStamp(details.scheduled_time),
    cache_expiration: nullableStamp(details.cache_expiration),
    pause_timeout: nullableStamp(details.pause_timeout),
  }
}

function textOf(stamp: Stamp | null): string | null {
  return stamp === null ? null : stampText(stamp)
}

function nullableStamp(text: string | null): Stamp | null {
  return text === null ? null : stampOf(text)
}

function stampOf(text: string): Stamp {
  const stamp = momentOf(text)
  if (stamp === undefined) throw new Error(`no moment: ${text}`)
  return stamp
}
