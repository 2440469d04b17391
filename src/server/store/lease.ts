import { type SqlBool, sql } from 'kysely'
import { announce } from './announcement.ts'
import { jsonText } from './columns.ts'
import { among } from './predicate.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { ConcurrencyLeaseRow } from './tables.ts'

/** Who holds slots, where that is known. */
export type LeaseHolder = { readonly type: string; readonly id: string }

/** Slots of some limits that someone holds until a moment, unless the lease is renewed before it. */
export type Lease = {
  readonly id: string
  readonly created: Stamp
  readonly expiration: Stamp
  /** Slots of each limit. */
  readonly slots: number
  readonly limitIds: readonly string[]
  readonly holder: LeaseHolder | undefined
}

/** Notes that slots are held; they are to be taken with `takeSlots` beforehand. */
export async function createLease(trx: Writer, lease: Lease): Promise<void> {
  const { id, created, expiration, slots, limitIds, holder } = lease
  await trx
    .insertInto('concurrency_lease')
    .values({
      id,
      created,
      expiration,
      slots,
      limit_ids: jsonText(limitIds),
      holder_type: holder?.type ?? null,
      holder_id: holder?.id ?? null,
    })
    .execute()
  announce(trx, { kind: 'lease_runs', until: expiration })
}

/** The lease, expired or not; undefined once it was ended. */
export async function readLease(db: Reader, id: string): Promise<Lease | undefined> {
  const row = await db.selectFrom('concurrency_lease').selectAll().where('id', '=', id).executeTakeFirst()
  return row && leaseOf(row)
}

/** Lets the lease hold until that moment. False if there is no such lease. */
export async function renewLease(trx: Writer, id: string, expiration: Stamp): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('concurrency_lease')
    .set({ expiration })
    .where('id', '=', id)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  announce(trx, { kind: 'lease_runs', until: expiration })
  return true
}

/** Ends the lease; its slots stay taken. False if there is no such lease. */
export async function revokeLease(trx: Writer, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom('concurrency_lease').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0n
}

/** The leases that someone holds and that have not expired, the oldest first. */
export async function leasesOf(db: Reader, holderId: string, now: Stamp): Promise<readonly Lease[]> {
  const rows = await db
    .selectFrom('concurrency_lease')
    .selectAll()
    .where('holder_id', '=', holderId)
    .where('expiration', '>', now)
    .orderBy('created')
    .execute()
  return rows.map(leaseOf)
}

/** The leases on any of the limits that someone holds and that have not expired, the oldest first. */
export async function leasesOn(db: Reader, limitIds: readonly string[], now: Stamp): Promise<readonly Lease[]> {
  if (limitIds.length === 0) return []
  const rows = await db
    .selectFrom('concurrency_lease')
    .selectAll()
    .where('expiration', '>', now)
    .where('holder_id', 'is not', null)
    .where(isOn(limitIds))
    .orderBy('created')
    .execute()
  return rows.map(leaseOf)
}

/** Ends the leases on a limit, and takes it out of those that are on others, too; its slots stay taken. */
export async function revokeLeasesOn(trx: Writer, limitId: string): Promise<void> {
  await trx
    .deleteFrom('concurrency_lease')
    .where('limit_ids', '=', jsonText([limitId]))
    .execute()
  const others = sql<string>`(select json_group_array(value) from json_each(limit_ids) where value <> ${limitId})`
  await trx
    .updateTable('concurrency_lease')
    .set({ limit_ids: others })
    .where(isOn([limitId]))
    .execute()
}

/** The leases that have expired, the earliest first, at most that many. */
export async function expiredLeases(db: Reader, now: Stamp, most: number): Promise<readonly Lease[]> {
  const rows = await db
    .selectFrom('concurrency_lease')
    .selectAll()
    .where('expiration', '<', now)
    .orderBy('expiration')
    .limit(most)
    .execute()
  return rows.map(leaseOf)
}

/** When the next lease expires; undefined when there is none. */
export async function nextExpiration(db: Reader): Promise<Stamp | undefined> {
  const first = db.selectFrom('concurrency_lease').select('expiration').orderBy('expiration').limit(1)
  return (await first.executeTakeFirst())?.expiration
}

function isOn(limitIds: readonly string[]) {
  return sql<SqlBool>`exists (select 1 from json_each(concurrency_lease.limit_ids) as leased
    where ${among('leased.value', limitIds)})`
}

function leaseOf(row: ConcurrencyLeaseRow): Lease {
  const { id, created, expiration, slots, holder_type: type, holder_id: holder } = row
  const limitIds: readonly string[] = JSON.parse(row.limit_ids)
  return {
    id,
    created,
    expiration,
    slots,
    limitIds,
    holder: type === null || holder === null ? undefined : { type, id: holder },
  }
}
