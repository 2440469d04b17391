import { type Kysely, sql } from 'kysely'

/** The event that told last how a work pool is, so that the next one can say what it follows. */
export const work = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  'alter table work_pool add column last_status_event_id text',
  'alter table work_pool add column last_transitioned_status_at integer',
]
