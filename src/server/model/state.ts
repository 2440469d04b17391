import { type Json, isJsonObject } from '../../model/json.ts'
import type { StateType } from '../../generated/prefect-api.ts'
import type { Stamp } from './stamp.ts'

export type { StateType }

/** What a state says beside its type, with the API's names; the times are Stamps. */
export type StateDetails = {
  readonly flow_run_id: string | null
  readonly task_run_id: string | null
  readonly child_flow_run_id: string | null
  readonly scheduled_time: Stamp | null
  readonly cache_key: string | null
  readonly cache_expiration: Stamp | null
  readonly deferred: boolean | null
  readonly untrackable_result: boolean
  readonly pause_timeout: Stamp | null
  readonly pause_reschedule: boolean
  readonly pause_key: string | null
  readonly run_input_keyset: { readonly [key: string]: string } | null
  readonly refresh_cache: boolean | null
  readonly retriable: boolean | null
  readonly transition_id: string | null
  readonly task_parameters_id: string | null
  readonly traceparent: string | null
  readonly deployment_concurrency_lease_id: string | null
}

/** A state that someone would like a run to have: the server gives it its id and timestamp when it is written. */
export type ProposedState = {
  readonly type: StateType
  readonly name: string
  readonly message: string | null
  readonly data: Json
  readonly state_details: StateDetails
}

/** A state of a run. */
export type State = ProposedState & { readonly id: string; readonly timestamp: Stamp }

/** Details that say nothing. */
export const NO_DETAILS: StateDetails = {
  flow_run_id: null,
  task_run_id: null,
  child_flow_run_id: null,
  scheduled_time: null,
  cache_key: null,
  cache_expiration: null,
  deferred: false,
  untrackable_result: false,
  pause_timeout: null,
  pause_reschedule: false,
  pause_key: null,
  run_input_keyset: null,
  refresh_cache: null,
  retriable: null,
  transition_id: null,
  task_parameters_id: null,
  traceparent: null,
  deployment_concurrency_lease_id: null,
}

/** What a proposal may say beside its type; absent details say nothing. */
export type StateFields = {
  readonly name?: string | null | undefined
  readonly message?: string | null | undefined
  readonly data?: Json | undefined
  readonly details?: Partial<StateDetails> | undefined
}

/**
 * A proposal of that type. Without a name it has that of its type, as in `Completed`
 * (`prefect/server/schemas/actions.py`, `StateCreate`).
 */
export function proposal(type: StateType, { name, message, data, details }: StateFields = {}): ProposedState {
  return {
    type,
    name: name ?? type.charAt(0) + type.slice(1).toLowerCase(),
    message: message ?? null,
    data: data ?? null,
    state_details: { ...NO_DETAILS, ...details },
  }
}

/** The same proposal with other details. */
export function withDetails(proposed: ProposedState, details: Partial<StateDetails>): ProposedState {
  return { ...proposed, state_details: { ...proposed.state_details, ...details } }
}

/** In Prefect's order. */
export const STATE_TYPES = [
  'SCHEDULED',
  'PENDING',
  'RUNNING',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'CRASHED',
  'PAUSED',
  'CANCELLING',
] as const satisfies readonly StateType[]

/** The states in which a run ends. */
export const TERMINAL: readonly StateType[] = ['COMPLETED', 'CANCELLED', 'FAILED', 'CRASHED']

/** The states in which a run takes up a slot of its work pool and its queue. */
export const QUEUE_SLOT_STATES: readonly StateType[] = ['PENDING', 'RUNNING']

/** The states in which a run takes up a slot of its deployment's limit. Agents count the slots of queues so, too. */
export const DEPLOYMENT_SLOT_STATES: readonly StateType[] = ['PENDING', 'RUNNING', 'CANCELLING']

export function isTerminal(state: { readonly type: StateType }): boolean {
  return TERMINAL.includes(state.type)
}

/** Whether data names a result that was stored: any object but one of type `unpersisted` (`_has_persisted_result`). */
export function hasPersistedResult(data: Json): boolean {
  return isJsonObject(data) && data['type'] !== 'unpersisted'
}

/** Whether the state is COMPLETED with a stored result, which no transition may lose. */
export function holdsResult({ type, data }: State): boolean {
  return type === 'COMPLETED' && hasPersistedResult(data) && isJsonObject(data) && Object.keys(data).length > 0
}
