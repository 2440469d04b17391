import { nameOfTag, tagOfName } from '../model/tag-limit.ts'
import { refused } from '../problem.ts'
import {
  type ConcurrencyLimit,
  type LimitKey,
  deleteConcurrencyLimit,
  findTagLimits,
  insertConcurrencyLimit,
  readConcurrencyLimit,
  updateConcurrencyLimit,
} from '../store/concurrency-limit.ts'
import { type Lease, leasesOn, revokeLeasesOn } from '../store/lease.ts'
import type { Page } from '../store/page.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Store, Writer } from '../store/store.ts'
import { emitLimitEvent } from './limit-event.ts'

/**
 * A limit on the task runs of a tag, as the first version of the API has it
 * (`prefect/server/api/concurrency_limits.py`).
 */
export type TagLimit = {
  readonly id: string
  readonly created: string
  readonly updated: string
  readonly tag: string
  readonly concurrency_limit: number
  /** The task runs that hold a slot. */
  readonly active_slots: readonly string[]
}

/** Makes the limit of a tag, or gives the one there is another number. */
export async function putTagLimit(
  trx: Writer,
  store: Store,
  { tag, limit }: { readonly tag: string; readonly limit: number },
): Promise<{ readonly limit: TagLimit; readonly isNew: boolean }> {
  const key = keyOfTag(tag)
  const existing = await readConcurrencyLimit(trx, key)
  if (existing === undefined) {
    const made = await insertConcurrencyLimit(trx, { id: store.uuid(), at: store.now(), name: key.value, limit })
    await emitLimitEvent(trx, store, 'created', made)
    return { limit: tagLimitOf(made, []), isNew: true }
  }
  await updateConcurrencyLimit(trx, key, { limit }, store.now())
  const changed = { ...existing, ...(await readConcurrencyLimit(trx, key)) }
  await emitLimitEvent(trx, store, 'updated', changed)
  return { limit: tagLimitOf(changed, await leasesOn(trx, [changed.id], store.now())), isNew: false }
}

/** The limit on a tag; throws Prefect's 404 for any other limit. */
export async function readTagLimit(db: Reader, key: LimitKey, at: Stamp): Promise<TagLimit> {
  const limit = await readConcurrencyLimit(db, key)
  if (limit === undefined || tagOfName(limit.name) === undefined) throw noTagLimit()
  return tagLimitOf(limit, await leasesOn(db, [limit.id], at))
}

/** The limits on tags, in their order. */
export async function readTagLimits(db: Reader, page: Page, at: Stamp): Promise<readonly TagLimit[]> {
  const limits = await findTagLimits(db, page)
  const leases = await leasesOn(
    db,
    limits.map(({ id }) => id),
    at,
  )
  return limits.map((limit) => tagLimitOf(limit, leases))
}

/** Deletes a limit and ends its leases; throws Prefect's 404 when there is none. */
export async function removeTagLimit(trx: Writer, store: Store, key: LimitKey): Promise<void> {
  const limit = await readConcurrencyLimit(trx, key)
  if (limit === undefined) throw noTagLimit()
  await revokeLeasesOn(trx, limit.id)
  await emitLimitEvent(trx, store, 'deleted', limit)
  await deleteConcurrencyLimit(trx, key)
}

/** How the limit on a tag is found. */
export function keyOfTag(tag: string): LimitKey {
  return { column: 'name', value: nameOfTag(tag) }
}

/** What is answered where no limit is on the tag, or none has the id. */
export function noTagLimit() {
  return refused(404, 'Concurrency limit not found')
}

function tagLimitOf({ id, created, updated, name, limit }: ConcurrencyLimit, leases: readonly Lease[]): TagLimit {
  const held = leases.filter(({ limitIds, holder }) => limitIds.includes(id) && holder?.type === 'task_run')
  return {
    id,
    created,
    updated,
    tag: tagOfName(name) ?? name,
    concurrency_limit: limit,
    active_slots: held.flatMap(({ holder }) => (holder === undefined ? [] : [holder.id])),
  }
}
