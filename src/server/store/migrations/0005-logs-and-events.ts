import { type Kysely, sql } from 'kysely'

/** What runs say, and what happened. */
export const logsAndEvents = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  // no key of their own: logs are only ever found by their run and their time
  `create table log (
    id text not null,
    created integer not null,
    name text not null,
    level integer not null,
    flow_run_id text,
    task_run_id text,
    message text not null,
    timestamp integer not null) strict`,
  'create index log_flow_run on log (flow_run_id, timestamp)',
  'create index log_task_run on log (task_run_id, timestamp) where task_run_id is not null',
  'create index log_timestamp on log (timestamp)',
  // errors are few, and looked for across all runs
  'create index log_error on log (timestamp) where level >= 40',

  // a number is never used twice: whoever listens tells old from new by it
  `create table event (
    seq integer primary key autoincrement,
    id text not null unique,
    occurred integer not null,
    received integer not null,
    event text not null,
    resource_id text not null,
    resource text not null,
    related text not null,
    payload text not null,
    follows text) strict`,
  'create index event_occurred on event (occurred)',
  'create index event_of_resource on event (resource_id, occurred)',
  'create index event_name on event (event, occurred)',
  `create table event_resource (
    event_seq integer not null,
    resource_id text not null,
    role text not null,
    occurred integer not null,
    primary key (event_seq, resource_id, role)) strict, without rowid`,
  'create index event_resource_resource on event_resource (resource_id, occurred, role)',
]
