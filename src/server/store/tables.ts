import type { Stamp } from './stamp.ts'

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

export type FlowRunRow = Base & {
  flow_id: string
  /** No foreign key: runs outlive their deployment, as in Prefect. */
  deployment_id: string | null
  deployment_version: string | null
  work_queue_id: string | null
  work_queue_name: string | null
  name: string
  state_id: string
  state_type: string
  state_name: string
  state: JsonText
  parameters: JsonText
  tags: JsonText
  labels: JsonText
  idempotency_key: string | null
  auto_scheduled: Bit
  created_by: JsonText | null
  expected_start_time: Stamp
  next_scheduled_start_time: Stamp | null
  run_count: number
}

/** The tables by name. Rows never leave `store/`: its functions give the API's objects. */
export type Tables = {
  flow: FlowRow
  deployment: DeploymentRow
  deployment_schedule: DeploymentScheduleRow
  work_pool: WorkPoolRow
  work_queue: WorkQueueRow
  worker: WorkerRow
  variable: VariableRow
  concurrency_limit: ConcurrencyLimitRow
  flow_run: FlowRunRow
}
