// Made from schemas/prefect-api.schema.json by `npm run generate`. Do not edit.
/**
 * One of the three kinds; each refuses the keys of the others.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "Schedule".
 */
export type Schedule = IntervalSchedule | CronSchedule | RRuleSchedule
/**
 * Body of POST /deployments/{id}/schedules.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "DeploymentSchedulesCreate".
 */
export type DeploymentSchedulesCreate = DeploymentScheduleCreate[]

/**
 * Bodies that the embedded server takes: the shapes of Prefect 3.8 as far as registration needs them. Action models and filters are closed; queries ignore unknown keys.
 */
export interface PrefectApiBodies {
  [k: string]: unknown
}
/**
 * Body of POST /flows/.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "FlowUpdate".
 */
export interface FlowUpdate {
  tags?: string[]
}
/**
 * Fires every so many seconds, counted from an anchor.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "RRuleSchedule".
 */
export interface RRuleSchedule {
  rrule: string
  timezone?: string | null
}
/**
 * A new schedule row.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * Changes to a schedule row: null and absent keep, but absent parameters become {}.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * What happens to a run that finds no free slot. Other keys are ignored.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * Body of PATCH /deployments/{id}: only the keys present are applied.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * Body of POST /deployments/{id}/schedule.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * Where a work pool keeps bundles and results.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * Body of POST /work_pools/{name}/queues.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * Body of POST /work_pools/{name}/workers/heartbeat.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "WorkerHeartbeat".
 */
export interface WorkerHeartbeat {
  name: string
  heartbeat_interval_seconds?: number | null
  [k: string]: unknown
}
/**
 * Body of POST /variables/.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "VariableUpdate".
 */
export interface VariableUpdate {
  name?: string | null
  value?: unknown
  tags?: string[] | null
}
/**
 * Body of POST /v2/concurrency_limits/.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * Which flows.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * Among these ids, and not among those.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "IdFilter".
 */
export interface IdFilter {
  any_?: string[] | null
  not_any_?: string[] | null
}
/**
 * Whether a flow has deployments.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "FlowDeploymentFilter".
 */
export interface FlowDeploymentFilter {
  operator?: 'and_' | 'or_'
  is_null_?: boolean | null
}
/**
 * One of these names, or a name that holds the text, upper and lower case alike.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "NameFilter".
 */
export interface NameFilter {
  any_?: string[] | null
  like_?: string | null
}
/**
 * Holds all of these tags, or has none at all.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "TagsFilter".
 */
export interface TagsFilter {
  operator?: 'and_' | 'or_'
  all_?: string[] | null
  is_null_?: boolean | null
}
/**
 * A name that holds the text.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "LikeFilter".
 */
export interface LikeFilter {
  like_?: string | null
}
/**
 * Holds all of these tags, or one of those, or has none at all.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "BooleanFilter".
 */
export interface BooleanFilter {
  eq_?: boolean | null
}
/**
 * One of these names.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "AnyNameFilter".
 */
export interface AnyNameFilter {
  any_?: string[] | null
}
/**
 * Accepted and ignored, as Prefect does.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "IgnoredLimitFilter".
 */
export interface IgnoredLimitFilter {
  ge_?: number | null
  le_?: number | null
  is_null_?: boolean | null
}
/**
 * Which deployments.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * One of these ids.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "AnyIdFilter".
 */
export interface AnyIdFilter {
  any_?: string[] | null
}
/**
 * Which work pools.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "WorkPoolFilter".
 */
export interface WorkPoolFilter {
  operator?: 'and_' | 'or_'
  id?: null | AnyIdFilter
  name?: null | AnyNameFilter
  type?: null | AnyNameFilter
}
/**
 * One of these names, or a name that begins so.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "WorkQueueNameFilter".
 */
export interface WorkQueueNameFilter {
  any_?: string[] | null
  startswith_?: string[] | null
}
/**
 * Which work queues.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "WorkQueueFilter".
 */
export interface WorkQueueFilter {
  operator?: 'and_' | 'or_'
  id?: null | AnyIdFilter
  name?: null | WorkQueueNameFilter
}
/**
 * At or before, at or after.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "TimeFilter".
 */
export interface TimeFilter {
  before_?: string | null
  after_?: string | null
}
/**
 * Which states of a worker.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "WorkerStatusFilter".
 */
export interface WorkerStatusFilter {
  any_?: ('ONLINE' | 'OFFLINE')[] | null
  not_any_?: ('ONLINE' | 'OFFLINE')[] | null
}
/**
 * Which workers.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "WorkerFilter".
 */
export interface WorkerFilter {
  operator?: 'and_' | 'or_'
  last_heartbeat_time?: null | TimeFilter
  status?: null | WorkerStatusFilter
}
/**
 * Which variables.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "VariableFilter".
 */
export interface VariableFilter {
  operator?: 'and_' | 'or_'
  id?: null | AnyIdFilter
  name?: null | NameFilter
  tags?: null | TagsFilter
}
/**
 * Runs of one of these deployments, or of none.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "RunDeploymentFilter".
 */
export interface RunDeploymentFilter {
  operator?: 'and_' | 'or_'
  any_?: string[] | null
  is_null_?: boolean | null
}
/**
 * Which types of state.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "StateTypeFilter".
 */
export interface StateTypeFilter {
  any_?: string[] | null
  not_any_?: string[] | null
}
/**
 * Which states.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "StateFilter".
 */
export interface StateFilter {
  operator?: 'and_' | 'or_'
  type?: null | StateTypeFilter
  name?: null | StateTypeFilter
}
/**
 * One of these keys, and none of those.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "KeyFilter".
 */
export interface KeyFilter {
  any_?: string[] | null
  not_any_?: string[] | null
}
/**
 * Which flow runs.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * Body of /flows/filter, /count and /paginate. Unknown keys are ignored.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * Body of /deployments/filter, /count and /paginate.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * Body of /flow_runs/filter and /count.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * Body of /work_pools/filter and /count.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * Body of /work_pools/{name}/queues/filter.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * Body of /work_pools/{name}/workers/filter.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * Body of /variables/filter and /count.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
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
 * Body of /v2/concurrency_limits/filter.
 *
 * This interface was referenced by `PrefectApiBodies`'s JSON-Schema
 * via the `definition` "ConcurrencyLimitsQuery".
 */
export interface ConcurrencyLimitsQuery {
  limit?: number | null
  offset?: number | null
  page?: number | null
  [k: string]: unknown
}
