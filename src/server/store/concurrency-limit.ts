import { type Stored, bit, setColumns, storedPart } from './columns.ts'
import type { Page } from './page.ts'
import { among } from './predicate.ts'
import { activeSlots } from './slots.ts'
import type { Stamp } from '../model/stamp.ts'
import { nameOfTag } from '../model/tag-limit.ts'
import type { Reader, Writer } from './store.ts'
import type { ConcurrencyLimitRow } from './tables.ts'

export type ConcurrencyLimit = Stored & {
  readonly active: boolean
  readonly name: string
  readonly limit: number
  readonly active_slots: number
  readonly slot_decay_per_second: number
}

/** As the route that creates one answers. */
export type WholeConcurrencyLimit = ConcurrencyLimit & {
  readonly denied_slots: number
  readonly avg_slot_occupancy_seconds: number
}

/** A limit is named by its id or by its name. */
export type LimitKey = { readonly column: 'id' | 'name'; readonly value: string }

/** The limit as it was when its slots or itself last changed. */
export async function readConcurrencyLimit(db: Reader, key: LimitKey): Promise<ConcurrencyLimit | undefined> {
  const row = await db.selectFrom('concurrency_limit').selectAll().where(key.column, '=', key.value).executeTakeFirst()
  return row && limitOf(row)
}

/** The limit as it stands at that moment: slots that decay are counted as far as they are still taken. */
export async function readDecayedLimit(db: Reader, key: LimitKey, at: Stamp): Promise<ConcurrencyLimit | undefined> {
  const row = await db
    .selectFrom('concurrency_limit')
    .selectAll()
    .select(activeSlots(at).as('active_slots'))
    .where(key.column, '=', key.value)
    .executeTakeFirst()
  return row && limitOf(row)
}

/** The limits in the order of their names, as they stand at that moment. */
export async function findDecayedLimits(db: Reader, page: Page, at: Stamp): Promise<readonly ConcurrencyLimit[]> {
  const rows = await db
    .selectFrom('concurrency_limit')
    .selectAll()
    .select(activeSlots(at).as('active_slots'))
    .orderBy('name')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map(limitOf)
}

/** The limits of those names that there are, in the order of their names, as they were when slots were last asked for. */
export async function findLimitsNamed(db: Reader, names: readonly string[]): Promise<readonly WholeConcurrencyLimit[]> {
  const rows = await db
    .selectFrom('concurrency_limit')
    .selectAll()
    .where(among('name', names))
    .orderBy('name')
    .execute()
  return rows.map(wholeLimitOf)
}

/** The limits on tags, in the order of their names. */
export async function findTagLimits(db: Reader, page: Page): Promise<readonly ConcurrencyLimit[]> {
  const rows = await db
    .selectFrom('concurrency_limit')
    .selectAll()
    .where('name', '>=', TAG)
    .where('name', '<', AFTER_TAG)
    .orderBy('name')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map(limitOf)
}

/** The names of limits on tags are between these two. */
const TAG = nameOfTag('')
const AFTER_TAG = 'tag;'

/** What a new limit has where the request does not say. */
type NewLimit = {
  readonly id: string
  readonly at: Stamp
  readonly name: string
  readonly limit: number
  readonly active?: boolean
  readonly active_slots?: number
  readonly denied_slots?: number
  readonly slot_decay_per_second?: number
}

/** How long a slot is thought to be held before anything was measured, in seconds; Prefect's own default. */
const FIRST_OCCUPANCY_SECONDS = 2

export async function insertConcurrencyLimit(trx: Writer, limit: NewLimit): Promise<WholeConcurrencyLimit> {
  const row: ConcurrencyLimitRow = {
    id: limit.id,
    created: limit.at,
    updated: limit.at,
    name: limit.name,
    limit: limit.limit,
    active: bit(limit.active ?? true),
    active_slots: limit.active_slots ?? 0,
    denied_slots: limit.denied_slots ?? 0,
    slot_decay_per_second: limit.slot_decay_per_second ?? 0,
    avg_slot_occupancy_seconds: FIRST_OCCUPANCY_SECONDS,
  }
  await trx.insertInto('concurrency_limit').values(row).execute()
  return wholeLimitOf(row)
}

function wholeLimitOf(row: ConcurrencyLimitRow): WholeConcurrencyLimit {
  const { denied_slots, avg_slot_occupancy_seconds } = row
  return { ...limitOf(row), denied_slots, avg_slot_occupancy_seconds }
}

type LimitChange = {
  readonly active?: boolean | null
  readonly name?: string | null
  readonly limit?: number | null
  readonly active_slots?: number | null
  readonly denied_slots?: number | null
  readonly slot_decay_per_second?: number | null
}

/** Sets what is given. A null violates the table, as in Prefect. False if there is no such limit. */
export async function updateConcurrencyLimit(
  trx: Writer,
  key: LimitKey,
  { active, ...rest }: LimitChange,
  at: Stamp,
): Promise<boolean> {
  const flag = active === undefined ? {} : { active: active === null ? null : bit(active) }
  const values = setColumns<ConcurrencyLimitRow>({ ...rest, ...flag, updated: at })
  const { numUpdatedRows } = await trx
    .updateTable('concurrency_limit')
    .set(values)
    .where(key.column, '=', key.value)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** False if there is no such limit. Deployments that had it lose it. */
export async function deleteConcurrencyLimit(trx: Writer, key: LimitKey): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('concurrency_limit')
    .where(key.column, '=', key.value)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

function limitOf(row: Omit<ConcurrencyLimitRow, 'denied_slots' | 'avg_slot_occupancy_seconds'>): ConcurrencyLimit {
  return {
    ...storedPart(row),
    active: row.active === 1,
    name: row.name,
    limit: row.limit,
    active_slots: row.active_slots,
    slot_decay_per_second: row.slot_decay_per_second,
  }
}
