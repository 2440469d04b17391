import {
  type WholeConcurrencyLimit,
  findLimitsNamed,
  readConcurrencyLimit,
  updateConcurrencyLimit,
} from '../store/concurrency-limit.ts'
import { nameOfTag } from '../model/tag-limit.ts'
import { TAG_LEASE_SECONDS } from '../orchestration/rules/take-tag-slots.ts'
import { leasesOf, revokeLease, revokeLeasesOn } from '../store/lease.ts'
import { releaseSlots, takeSlots } from '../store/slots.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Store, Writer } from '../store/store.ts'
import { leaseSlots } from './lease-slots.ts'
import { keyOfTag, noTagLimit } from './tag-limit.ts'

/** The slots that a task run asks for: one of the limit on each tag, as far as there is one. */
export type TagSlots = { readonly tags: readonly string[]; readonly taskRunId: string }

/** How that went. A limit of 0 never has a slot. */
export type TagSlotsTaken =
  | { readonly result: 'taken'; readonly limits: readonly WholeConcurrencyLimit[] }
  | { readonly result: 'never' | 'full'; readonly tag: string }

/**
 * Takes one slot of the limit on each tag for a task run, or none (`increment_concurrency_limits_v1`,
 * `prefect/server/api/concurrency_limits.py`).
 */
export async function takeTagSlots(trx: Writer, store: Store, { tags, taskRunId }: TagSlots): Promise<TagSlotsTaken> {
  const at = store.now()
  const byName = new Map((await findLimitsNamed(trx, tags.map(nameOfTag))).map((limit) => [limit.name, limit]))
  const found = tags.flatMap((tag) => {
    const limit = byName.get(nameOfTag(tag))
    return limit === undefined ? [] : [{ tag, limit }]
  })
  const never = found.find(({ limit }) => limit.limit === 0)
  if (never !== undefined) return { result: 'never', tag: never.tag }
  const active = found.filter(({ limit }) => limit.active)
  const [first] = active
  if (first === undefined) return { result: 'taken', limits: [] }
  const limitIds = active.map(({ limit }) => limit.id)
  if (!(await takeSlots(trx, limitIds, { slots: 1, at }))) return { result: 'full', tag: first.tag }
  await leaseOne(trx, store, limitIds, { taskRunId, at })
  return { result: 'taken', limits: active.map(({ limit }) => limit) }
}

/**
 * Ends a task run's leases on the limits of the tags and gives back what they hold. Gives the limits that there are.
 */
export async function giveBackTagSlots(
  trx: Writer,
  store: Store,
  { tags, taskRunId }: TagSlots,
): Promise<readonly WholeConcurrencyLimit[]> {
  const at = store.now()
  const limits = await findLimitsNamed(trx, tags.map(nameOfTag))
  const ids = new Set(limits.map(({ id }) => id))
  for (const { id, limitIds, slots } of await leasesOf(trx, taskRunId, at)) {
    if (!limitIds.some((limitId) => ids.has(limitId))) continue
    await releaseSlots(trx, limitIds, { slots, at })
    await revokeLease(trx, id)
  }
  return limits
}

/**
 * Frees all slots of the limit on a tag, then lets those task runs hold one each. The real server only forgets who
 * holds the slots, so that nobody can take them for good.
 */
export async function resetTagSlots(
  trx: Writer,
  store: Store,
  { tag, holders }: { readonly tag: string; readonly holders: readonly string[] },
): Promise<void> {
  const at = store.now()
  const limit = await readConcurrencyLimit(trx, keyOfTag(tag))
  if (limit === undefined) throw noTagLimit()
  await revokeLeasesOn(trx, limit.id)
  await updateConcurrencyLimit(trx, keyOfTag(tag), { active_slots: Math.min(holders.length, limit.limit) }, at)
  for (const taskRunId of holders) await leaseOne(trx, store, [limit.id], { taskRunId, at })
}

async function leaseOne(
  trx: Writer,
  store: Store,
  limitIds: readonly string[],
  { taskRunId, at }: { readonly taskRunId: string; readonly at: Stamp },
): Promise<void> {
  const holder = { type: 'task_run', id: taskRunId }
  await leaseSlots(trx, store, { limitIds, slots: 1, seconds: TAG_LEASE_SECONDS, holder, at })
}
