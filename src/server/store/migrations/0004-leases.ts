import { type Kysely, sql } from 'kysely'

/** Slots that are held for a time: whoever holds a lease renews it, or the slots come back by themselves. */
export const leases = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `create table concurrency_lease (
    id text primary key not null,
    created integer not null,
    expiration integer not null,
    slots integer not null,
    limit_ids text not null,
    holder_type text,
    holder_id text) strict`,
  'create index concurrency_lease_expiration on concurrency_lease (expiration)',
  'create index concurrency_lease_holder on concurrency_lease (holder_id) where holder_id is not null',
]
