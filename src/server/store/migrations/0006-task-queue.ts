import { type Kysely, sql } from 'kysely'

/** Background task runs that wait to be handed to whoever serves their task. */
export const taskQueue = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `create table task_queue (
    task_run_id text primary key not null references task_run (id) on delete cascade,
    task_key text not null,
    is_retry integer not null,
    queued integer not null) strict`,
  'create index task_queue_key on task_queue (task_key, is_retry desc, queued)',
]
