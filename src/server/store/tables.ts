import type { Generated } from 'kysely'
import type { StateType } from '../../generated/prefect-api.ts'
import type { Stamp } from '../model/stamp.ts'

/** JSON as text. SQL NULL is the API's null. */
type JsonText = string
/** SQLite has no booleans. */
type Bit = 0 | 1

type Base = { id: string; created: Stamp; updated: Stamp }

export type FlowRow = Base & { name: string; tags: JsonText; labels: JsonText }

export type DeploymentRow = Base & {
  flow_id: string
  name: string
  version: string | null
  description: string | null
  paused: Bit
  /** The text that requests sent, which may differ from the name of the queue that `work_queue_id` points at. */
  work_queue_name: string | null
  work_queue_id: string | null
  concurrency_limit_id: string | null
  concurrency_options: JsonText | null
  tags: JsonText
  labels: JsonText
  parameters: JsonText
  parameter_openapi_schema: JsonText | null
  enforce_parameter_schema: Bit
  pull_steps: JsonText | null
  job_variables: JsonText
  path: string | null
  entrypoint: string | null
  storage_document_id: string | null
  infrastructure_document_id: string | null
  status: 'READY' | 'NOT_READY'
  last_polled: Stamp | null
}

export type DeploymentScheduleRow = Base & {
  deployment_id: string
  schedule: JsonText
  active: Bit
  max_scheduled_runs: number | null
  parameters: JsonText
  slug: string | null
}

export type WorkPoolRow = Base & {
  name: string
  description: string | null
  type: string
  base_job_template: JsonText
  is_paused: Bit
  concurrency_limit: number | null
  status: 'READY' | 'NOT_READY' | 'PAUSED' | null
  default_queue_id: string | null
  storage_configuration: JsonText
  /** The event that told of the status last, and when that was. */
  last_status_event_id: string | null
  last_transitioned_status_at: Stamp | null
}

export type WorkQueueRow = Base & {
  work_pool_id: string
  name: string
  description: string | null
  is_paused: Bit
  concurrency_limit: number | null
  priority: number
  filter: JsonText | null
  last_polled: Stamp | null
  status: 'READY' | 'NOT_READY' | 'PAUSED'
}

export type WorkerRow = Base & {
  work_pool_id: string
  name: string
  last_heartbeat_time: Stamp
  heartbeat_interval_seconds: number | null
}

export type VariableRow = Base & { name: string; value: JsonText; tags: JsonText }

export type ConcurrencyLimitRow = Base & {
  name: string
  limit: number
  active: Bit
  active_slots: number
  denied_slots: number
  slot_decay_per_second: number
  avg_slot_occupancy_seconds: number
}

type RunRow = Base & {
  name: string
  /** The state in force, whole: its history is in a table of its own. A task run may have none. */
  state_id: string | null
  state_type: StateType | null
  state_name: string | null
  state_timestamp: Stamp | null
  state: JsonText | null
  run_count: number
  expected_start_time: Stamp | null
  next_scheduled_start_time: Stamp | null
  start_time: Stamp | null
  end_time: Stamp | null
  /** Seconds. */
  total_run_time: number
  tags: JsonText
  labels: JsonText
  empirical_policy: JsonText
}

export type FlowRunRow = RunRow & {
  flow_id: string
  /** No foreign key: runs outlive their deployment, as in Prefect. */
  deployment_id: string | null
  deployment_version: string | null
  flow_version: string | null
  work_queue_id: string | null
  work_queue_name: string | null
  parameters: JsonText
  context: JsonText
  idempotency_key: string | null
  parent_task_run_id: string | null
  auto_scheduled: Bit
  created_by: JsonText | null
  infrastructure_document_id: string | null
  infrastructure_pid: string | null
  job_variables: JsonText | null
}

export type TaskRunRow = RunRow & {
  flow_run_id: string | null
  task_key: string
  dynamic_key: string
  cache_key: string | null
  cache_expiration: Stamp | null
  task_version: string | null
  flow_run_run_count: number
  task_inputs: JsonText
}

type StateRow = Base & {
  type: StateType
  name: string
  timestamp: Stamp
  message: string | null
  data: JsonText | null
  state_details: JsonText
}

export type FlowRunStateRow = StateRow & { flow_run_id: string }
type TaskRunStateRow = StateRow & { task_run_id: string }

/** States that task runs of the same cache key take instead of running. */
type TaskRunStateCacheRow = {
  cache_key: string
  cache_expiration: Stamp | null
  created: Stamp
  task_run_state_id: string
}

/** Background task runs that wait for whoever serves their task. */
type TaskQueueRow = { task_run_id: string; task_key: string; is_retry: Bit; queued: Stamp }

export type FlowRunInputRow = Base & { flow_run_id: string; key: string; value: string; sender: string | null }

export type ConcurrencyLeaseRow = {
  id: string
  created: Stamp
  expiration: Stamp
  slots: number
  limit_ids: JsonText
  holder_type: string | null
  holder_id: string | null
}

export type LogRow = {
  id: string
  created: Stamp
  name: string
  level: number
  flow_run_id: string | null
  task_run_id: string | null
  message: string
  timestamp: Stamp
}

export type EventRow = {
  /** In the order of arrival, never used twice. */
  seq: Generated<number>
  id: string
  occurred: Stamp
  received: Stamp
  event: string
  resource_id: string
  resource: JsonText
  related: JsonText
  payload: JsonText
  follows: string | null
}

/** Every resource of an event, its own (role empty) and the related ones, so that events are found by any of them. */
type EventResourceRow = { event_seq: number; occurred: Stamp; resource_id: string; role: string }

export type BlockTypeRow = Base & {
  name: string
  slug: string
  logo_url: string | null
  documentation_url: string | null
  description: string | null
  code_example: string | null
  is_protected: Bit
}

export type BlockSchemaRow = Base & {
  block_type_id: string
  checksum: string
  /** Without nested blocks: those stand in `block_schema_reference`. */
  fields: JsonText
  capabilities: JsonText
  version: string
}

/** `parent` holds `reference` under `name`. */
type ReferenceRow = { id: Generated<number>; parent_id: string; reference_id: string; name: string }

export type BlockDocumentRow = Base & {
  name: string
  /** Encrypted, and without nested blocks. */
  data: string
  is_anonymous: Bit
  block_type_name: string | null
  block_type_id: string
  block_schema_id: string
}

type ArtifactPart = {
  type: string | null
  description: string | null
  data: JsonText | null
  metadata: JsonText | null
  flow_run_id: string | null
  task_run_id: string | null
}

export type ArtifactRow = Base & ArtifactPart & { key: string | null }
export type ArtifactCollectionRow = Base & ArtifactPart & { key: string; latest_id: string }

export type SavedSearchRow = Base & { name: string; filters: JsonText }

type ConfigurationRow = { key: string; value: string }

export type AutomationRow = Base & {
  name: string
  description: string
  enabled: Bit
  tags: JsonText
  trigger: JsonText
  actions: JsonText
  actions_on_trigger: JsonText
  actions_on_resolve: JsonText
  /** Only events that arrived after this one count: there was no such automation before. */
  since_seq: number
}

type AutomationResourceRow = { automation_id: string; resource_id: string; owned: Bit }

export type AutomationBucketRow = {
  automation_id: string
  trigger_id: string
  /** The values of the labels that are looked at separately, as a JSON list. */
  bucketing_key: JsonText
  start: Stamp
  end: Stamp
  count: number
  last_event: JsonText | null
}

type AutomationFiringRow = {
  automation_id: string
  parent_id: string
  child_id: string
  fired: Stamp
  firing: JsonText
}

type AutomationActionRow = { seq: Generated<number>; action: JsonText }

type AutomationCursorRow = { id: 0; seq: number }

/**
 * The tables by name. The functions of `store/` give the API's objects, not rows, except for runs, logs and schedules: the
 * API is answered with the JSON that is stored of them.
 */
export type Tables = {
  automation: AutomationRow
  automation_resource: AutomationResourceRow
  automation_bucket: AutomationBucketRow
  automation_firing: AutomationFiringRow
  automation_action: AutomationActionRow
  automation_cursor: AutomationCursorRow
  flow: FlowRow
  deployment: DeploymentRow
  deployment_schedule: DeploymentScheduleRow
  work_pool: WorkPoolRow
  work_queue: WorkQueueRow
  worker: WorkerRow
  variable: VariableRow
  concurrency_limit: ConcurrencyLimitRow
  flow_run: FlowRunRow
  flow_run_state: FlowRunStateRow
  flow_run_input: FlowRunInputRow
  task_run: TaskRunRow
  task_run_state: TaskRunStateRow
  task_run_state_cache: TaskRunStateCacheRow
  task_queue: TaskQueueRow
  concurrency_lease: ConcurrencyLeaseRow
  log: LogRow
  event: EventRow
  event_resource: EventResourceRow
  block_type: BlockTypeRow
  block_schema: BlockSchemaRow
  block_schema_reference: ReferenceRow
  block_document: BlockDocumentRow
  block_document_reference: ReferenceRow
  artifact: ArtifactRow
  artifact_collection: ArtifactCollectionRow
  saved_search: SavedSearchRow
  configuration: ConfigurationRow
}
