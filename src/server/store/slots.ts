import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { MOST_WAIT_SECONDS } from '../model/slot-wait.ts'
import type { Stamp } from '../model/stamp.ts'
import { nameOfTag } from '../model/tag-limit.ts'
import type { Writer } from './store.ts'

/** Below this, an average occupancy is not believed, in seconds (`MINIMUM_OCCUPANCY_SECONDS_PER_SLOT`). */
const LEAST_OCCUPANCY_SECONDS = 0.1

/** The average occupancy is that of the last so many times the limit's slots (`OCCUPANCY_SAMPLES_MULTIPLIER`). */
const SAMPLES_PER_SLOT = 2

/**
 * Takes that many slots of every limit, or of none: true if all of them are active and have as many free
 * (`bulk_increment_active_slots`, `prefect/server/models/concurrency_limits_v2.py`).
 */
export async function takeSlots(
  trx: Writer,
  limitIds: readonly string[],
  { slots, at }: { readonly slots: number; readonly at: Stamp },
): Promise<boolean> {
  const free = sql<SqlBool>`${activeSlots(at)} + ${slots} <= "limit"`
  const ready = await trx
    .selectFrom('concurrency_limit')
    .select('id')
    .where('id', 'in', limitIds)
    .where('active', '=', 1)
    .where(free)
    .execute()
  if (ready.length < limitIds.length) return false
  await trx
    .updateTable('concurrency_limit')
    .set({ active_slots: sql`${activeSlots(at)} + ${slots}`, denied_slots: deniedSlots(at), updated: at })
    .where('id', 'in', limitIds)
    .execute()
  return true
}

/**
 * Gives back slots of the limits that are active, and lets their average occupancy follow if it is known for how many
 * seconds the slots were held; nothing happens to the others (`bulk_decrement_active_slots`).
 */
export async function releaseSlots(
  trx: Writer,
  limitIds: readonly string[],
  { slots, at, heldSeconds }: { readonly slots: number; readonly at: Stamp; readonly heldSeconds?: number | undefined },
): Promise<void> {
  if (limitIds.length === 0) return
  await trx
    .updateTable('concurrency_limit')
    .set({
      active_slots: sql`max(0, ${activeSlots(at)} - ${slots})`,
      denied_slots: deniedSlots(at),
      updated: at,
      ...(heldSeconds === undefined ? {} : { avg_slot_occupancy_seconds: averageOccupancy(heldSeconds / slots) }),
    })
    .where('id', 'in', limitIds)
    .where('active', '=', 1)
    .execute()
}

/** The slots of a limit that are still taken: they decay if the limit says so (`active_slots_after_decay`). */
export function activeSlots(at: Stamp): RawBuilder<number> {
  return sql<number>`max(0, active_slots - cast(slot_decay_per_second * ${secondsSinceUpdate(at)} as integer))`
}

/**
 * The slots that were asked for in vain, less what has been granted since in all likelihood
 * (`denied_slots_after_decay`).
 */
function deniedSlots(at: Stamp): RawBuilder<number> {
  const longest = sql`case when name like ${sql.lit(nameOfTag('%'))} then ${MOST_WAIT_SECONDS.tag} else ${MOST_WAIT_SECONDS.other} end`
  const held = sql`max(${LEAST_OCCUPANCY_SECONDS}, min(avg_slot_occupancy_seconds, ${longest}))`
  const rate = sql`case when slot_decay_per_second > 0 then slot_decay_per_second else 1.0 / ${held} end`
  return sql<number>`max(0, denied_slots - cast((${rate}) * ${secondsSinceUpdate(at)} as integer))`
}

function secondsSinceUpdate(at: Stamp): RawBuilder<number> {
  return sql<number>`(max(0, ${at} - updated) / 1000000.0)`
}

function averageOccupancy(seconds: number): RawBuilder<number> {
  const sample = Math.max(seconds, LEAST_OCCUPANCY_SECONDS)
  const average = sql`avg_slot_occupancy_seconds`
  return sql<number>`${average} + (${sample} - ${average}) / (max("limit", 1) * ${SAMPLES_PER_SLOT})`
}
