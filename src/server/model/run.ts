import type { Stamp } from './stamp.ts'
import type { State, StateType } from './state.ts'

/** How a flow run retries and pauses (`prefect/server/schemas/core.py`, `FlowRunPolicy`). Delays are in seconds. */
export type FlowRunPolicy = {
  readonly max_retries: number
  readonly retry_delay_seconds: number
  readonly retries: number | null
  readonly retry_delay: number | null
  readonly pause_keys: readonly string[] | null
  readonly resuming: boolean | null
  readonly retry_type: 'in_process' | 'reschedule' | null
}

/** How a task run retries (`prefect/server/schemas/core.py`, `TaskRunPolicy`). Delays are in seconds. */
export type TaskRunPolicy = {
  readonly max_retries: number
  readonly retry_delay_seconds: number
  readonly retries: number | null
  readonly retry_delay: number | readonly number[] | null
  readonly retry_jitter_factor: number | null
}

/** The columns that every transition keeps up to date, of flow runs and task runs alike. */
export type Bookkept = {
  readonly state_type: StateType | null
  readonly state_name: string | null
  readonly state_timestamp: Stamp | null
  readonly run_count: number
  readonly expected_start_time: Stamp | null
  readonly next_scheduled_start_time: Stamp | null
  readonly start_time: Stamp | null
  readonly end_time: Stamp | null
  /** Seconds. */
  readonly total_run_time: number
}

/** What rules need to know of any run. Its columns have the names of the tables. */
export type RunView = Bookkept & {
  readonly id: string
  /** The state that it has before the transition. */
  readonly state: State | null
}

export type FlowRunView = RunView & {
  readonly deployment_id: string | null
  readonly parent_task_run_id: string | null
  readonly infrastructure_pid: string | null
  readonly empirical_policy: FlowRunPolicy
}

export type TaskRunView = RunView & {
  readonly flow_run_id: string | null
  readonly task_key: string
  readonly tags: readonly string[]
  readonly empirical_policy: TaskRunPolicy
  /** Which attempt of the flow run the latest attempt of the task belongs to. */
  readonly flow_run_run_count: number
}

/** The columns of a run that a transition may set. */
export type FlowRunChanges = Partial<Bookkept & Pick<FlowRunView, 'empirical_policy'>>
export type TaskRunChanges = Partial<Bookkept & Pick<TaskRunView, 'flow_run_run_count'>>
