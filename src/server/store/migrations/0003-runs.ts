import { type Kysely, sql } from 'kysely'

/** The whole life of flow runs and task runs, with the history of their states and the inputs that runs wait for. */
export const runs = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const BASE = 'id text primary key not null, created integer not null, updated integer not null'

/** The state in force stands in the run as well: whoever reads a run wants it, and reads runs far more often than histories. */
const RUN = `
    name text not null,
    state_id text,
    state_type text,
    state_name text,
    state_timestamp integer,
    state text,
    run_count integer not null default 0,
    expected_start_time integer,
    next_scheduled_start_time integer,
    start_time integer,
    end_time integer,
    total_run_time real not null default 0,
    tags text not null,
    labels text not null`

/** Policies are stored whole, so that they can be answered as they are. */
const FLOW_POLICY =
  '{"max_retries":0,"retry_delay_seconds":0,"retries":null,"retry_delay":null,"pause_keys":[],"resuming":false,"retry_type":null}'
const TASK_POLICY =
  '{"max_retries":0,"retry_delay_seconds":0,"retries":null,"retry_delay":null,"retry_jitter_factor":null}'

/** What a state that says nothing of it says. */
const DETAILS =
  '{"flow_run_id":null,"task_run_id":null,"child_flow_run_id":null,"scheduled_time":null,"cache_key":null,' +
  '"cache_expiration":null,"deferred":false,"untrackable_result":false,"pause_timeout":null,"pause_reschedule":false,' +
  '"pause_key":null,"run_input_keyset":null,"refresh_cache":null,"retriable":null,"transition_id":null,' +
  '"task_parameters_id":null,"traceparent":null,"deployment_concurrency_lease_id":null}'

const STATE = `
    id text primary key not null, created integer not null, updated integer not null,
    type text not null,
    name text not null,
    timestamp integer not null,
    message text,
    data text,
    state_details text not null`

const STATEMENTS = [
  `create table task_run (${BASE},${RUN},
    empirical_policy text not null default '${TASK_POLICY}',
    flow_run_id text references flow_run (id) on delete cascade,
    task_key text not null,
    dynamic_key text not null,
    cache_key text,
    cache_expiration integer,
    task_version text,
    flow_run_run_count integer not null default 0,
    task_inputs text not null default '{}',
    unique (flow_run_id, task_key, dynamic_key)) strict`,
  'create index task_run_state_type on task_run (state_type, expected_start_time)',
  'create index task_run_expected_start on task_run (expected_start_time)',
  'create index task_run_next_start on task_run (next_scheduled_start_time, id)',
  'create index task_run_start on task_run (start_time)',
  'create index task_run_end on task_run (end_time)',
  'create index task_run_name on task_run (name, id)',

  `create table flow_run_new (${BASE},${RUN},
    empirical_policy text not null default '${FLOW_POLICY}',
    flow_id text not null references flow (id) on delete cascade,
    deployment_id text,
    deployment_version text,
    flow_version text,
    work_queue_id text references work_queue (id) on delete set null,
    work_queue_name text,
    parameters text not null,
    context text not null default '{}',
    idempotency_key text,
    parent_task_run_id text references task_run (id) on delete set null,
    auto_scheduled integer not null default 0,
    created_by text,
    infrastructure_document_id text,
    infrastructure_pid text,
    job_variables text,
    unique (idempotency_key, flow_id)) strict`,
  `insert into flow_run_new (id, created, updated, name, state_id, state_type, state_name, state_timestamp, state,
      run_count, expected_start_time, next_scheduled_start_time, tags, labels, flow_id, deployment_id,
      deployment_version, work_queue_id, work_queue_name, parameters, idempotency_key, auto_scheduled, created_by)
    select id, created, updated, name, state_id, state_type, state_name, created,
      json_set(state, '$.state_details', json_patch('${DETAILS}', state -> '$.state_details')),
      run_count, expected_start_time, next_scheduled_start_time, tags, labels, flow_id, deployment_id,
      deployment_version, work_queue_id, work_queue_name, parameters, idempotency_key, auto_scheduled, created_by
    from flow_run`,
  'drop table flow_run',
  'alter table flow_run_new rename to flow_run',
  'create index flow_run_deployment on flow_run (deployment_id, state_type, next_scheduled_start_time)',
  'create index flow_run_deployment_expected on flow_run (deployment_id, expected_start_time)',
  'create index flow_run_deployment_begin on flow_run (deployment_id, coalesce(start_time, expected_start_time))',
  'create index flow_run_flow_begin on flow_run (flow_id, coalesce(start_time, expected_start_time))',
  'create index flow_run_flow_expected on flow_run (flow_id, expected_start_time)',
  'create index flow_run_flow_state on flow_run (flow_id, state_type, next_scheduled_start_time)',
  'create index flow_run_queue on flow_run (work_queue_id, state_type)',
  'create index flow_run_expected_start on flow_run (expected_start_time)',
  'create index flow_run_begin on flow_run (coalesce(start_time, expected_start_time))',
  'create index flow_run_end on flow_run (end_time)',
  // with the id, so that a search for parts of names reads nothing else
  'create index flow_run_name on flow_run (name, id)',
  'create index flow_run_state_type on flow_run (state_type, expected_start_time)',
  'create index flow_run_state_next on flow_run (state_type, next_scheduled_start_time)',
  'create index flow_run_state_begin on flow_run (state_type, coalesce(start_time, expected_start_time))',
  'create index flow_run_state_name on flow_run (state_name, expected_start_time)',
  'create index flow_run_parent on flow_run (parent_task_run_id) where parent_task_run_id is not null',
  // what workers poll for
  `create index flow_run_waiting on flow_run (work_queue_id, next_scheduled_start_time) where state_type = 'SCHEDULED'`,
  // what may become late
  `create index flow_run_due on flow_run (next_scheduled_start_time)
    where state_type = 'SCHEDULED' and state_name = 'Scheduled'`,
  // whose tasks and subflows are to be cancelled, too
  `create index flow_run_cancelled on flow_run (state_timestamp) where state_type = 'CANCELLED'`,
  // how far ahead a schedule has been made
  `create index flow_run_of_schedule on flow_run (json_extract(created_by, '$.id'), next_scheduled_start_time)
    where auto_scheduled = 1 and state_type = 'SCHEDULED'`,

  `create table flow_run_state (${STATE},
    flow_run_id text not null references flow_run (id) on delete cascade) strict`,
  'create index flow_run_state_run on flow_run_state (flow_run_id, timestamp)',
  `insert into flow_run_state (id, created, updated, type, name, timestamp, message, data, state_details, flow_run_id)
    select state_id, created, created, state_type, state_name, created, state ->> '$.message', null,
      state -> '$.state_details', id from flow_run`,
  `create table task_run_state (${STATE},
    task_run_id text not null references task_run (id) on delete cascade) strict`,
  'create index task_run_state_run on task_run_state (task_run_id, timestamp)',
  `create table task_run_state_cache (
    cache_key text not null,
    cache_expiration integer,
    created integer not null,
    task_run_state_id text not null references task_run_state (id) on delete cascade) strict`,
  'create index task_run_state_cache_key on task_run_state_cache (cache_key, created)',
  'create index task_run_state_cache_state on task_run_state_cache (task_run_state_id)',

  `create table flow_run_input (${BASE},
    flow_run_id text not null references flow_run (id) on delete cascade,
    key text not null,
    value text not null,
    sender text,
    unique (flow_run_id, key)) strict`,
]
