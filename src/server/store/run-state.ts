import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts'
import { momentOf } from '../model/moment.ts'
import { NO_DETAILS, type State, type StateDetails } from '../model/state.ts'
import { jsonText, nullableJsonText, nullableStampText } from './columns.ts'
import { type Stamp, stampText } from '../model/stamp.ts'
import type { Writer } from './store.ts'

/** A state as the API answers it. */
export type ApiState = {
  readonly id: string
  readonly type: State['type']
  readonly name: string
  readonly timestamp: string
  readonly message: string | null
  readonly data: Json
  readonly state_details: JsonObject
}

/** The state as the API answers it, and as a run's `state` column holds it. */
export function apiState(state: State): ApiState {
  const { id, type, name, timestamp, message, data, state_details: details } = state
  return { id, type, name, timestamp: stampText(timestamp), message, data, state_details: apiDetails(details) }
}

function apiDetails(details: StateDetails): JsonObject {
  return {
    ...details,
    scheduled_time: nullableStampText(details.scheduled_time),
    cache_expiration: nullableStampText(details.cache_expiration),
    pause_timeout: nullableStampText(details.pause_timeout),
  }
}

/** Reads a state from the text of a run's `state` column; what its details leave out says nothing. */
export function stateOf(text: string): State {
  const stored: ApiState = JSON.parse(text)
  return {
    ...stored,
    timestamp: momentOf(stored.timestamp) ?? 0,
    state_details: detailsOf(stored.state_details),
  }
}

/** The details of a state as a request or a column has them. */
export function detailsOf(sent: { readonly [name: string]: unknown }): StateDetails {
  const given = Object.fromEntries(Object.entries(sent).filter(([name]) => Object.hasOwn(NO_DETAILS, name)))
  return {
    ...NO_DETAILS,
    ...given,
    scheduled_time: stampOf(sent['scheduled_time']),
    cache_expiration: stampOf(sent['cache_expiration']),
    pause_timeout: stampOf(sent['pause_timeout']),
  }
}

function stampOf(text: unknown): Stamp | null {
  return typeof text === 'string' ? (momentOf(text) ?? null) : null
}

/**
 * The state as it is read back: of a result that was not stored nothing is kept (`_validate_proposed_state`,
 * `prefect/server/orchestration/rules.py`).
 */
export function storedState(state: State): State {
  return isUnpersisted(state.data) ? { ...state, data: null } : state
}

function isUnpersisted(data: Json): boolean {
  return isJsonObject(data) && data['type'] === 'unpersisted'
}

/** Adds a state to the history of a flow run. */
export async function insertFlowRunState(trx: Writer, flowRunId: string, state: State): Promise<void> {
  await trx
    .insertInto('flow_run_state')
    .values({ ...stateRow(state), flow_run_id: flowRunId })
    .execute()
}

/** Adds a state to the history of a task run. */
export async function insertTaskRunState(trx: Writer, taskRunId: string, state: State): Promise<void> {
  await trx
    .insertInto('task_run_state')
    .values({ ...stateRow(state), task_run_id: taskRunId })
    .execute()
}

/** The columns of a state, whichever run it is of. */
export function stateRow({ id, type, name, timestamp, message, data, state_details: details }: State) {
  return {
    id,
    created: timestamp,
    updated: timestamp,
    type,
    name,
    timestamp,
    message,
    data: nullableJsonText(data),
    state_details: jsonText(apiDetails(details)),
  }
}
