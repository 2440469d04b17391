import type { LimitView } from '../../model/context.ts'

/** Whether one more may hold a slot; a limit that is not active gives none (`bulk_increment_active_slots`). */
export function hasFreeSlot({ active, activeSlots, limit }: LimitView): boolean {
  return active && activeSlots + 1 <= limit
}
