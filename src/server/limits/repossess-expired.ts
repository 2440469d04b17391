import { expiredLeases, nextExpiration } from '../store/lease.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Store, Writer } from '../store/store.ts'
import { endLease } from './lease-slots.ts'

/** So many leases are taken back in one transaction: others want to write, too. */
const MOST_AT_ONCE = 100

/**
 * Gives back the slots of leases that nobody renewed (`prefect/server/services/repossessor.py`). Tells how many those
 * were, and when the next lease runs out; undefined when there is none.
 */
export async function repossessExpired(
  trx: Writer,
  store: Store,
): Promise<{ readonly repossessed: number; readonly next: Stamp | undefined }> {
  const at = store.now()
  const expired = await expiredLeases(trx, at, MOST_AT_ONCE)
  for (const lease of expired) await endLease(trx, lease, at)
  return { repossessed: expired.length, next: await nextExpiration(trx) }
}
