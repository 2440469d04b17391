import { type Kysely, sql } from 'kysely'

/** Flows, deployments with their schedules, work pools, variables and limits. */
export const registration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const BASE = 'id text primary key not null, created integer not null, updated integer not null'

const STATEMENTS = [
  `create table flow (${BASE}, name text not null unique, tags text not null, labels text not null) strict`,
  'create index flow_created on flow (created)',
  'create index flow_updated on flow (updated)',

  `create table work_pool (${BASE},
    name text not null unique,
    description text,
    type text not null,
    base_job_template text not null,
    is_paused integer not null,
    concurrency_limit integer,
    status text,
    default_queue_id text references work_queue (id) deferrable initially deferred,
    storage_configuration text not null) strict`,

  `create table work_queue (${BASE},
    work_pool_id text not null references work_pool (id) on delete cascade,
    name text not null,
    description text,
    is_paused integer not null,
    concurrency_limit integer,
    priority integer not null,
    filter text,
    last_polled integer,
    status text not null,
    unique (work_pool_id, name)) strict`,

  `create table worker (${BASE},
    work_pool_id text not null references work_pool (id) on delete cascade,
    name text not null,
    last_heartbeat_time integer not null,
    heartbeat_interval_seconds integer,
    unique (work_pool_id, name)) strict`,

  `create table concurrency_limit (${BASE},
    name text not null unique,
    "limit" integer not null,
    active integer not null,
    active_slots integer not null,
    denied_slots integer not null,
    slot_decay_per_second real not null,
    avg_slot_occupancy_seconds real not null) strict`,

  `create table variable (${BASE}, name text not null unique, value text not null, tags text not null) strict`,

  `create table deployment (${BASE},
    flow_id text not null references flow (id) on delete cascade,
    name text not null,
    version text,
    description text,
    paused integer not null,
    work_queue_name text,
    work_queue_id text references work_queue (id) on delete set null,
    concurrency_limit_id text references concurrency_limit (id) on delete set null,
    concurrency_options text,
    tags text not null,
    labels text not null,
    parameters text not null,
    parameter_openapi_schema text,
    enforce_parameter_schema integer not null,
    pull_steps text,
    job_variables text not null,
    path text,
    entrypoint text,
    status text not null,
    last_polled integer,
    unique (flow_id, name)) strict`,
  'create index deployment_name on deployment (name, id)',
  'create index deployment_created on deployment (created)',
  'create index deployment_updated on deployment (updated)',
  'create index deployment_work_queue on deployment (work_queue_id)',
  'create index deployment_concurrency_limit on deployment (concurrency_limit_id)',

  `create table deployment_schedule (${BASE},
    deployment_id text not null references deployment (id) on delete cascade,
    schedule text not null,
    active integer not null,
    max_scheduled_runs integer,
    parameters text not null,
    slug text,
    unique (deployment_id, slug)) strict`,
]
