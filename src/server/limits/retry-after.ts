import { boundedDelay } from '../model/bounded-delay.ts'
import { MOST_WAIT_SECONDS } from '../model/slot-wait.ts'
import { tagOfName } from '../model/tag-limit.ts'
import type { WholeConcurrencyLimit } from '../store/concurrency-limit.ts'

/**
 * After how many seconds a client should ask again for slots that were not to be had: as long as slots of the fullest
 * limit are usually held, or need to decay, for everyone who waits (`_generate_concurrency_locked_response`,
 * `prefect/server/api/concurrency_limits_v2.py`). `chance` in [0, 1) spreads clients that asked together.
 */
export function retryAfterSeconds(
  limits: readonly WholeConcurrencyLimit[],
  { slots, chance }: { readonly slots: number; readonly chance: number },
): number {
  const active = limits.filter((limit) => limit.active)
  const waiting = active.map((limit) => ({ limit, slots: waitingSlots(limit, slots) }))
  const fullest = waiting.reduce((one, other) => (other.slots > one.slots ? other : one))
  return boundedDelay(averageSeconds(fullest.limit, fullest.slots), { chance })
}

/** The slots that are wanted before it is the client's turn; of a limit without decay, for each slot that it has. */
function waitingSlots(
  { denied_slots: denied, slot_decay_per_second: decay, limit }: WholeConcurrencyLimit,
  slots: number,
) {
  return decay > 0 ? slots + denied : (slots + denied) / limit
}

function averageSeconds(limit: WholeConcurrencyLimit, slots: number): number {
  if (limit.slot_decay_per_second > 0) return slots / limit.slot_decay_per_second
  const most = tagOfName(limit.name) === undefined ? MOST_WAIT_SECONDS.other : MOST_WAIT_SECONDS.tag
  return Math.min(Math.min(limit.avg_slot_occupancy_seconds, most) * slots, most)
}
