import { type Kysely, sql } from 'kysely'

/** What is done when events come, or stay away. */
export const automations = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `create table automation (
    id text primary key not null,
    created integer not null,
    updated integer not null,
    name text not null,
    description text not null,
    enabled integer not null,
    tags text not null,
    trigger text not null,
    actions text not null,
    actions_on_trigger text not null,
    actions_on_resolve text not null,
    since_seq integer not null) strict`,
  'create index automation_name on automation (name)',

  `create table automation_resource (
    automation_id text not null references automation (id) on delete cascade,
    resource_id text not null,
    owned integer not null,
    primary key (automation_id, resource_id)) strict, without rowid`,
  'create index automation_resource_resource on automation_resource (resource_id)',

  // one window of time for each trigger and each set of the labels it looks at separately
  `create table automation_bucket (
    automation_id text not null references automation (id) on delete cascade,
    trigger_id text not null,
    bucketing_key text not null,
    start integer not null,
    end integer not null,
    count integer not null,
    last_event text,
    primary key (automation_id, trigger_id, bucketing_key)) strict, without rowid`,
  'create index automation_bucket_end on automation_bucket (end)',

  // the last firing of each part of a compound or sequence trigger that has not fired as a whole yet
  `create table automation_firing (
    automation_id text not null references automation (id) on delete cascade,
    parent_id text not null,
    child_id text not null,
    fired integer not null,
    firing text not null,
    primary key (automation_id, parent_id, child_id)) strict, without rowid`,

  // what is to be done; a row goes with the transaction that tells how it went
  `create table automation_action (
    seq integer primary key autoincrement,
    action text not null) strict`,

  // the event up to which automations have looked at
  'create table automation_cursor (id integer primary key check (id = 0), seq integer not null) strict',
  'insert into automation_cursor (id, seq) values (0, 0)',
]
