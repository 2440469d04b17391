// Made from schemas/prefect-api/ by `npm run generate`. Do not edit.
/**
 * The kinds of states.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "StateType".
 */
export type StateType =
  'SCHEDULED' | 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED' | 'CRASHED' | 'PAUSED' | 'CANCELLING'
/**
 * One of the three kinds; each refuses the keys of the others.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "Schedule".
 */
export type Schedule = IntervalSchedule | CronSchedule | RRuleSchedule
/**
 * Whether something polls for the runs of a deployment.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentStatus".
 */
export type DeploymentStatus = 'READY' | 'NOT_READY'
/**
 * What happens to a run that finds no free slot.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ConcurrencyLimitStrategy".
 */
export type ConcurrencyLimitStrategy = 'ENQUEUE' | 'CANCEL_NEW'
/**
 * Body of POST /deployments/{id}/schedules.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentSchedulesCreate".
 */
export type DeploymentSchedulesCreate = DeploymentScheduleCreate[]
/**
 * Whether a pool has a worker.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkPoolStatus".
 */
export type WorkPoolStatus = 'READY' | 'NOT_READY' | 'PAUSED'
/**
 * Whether something polls a queue.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueueStatus".
 */
export type WorkQueueStatus = 'READY' | 'NOT_READY' | 'PAUSED'
/**
 * Whether a worker beats.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkerStatus".
 */
export type WorkerStatus = 'ONLINE' | 'OFFLINE'

export interface PrefectApi {
  AnyIdFilter: AnyIdFilter
  AnyNameFilter: AnyNameFilter
  AnyTagsFilter: AnyTagsFilter
  BooleanFilter: BooleanFilter
  IdFilter: IdFilter
  IgnoredLimitFilter: IgnoredLimitFilter
  KeyFilter: KeyFilter
  LikeFilter: LikeFilter
  NameFilter: NameFilter
  StateFilter: StateFilter
  StateTypeFilter: StateTypeFilter
  TagsFilter: TagsFilter
  TimeFilter: TimeFilter
  State: State
  StateType: StateType
  StateDetails: StateDetails
  CreatedBy: CreatedBy
  UpdatedBy: UpdatedBy
  ConcurrencyLimitV2Create: ConcurrencyLimitV2Create
  ConcurrencyLimitV2Update: ConcurrencyLimitV2Update
  ConcurrencyLimitsQuery: ConcurrencyLimitsQuery
  GlobalConcurrencyLimitResponse: GlobalConcurrencyLimitResponse
  ConcurrencyLimitV2: ConcurrencyLimitV2
  ConcurrencyOptions: ConcurrencyOptions
  VersionInfo: VersionInfo
  DeploymentCreate: DeploymentCreate
  DeploymentUpdate: DeploymentUpdate
  DeploymentFilter: DeploymentFilter
  DeploymentsQuery: DeploymentsQuery
  DeploymentScheduleRuns: DeploymentScheduleRuns
  DeploymentResponse: DeploymentResponse
  ConcurrencyLimitStrategy: ConcurrencyLimitStrategy
  DeploymentStatus: DeploymentStatus
  RunDeploymentFilter: RunDeploymentFilter
  FlowRunFilter: FlowRunFilter
  FlowRunsQuery: FlowRunsQuery
  FlowRunResponse: FlowRunResponse
  FlowRunPolicy: FlowRunPolicy
  FlowCreate: FlowCreate
  FlowUpdate: FlowUpdate
  FlowDeploymentFilter: FlowDeploymentFilter
  FlowFilter: FlowFilter
  FlowsQuery: FlowsQuery
  Flow: Flow
  IntervalSchedule: IntervalSchedule
  CronSchedule: CronSchedule
  RRuleSchedule: RRuleSchedule
  Schedule: Schedule
  DeploymentScheduleCreate: DeploymentScheduleCreate
  DeploymentScheduleUpdate: DeploymentScheduleUpdate
  DeploymentSchedulesCreate: DeploymentSchedulesCreate
  DeploymentSchedule: DeploymentSchedule
  VariableCreate: VariableCreate
  VariableUpdate: VariableUpdate
  VariableFilter: VariableFilter
  VariablesQuery: VariablesQuery
  Variable: Variable
  WorkPoolStorageConfiguration: WorkPoolStorageConfiguration
  WorkPoolCreate: WorkPoolCreate
  WorkPoolUpdate: WorkPoolUpdate
  WorkPoolFilter: WorkPoolFilter
  WorkPoolsQuery: WorkPoolsQuery
  WorkPoolResponse: WorkPoolResponse
  WorkPoolStatus: WorkPoolStatus
  WorkQueueCreate: WorkQueueCreate
  WorkQueueUpdate: WorkQueueUpdate
  WorkQueueFilter: WorkQueueFilter
  WorkQueueNameFilter: WorkQueueNameFilter
  WorkQueuesQuery: WorkQueuesQuery
  WorkQueueResponse: WorkQueueResponse
  QueueFilter: QueueFilter
  WorkQueueStatus: WorkQueueStatus
  WorkerHeartbeat: WorkerHeartbeat
  WorkerFilter: WorkerFilter
  WorkerStatusFilter: WorkerStatusFilter
  WorkersQuery: WorkersQuery
  WorkerResponse: WorkerResponse
  WorkerStatus: WorkerStatus
}
/**
 * One of these ids.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "AnyIdFilter".
 */
export interface AnyIdFilter {
  any_?: string[] | null
}
/**
 * One of these names.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "AnyNameFilter".
 */
export interface AnyNameFilter {
  any_?: string[] | null
}
/**
 * Holds all of these tags, or one of those, or has none at all.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "AnyTagsFilter".
 */
export interface AnyTagsFilter {
  operator?: 'and_' | 'or_'
  all_?: string[] | null
  any_?: string[] | null
  is_null_?: boolean | null
}
/**
 * Is it so, or not so.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "BooleanFilter".
 */
export interface BooleanFilter {
  eq_?: boolean | null
}
/**
 * Among these ids, and not among those.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "IdFilter".
 */
export interface IdFilter {
  any_?: string[] | null
  not_any_?: string[] | null
}
/**
 * Accepted and ignored, as Prefect does.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "IgnoredLimitFilter".
 */
export interface IgnoredLimitFilter {
  ge_?: number | null
  le_?: number | null
  is_null_?: boolean | null
}
/**
 * One of these keys, and none of those.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "KeyFilter".
 */
export interface KeyFilter {
  any_?: string[] | null
  not_any_?: string[] | null
}
/**
 * A name that holds the text.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "LikeFilter".
 */
export interface LikeFilter {
  like_?: string | null
}
/**
 * One of these names, or a name that holds the text, upper and lower case alike.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "NameFilter".
 */
export interface NameFilter {
  any_?: string[] | null
  like_?: string | null
}
/**
 * Which states.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "StateFilter".
 */
export interface StateFilter {
  operator?: 'and_' | 'or_'
  type?: null | StateTypeFilter
  name?: null | StateTypeFilter
}
/**
 * Which types of state.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "StateTypeFilter".
 */
export interface StateTypeFilter {
  any_?: string[] | null
  not_any_?: string[] | null
}
/**
 * Holds all of these tags, or has none at all.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TagsFilter".
 */
export interface TagsFilter {
  operator?: 'and_' | 'or_'
  all_?: string[] | null
  is_null_?: boolean | null
}
/**
 * At or before, at or after.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TimeFilter".
 */
export interface TimeFilter {
  before_?: string | null
  after_?: string | null
}
/**
 * A state of a run.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "State".
 */
export interface State {
  id: string
  type: StateType
  name?: string | null
  timestamp?: string
  message?: string | null
  data?: unknown
  state_details?: StateDetails
  [k: string]: unknown
}
/**
 * What goes with a state.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "StateDetails".
 */
export interface StateDetails {
  flow_run_id?: string | null
  task_run_id?: string | null
  child_flow_run_id?: string | null
  scheduled_time?: string | null
  cache_key?: string | null
  cache_expiration?: string | null
  deferred?: boolean | null
  untrackable_result?: boolean
  pause_timeout?: string | null
  pause_reschedule?: boolean
  pause_key?: string | null
  run_input_keyset?: {
    [k: string]: string
  } | null
  refresh_cache?: boolean | null
  retriable?: boolean | null
  transition_id?: string | null
  task_parameters_id?: string | null
  traceparent?: string | null
  deployment_concurrency_lease_id?: string | null
  [k: string]: unknown
}
/**
 * Who made an object.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "CreatedBy".
 */
export interface CreatedBy {
  id?: string | null
  type?: string | null
  display_value?: string | null
  [k: string]: unknown
}
/**
 * Who changed an object last.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "UpdatedBy".
 */
export interface UpdatedBy {
  id?: string | null
  type?: string | null
  display_value?: string | null
  [k: string]: unknown
}
/**
 * Body of POST /v2/concurrency_limits/.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ConcurrencyLimitV2Create".
 */
export interface ConcurrencyLimitV2Create {
  active?: boolean
  name: string
  limit: number
  active_slots?: number
  denied_slots?: number
  slot_decay_per_second?: number
}
/**
 * Body of PATCH /v2/concurrency_limits/{id_or_name}.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ConcurrencyLimitV2Update".
 */
export interface ConcurrencyLimitV2Update {
  active?: boolean | null
  name?: string | null
  limit?: number | null
  active_slots?: number | null
  denied_slots?: number | null
  slot_decay_per_second?: number | null
}
/**
 * Body of /v2/concurrency_limits/filter.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ConcurrencyLimitsQuery".
 */
export interface ConcurrencyLimitsQuery {
  limit?: number | null
  offset?: number | null
  page?: number | null
  [k: string]: unknown
}
/**
 * A global concurrency limit.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "GlobalConcurrencyLimitResponse".
 */
export interface GlobalConcurrencyLimitResponse {
  id: string
  created: string | null
  updated: string | null
  active?: boolean
  name: string
  limit: number
  active_slots: number
  slot_decay_per_second?: number
  [k: string]: unknown
}
/**
 * A global concurrency limit as its creation answers it.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ConcurrencyLimitV2".
 */
export interface ConcurrencyLimitV2 {
  id: string
  created: string | null
  updated: string | null
  active?: boolean
  name: string
  limit: number
  active_slots?: number
  denied_slots?: number
  slot_decay_per_second?: number
  avg_slot_occupancy_seconds?: number
  [k: string]: unknown
}
/**
 * What happens to a run that finds no free slot. Other keys are ignored.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ConcurrencyOptions".
 */
export interface ConcurrencyOptions {
  collision_strategy: 'ENQUEUE' | 'CANCEL_NEW'
  grace_period_seconds?: number | null
  [k: string]: unknown
}
/**
 * Accepted and thrown away, as Prefect does.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "VersionInfo".
 */
export interface VersionInfo {
  type?: string
  version?: string
  [k: string]: unknown
}
/**
 * Body of POST /deployments/, which updates a deployment of the same flow and name.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentCreate".
 */
export interface DeploymentCreate {
  name: string
  flow_id: string
  version?: string | null
  description?: string | null
  paused?: boolean
  concurrency_limit?: number | null
  concurrency_options?: null | ConcurrencyOptions
  global_concurrency_limit_id?: string | null
  parameter_openapi_schema?: {
    [k: string]: unknown
  } | null
  tags?: string[]
  work_queue_name?: string | null
  work_pool_name?: string | null
  path?: string | null
  pull_steps?:
    | {
        [k: string]: unknown
      }[]
    | null
  entrypoint?: string | null
  storage_document_id?: string | null
  infrastructure_document_id?: string | null
  version_info?: null | VersionInfo
  schedules?: DeploymentScheduleCreate[]
  enforce_parameter_schema?: boolean
  parameters?: {
    [k: string]: unknown
  }
  labels?: {
    [k: string]: boolean | number | string
  } | null
  job_variables?: {
    [k: string]: unknown
  }
}
/**
 * A new schedule row.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentScheduleCreate".
 */
export interface DeploymentScheduleCreate {
  active?: boolean
  schedule: Schedule
  max_scheduled_runs?: number | null
  parameters?: {
    [k: string]: unknown
  }
  slug?: string | null
  replaces?: string | null
}
/**
 * Fires every so many seconds, counted from an anchor.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "IntervalSchedule".
 */
export interface IntervalSchedule {
  interval: number | string
  anchor_date?: string | number
  timezone?: string | null
}
/**
 * Fires when a cron expression says so.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "CronSchedule".
 */
export interface CronSchedule {
  cron: string
  timezone?: string | null
  day_or?: boolean
}
/**
 * Fires when an iCalendar recurrence rule says so.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "RRuleSchedule".
 */
export interface RRuleSchedule {
  rrule: string
  timezone?: string | null
}
/**
 * Body of PATCH /deployments/{id}: only the keys present are applied.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentUpdate".
 */
export interface DeploymentUpdate {
  version?: string | null
  description?: string | null
  paused?: boolean
  concurrency_limit?: number | null
  concurrency_options?: null | ConcurrencyOptions
  global_concurrency_limit_id?: string | null
  parameter_openapi_schema?: {
    [k: string]: unknown
  } | null
  tags?: string[]
  work_queue_name?: string | null
  work_pool_name?: string | null
  path?: string | null
  pull_steps?:
    | {
        [k: string]: unknown
      }[]
    | null
  entrypoint?: string | null
  storage_document_id?: string | null
  infrastructure_document_id?: string | null
  version_info?: null | VersionInfo
  schedules?: DeploymentScheduleUpdate[]
  enforce_parameter_schema?: boolean | null
  parameters?: {
    [k: string]: unknown
  } | null
  job_variables?: {
    [k: string]: unknown
  } | null
}
/**
 * Changes to a schedule row: null and absent keep, but absent parameters become {}.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentScheduleUpdate".
 */
export interface DeploymentScheduleUpdate {
  active?: boolean | null
  schedule?: null | Schedule
  max_scheduled_runs?: number | null
  parameters?: {
    [k: string]: unknown
  }
  slug?: string | null
  replaces?: string | null
}
/**
 * Which deployments.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentFilter".
 */
export interface DeploymentFilter {
  operator?: 'and_' | 'or_'
  id?: null | IdFilter
  name?: null | NameFilter
  flow_or_deployment_name?: null | LikeFilter
  paused?: null | BooleanFilter
  tags?: null | AnyTagsFilter
  work_queue_name?: null | AnyNameFilter
  concurrency_limit?: null | IgnoredLimitFilter
}
/**
 * Body of /deployments/filter, /count and /paginate.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentsQuery".
 */
export interface DeploymentsQuery {
  flows?: null | FlowFilter
  flow_runs?: null | FlowRunFilter
  task_runs?: {
    [k: string]: unknown
  } | null
  deployments?: null | DeploymentFilter
  work_pools?: null | WorkPoolFilter
  work_pool_queues?: null | WorkQueueFilter
  sort?: 'CREATED_DESC' | 'UPDATED_DESC' | 'NAME_ASC' | 'NAME_DESC' | null
  limit?: number | null
  offset?: number | null
  page?: number | null
  [k: string]: unknown
}
/**
 * Which flows.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowFilter".
 */
export interface FlowFilter {
  operator?: 'and_' | 'or_'
  id?: null | IdFilter
  deployment?: null | FlowDeploymentFilter
  name?: null | NameFilter
  tags?: null | TagsFilter
}
/**
 * Whether a flow has deployments.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowDeploymentFilter".
 */
export interface FlowDeploymentFilter {
  operator?: 'and_' | 'or_'
  is_null_?: boolean | null
}
/**
 * Which flow runs.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunFilter".
 */
export interface FlowRunFilter {
  operator?: 'and_' | 'or_'
  id?: null | IdFilter
  name?: null | NameFilter
  tags?: null | AnyTagsFilter
  deployment_id?: null | RunDeploymentFilter
  state?: null | StateFilter
  expected_start_time?: null | TimeFilter
  next_scheduled_start_time?: null | TimeFilter
  idempotency_key?: null | KeyFilter
}
/**
 * Runs of one of these deployments, or of none.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "RunDeploymentFilter".
 */
export interface RunDeploymentFilter {
  operator?: 'and_' | 'or_'
  any_?: string[] | null
  is_null_?: boolean | null
}
/**
 * Which work pools.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkPoolFilter".
 */
export interface WorkPoolFilter {
  operator?: 'and_' | 'or_'
  id?: null | AnyIdFilter
  name?: null | AnyNameFilter
  type?: null | AnyNameFilter
}
/**
 * Which work queues.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueueFilter".
 */
export interface WorkQueueFilter {
  operator?: 'and_' | 'or_'
  id?: null | AnyIdFilter
  name?: null | WorkQueueNameFilter
}
/**
 * One of these names, or a name that begins so.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueueNameFilter".
 */
export interface WorkQueueNameFilter {
  any_?: string[] | null
  startswith_?: string[] | null
}
/**
 * Body of POST /deployments/{id}/schedule.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentScheduleRuns".
 */
export interface DeploymentScheduleRuns {
  start_time?: string | null
  end_time?: string | null
  min_time?: number | null
  min_runs?: number | null
  max_runs?: number | null
  [k: string]: unknown
}
/**
 * A deployment.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentResponse".
 */
export interface DeploymentResponse {
  id: string
  created: string | null
  updated: string | null
  name: string
  version?: string | null
  description?: string | null
  flow_id: string
  paused?: boolean
  schedules?: DeploymentSchedule[]
  concurrency_limit?: number | null
  global_concurrency_limit?: GlobalConcurrencyLimitResponse | null
  concurrency_options?: ConcurrencyOptions | null
  job_variables?: {
    [k: string]: unknown
  }
  parameters?: {
    [k: string]: unknown
  }
  tags?: string[]
  labels?: {
    [k: string]: boolean | number | string
  }
  work_queue_name?: string | null
  work_queue_id?: string | null
  last_polled?: string | null
  parameter_openapi_schema?: {
    [k: string]: unknown
  } | null
  path?: string | null
  pull_steps?:
    | {
        [k: string]: unknown
      }[]
    | null
  entrypoint?: string | null
  storage_document_id?: string | null
  infrastructure_document_id?: string | null
  created_by?: CreatedBy | null
  updated_by?: UpdatedBy | null
  work_pool_name?: string | null
  status?: DeploymentStatus | null
  enforce_parameter_schema?: boolean
  [k: string]: unknown
}
/**
 * A schedule row.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentSchedule".
 */
export interface DeploymentSchedule {
  id: string
  created: string | null
  updated: string | null
  deployment_id?: string | null
  schedule: IntervalSchedule | CronSchedule | RRuleSchedule
  active?: boolean
  max_scheduled_runs?: number | null
  parameters?: {
    [k: string]: unknown
  }
  slug?: string | null
  [k: string]: unknown
}
/**
 * Body of /flow_runs/filter and /count.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunsQuery".
 */
export interface FlowRunsQuery {
  flows?: null | FlowFilter
  flow_runs?: null | FlowRunFilter
  task_runs?: {
    [k: string]: unknown
  } | null
  deployments?: null | DeploymentFilter
  work_pools?: null | WorkPoolFilter
  work_pool_queues?: null | WorkQueueFilter
  sort?:
    | 'ID_DESC'
    | 'START_TIME_ASC'
    | 'START_TIME_DESC'
    | 'EXPECTED_START_TIME_ASC'
    | 'EXPECTED_START_TIME_DESC'
    | 'NAME_ASC'
    | 'NAME_DESC'
    | 'NEXT_SCHEDULED_START_TIME_ASC'
    | 'END_TIME_DESC'
    | null
  limit?: number | null
  offset?: number | null
  page?: number | null
  [k: string]: unknown
}
/**
 * A flow run.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunResponse".
 */
export interface FlowRunResponse {
  id: string
  created: string | null
  updated: string | null
  name?: string
  flow_id: string
  state_id?: string | null
  deployment_id?: string | null
  deployment_version?: string | null
  work_queue_id?: string | null
  work_queue_name?: string | null
  flow_version?: string | null
  parameters?: {
    [k: string]: unknown
  }
  idempotency_key?: string | null
  context?: {
    [k: string]: unknown
  }
  empirical_policy?: FlowRunPolicy
  tags?: string[]
  labels?: {
    [k: string]: boolean | number | string
  }
  parent_task_run_id?: string | null
  state_type?: StateType | null
  state_name?: string | null
  run_count?: number
  expected_start_time?: string | null
  next_scheduled_start_time?: string | null
  start_time?: string | null
  end_time?: string | null
  total_run_time?: number
  estimated_run_time?: number
  estimated_start_time_delta?: number
  auto_scheduled?: boolean
  infrastructure_document_id?: string | null
  infrastructure_pid?: string | null
  created_by?: CreatedBy | null
  work_pool_id?: string | null
  work_pool_name?: string | null
  state?: State | null
  job_variables?: {
    [k: string]: unknown
  } | null
  [k: string]: unknown
}
/**
 * How a run retries and pauses.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunPolicy".
 */
export interface FlowRunPolicy {
  max_retries?: number
  retry_delay_seconds?: number
  retries?: number | null
  retry_delay?: number | null
  pause_keys?: string[] | null
  resuming?: boolean | null
  retry_type?: 'in_process' | 'reschedule' | null
  [k: string]: unknown
}
/**
 * Body of POST /flows/.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowCreate".
 */
export interface FlowCreate {
  name: string
  tags?: string[]
  labels?: {
    [k: string]: boolean | number | string
  } | null
}
/**
 * Body of PATCH /flows/{id}. Labels cannot be changed.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowUpdate".
 */
export interface FlowUpdate {
  tags?: string[]
}
/**
 * Body of /flows/filter, /count and /paginate. Unknown keys are ignored.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowsQuery".
 */
export interface FlowsQuery {
  flows?: null | FlowFilter
  flow_runs?: null | FlowRunFilter
  task_runs?: {
    [k: string]: unknown
  } | null
  deployments?: null | DeploymentFilter
  work_pools?: null | WorkPoolFilter
  sort?: 'CREATED_DESC' | 'UPDATED_DESC' | 'NAME_ASC' | 'NAME_DESC' | null
  limit?: number | null
  offset?: number | null
  page?: number | null
  [k: string]: unknown
}
/**
 * A flow.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "Flow".
 */
export interface Flow {
  id: string
  created: string | null
  updated: string | null
  name: string
  tags?: string[]
  labels?: {
    [k: string]: boolean | number | string
  } | null
  [k: string]: unknown
}
/**
 * Body of POST /variables/.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "VariableCreate".
 */
export interface VariableCreate {
  name: string
  value: unknown
  tags?: string[]
}
/**
 * Body of PATCH /variables/{id} and /variables/name/{name}.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "VariableUpdate".
 */
export interface VariableUpdate {
  name?: string | null
  value?: unknown
  tags?: string[] | null
}
/**
 * Which variables.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "VariableFilter".
 */
export interface VariableFilter {
  operator?: 'and_' | 'or_'
  id?: null | AnyIdFilter
  name?: null | NameFilter
  tags?: null | TagsFilter
}
/**
 * Body of /variables/filter and /count.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "VariablesQuery".
 */
export interface VariablesQuery {
  variables?: null | VariableFilter
  sort?: 'CREATED_DESC' | 'UPDATED_DESC' | 'NAME_ASC' | 'NAME_DESC' | null
  limit?: number | null
  offset?: number | null
  page?: number | null
  [k: string]: unknown
}
/**
 * A variable.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "Variable".
 */
export interface Variable {
  id: string
  created: string | null
  updated: string | null
  name: string
  value:
    | string
    | number
    | boolean
    | {
        [k: string]: unknown
      }
    | unknown[]
    | null
  tags?: string[]
  [k: string]: unknown
}
/**
 * Where a work pool keeps bundles and results.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkPoolStorageConfiguration".
 */
export interface WorkPoolStorageConfiguration {
  bundle_upload_step?: {
    [k: string]: unknown
  } | null
  bundle_execution_step?: {
    [k: string]: unknown
  } | null
  default_result_storage_block_id?: string | null
  [k: string]: unknown
}
/**
 * Body of POST /work_pools/.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkPoolCreate".
 */
export interface WorkPoolCreate {
  name: string
  description?: string | null
  type?: string
  base_job_template?: {
    [k: string]: unknown
  }
  is_paused?: boolean
  concurrency_limit?: number | null
  storage_configuration?: WorkPoolStorageConfiguration
}
/**
 * Body of PATCH /work_pools/{name}. Name and type cannot be changed.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkPoolUpdate".
 */
export interface WorkPoolUpdate {
  description?: string | null
  is_paused?: boolean | null
  base_job_template?: {
    [k: string]: unknown
  } | null
  concurrency_limit?: number | null
  storage_configuration?: null | WorkPoolStorageConfiguration
}
/**
 * Body of /work_pools/filter and /count.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkPoolsQuery".
 */
export interface WorkPoolsQuery {
  work_pools?: null | WorkPoolFilter
  limit?: number | null
  offset?: number | null
  page?: number | null
  [k: string]: unknown
}
/**
 * A work pool.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkPoolResponse".
 */
export interface WorkPoolResponse {
  id: string
  created: string | null
  updated: string | null
  name: string
  description?: string | null
  type: string
  base_job_template?: {
    [k: string]: unknown
  }
  is_paused?: boolean
  concurrency_limit?: number | null
  status?: WorkPoolStatus | null
  default_queue_id?: string | null
  storage_configuration?: WorkPoolStorageConfiguration
  active_slots?: number | null
  [k: string]: unknown
}
/**
 * Body of POST /work_pools/{name}/queues.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueueCreate".
 */
export interface WorkQueueCreate {
  name: string
  description?: string | null
  is_paused?: boolean
  concurrency_limit?: number | null
  priority?: number | null
  filter?: {
    [k: string]: unknown
  } | null
}
/**
 * Body of PATCH /work_pools/{name}/queues/{queue}.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueueUpdate".
 */
export interface WorkQueueUpdate {
  name?: string | null
  description?: string | null
  is_paused?: boolean
  concurrency_limit?: number | null
  priority?: number | null
  last_polled?: string | null
  filter?: {
    [k: string]: unknown
  } | null
}
/**
 * Body of /work_pools/{name}/queues/filter.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueuesQuery".
 */
export interface WorkQueuesQuery {
  work_queues?: null | WorkQueueFilter
  limit?: number | null
  offset?: number | null
  page?: number | null
  [k: string]: unknown
}
/**
 * A work queue.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueueResponse".
 */
export interface WorkQueueResponse {
  id: string
  created: string | null
  updated: string | null
  name: string
  description?: string | null
  is_paused?: boolean
  concurrency_limit?: number | null
  priority?: number
  work_pool_id?: string | null
  filter?: QueueFilter | null
  last_polled?: string | null
  work_pool_name?: string | null
  status?: WorkQueueStatus | null
  active_slots?: number | null
  [k: string]: unknown
}
/**
 * Which runs a queue takes; no longer used.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "QueueFilter".
 */
export interface QueueFilter {
  tags?: string[] | null
  deployment_ids?: string[] | null
  [k: string]: unknown
}
/**
 * Body of POST /work_pools/{name}/workers/heartbeat.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkerHeartbeat".
 */
export interface WorkerHeartbeat {
  name: string
  heartbeat_interval_seconds?: number | null
  [k: string]: unknown
}
/**
 * Which workers.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkerFilter".
 */
export interface WorkerFilter {
  operator?: 'and_' | 'or_'
  last_heartbeat_time?: null | TimeFilter
  status?: null | WorkerStatusFilter
}
/**
 * Which states of a worker.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkerStatusFilter".
 */
export interface WorkerStatusFilter {
  any_?: ('ONLINE' | 'OFFLINE')[] | null
  not_any_?: ('ONLINE' | 'OFFLINE')[] | null
}
/**
 * Body of /work_pools/{name}/workers/filter.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkersQuery".
 */
export interface WorkersQuery {
  workers?: null | WorkerFilter
  limit?: number | null
  offset?: number | null
  page?: number | null
  [k: string]: unknown
}
/**
 * A worker.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkerResponse".
 */
export interface WorkerResponse {
  id: string
  created: string | null
  updated: string | null
  name: string
  work_pool_id: string
  last_heartbeat_time?: string | null
  heartbeat_interval_seconds?: number | null
  status?: WorkerStatus
  [k: string]: unknown
}
