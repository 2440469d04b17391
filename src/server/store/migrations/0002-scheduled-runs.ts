import { type Kysely, sql } from 'kysely'

/** Runs, as far as schedules make them. A run keeps its `deployment_id` when the deployment is gone. */
export const scheduledRuns = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `create table flow_run (
    id text primary key not null, created integer not null, updated integer not null,
    flow_id text not null references flow (id) on delete cascade,
    deployment_id text,
    deployment_version text,
    work_queue_id text references work_queue (id) on delete set null,
    work_queue_name text,
    name text not null,
    state_id text not null,
    state_type text not null,
    state_name text not null,
    state text not null,
    parameters text not null,
    tags text not null,
    labels text not null,
    idempotency_key text,
    auto_scheduled integer not null,
    created_by text,
    expected_start_time integer not null,
    next_scheduled_start_time integer,
    run_count integer not null,
    unique (flow_id, idempotency_key)) strict`,
  'create index flow_run_deployment on flow_run (deployment_id, state_type, next_scheduled_start_time)',
  'create index flow_run_expected_start on flow_run (expected_start_time)',
  'create index flow_run_work_queue on flow_run (work_queue_id)',
]
