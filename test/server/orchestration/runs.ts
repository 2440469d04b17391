import type { FlowContext, LimitView, TaskContext } from '../../../src/server/model/context.ts'
import type { FlowRunView, TaskRunView } from '../../../src/server/model/run.ts'
import {
  type State,
  type StateDetails,
  type StateFields,
  type StateType,
  proposal,
} from '../../../src/server/model/state.ts'

/** Twelve o'clock, when every test takes place. */
export const NOON = Date.UTC(2026, 10, 21, 12) * 1000
export const SECOND = 1_000_000

/** A state that a run has had for ten seconds. */
export function state(type: StateType, fields: StateFields = {}): State {
  return { ...proposal(type, fields), id: `state-${type}`, timestamp: NOON - 10 * SECOND }
}

export function lease(id: string): Partial<StateDetails> {
  return { deployment_concurrency_lease_id: id }
}

const BOOKKEPT = {
  run_count: 0,
  expected_start_time: null,
  next_scheduled_start_time: null,
  start_time: null,
  end_time: null,
  total_run_time: 0,
}

function inForce(former: State | null) {
  return {
    state: former,
    state_type: former?.type ?? null,
    state_name: former?.name ?? null,
    state_timestamp: former?.timestamp ?? null,
  }
}

export const POLICY = {
  max_retries: 0,
  retry_delay_seconds: 0,
  retries: null,
  retry_delay: null,
  pause_keys: [],
  resuming: false,
  retry_type: null,
} as const

export function flowRun(former: State | null, fields: Partial<FlowRunView> = {}): FlowRunView {
  return {
    id: 'run',
    deployment_id: null,
    parent_task_run_id: null,
    infrastructure_pid: null,
    empirical_policy: POLICY,
    ...BOOKKEPT,
    ...inForce(former),
    ...fields,
  }
}

export function taskRun(former: State | null, fields: Partial<TaskRunView> = {}): TaskRunView {
  const policy = { max_retries: 0, retry_delay_seconds: 0, retries: null, retry_delay: null, retry_jitter_factor: null }
  return {
    id: 'task',
    flow_run_id: 'run',
    task_key: 'key',
    tags: [],
    empirical_policy: policy,
    flow_run_run_count: 0,
    ...BOOKKEPT,
    ...inForce(former),
    ...fields,
  }
}

const AROUND = {
  now: NOON,
  laterTimestamps: [],
  ids: { state: 'new-state', lease: 'new-lease', pauseKey: 'new-key' },
}

export function flowContext(fields: Partial<FlowContext> = {}): FlowContext {
  return { ...AROUND, clientVersion: '3.8.8', deployment: undefined, isLeaseHeld: false, ...fields }
}

export function taskContext(fields: Partial<TaskContext> = {}): TaskContext {
  const flow = {
    id: 'run',
    run_count: 1,
    state: { type: 'RUNNING', pauseTimeout: null, pauseReschedule: false },
  } as const
  return { ...AROUND, flowRun: flow, tagLimits: [], heldLeases: [], cached: undefined, chance: 0.5, ...fields }
}

export function limit(fields: Partial<LimitView> = {}): LimitView {
  return { id: 'limit', name: 'limit', limit: 1, active: true, activeSlots: 0, averageOccupancySeconds: 2, ...fields }
}
