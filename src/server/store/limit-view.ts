import type { LimitView } from '../model/context.ts'
import { activeSlots } from './slots.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader } from './store.ts'

/** The limits of those ids or names as they stand at that moment, in the order of their names. */
export async function readLimitViews(
  db: Reader,
  { by, values, at }: { readonly by: 'id' | 'name'; readonly values: readonly string[]; readonly at: Stamp },
): Promise<readonly LimitView[]> {
  if (values.length === 0) return []
  const rows = await db
    .selectFrom('concurrency_limit')
    .select(['id', 'name', 'limit', 'active', 'avg_slot_occupancy_seconds as averageOccupancySeconds'])
    .select(activeSlots(at).as('activeSlots'))
    .where(by, 'in', values)
    .orderBy('name')
    .execute()
  return rows.map(({ active, ...rest }) => ({ ...rest, active: active === 1 }))
}
