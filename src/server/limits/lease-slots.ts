import { secondsLater } from '../model/later.ts'
import { type Lease, type LeaseHolder, createLease, readLease, revokeLease } from '../store/lease.ts'
import { releaseSlots } from '../store/slots.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Store, Writer } from '../store/store.ts'

/** Makes a lease of so many seconds on slots that were just taken; gives its id. */
export async function leaseSlots(
  trx: Writer,
  store: Store,
  lease: {
    readonly limitIds: readonly string[]
    readonly slots: number
    readonly seconds: number
    readonly holder: LeaseHolder | undefined
    readonly at: Stamp
  },
): Promise<string> {
  const { limitIds, slots, seconds, holder, at } = lease
  const id = store.uuid()
  await createLease(trx, { id, created: at, expiration: secondsLater(at, seconds), slots, limitIds, holder })
  return id
}

/** Ends a lease and gives back what it holds. Nothing happens when it is gone. */
export async function giveBackLease(trx: Writer, id: string, at: Stamp): Promise<void> {
  const lease = await readLease(trx, id)
  if (lease !== undefined) await endLease(trx, lease, at)
}

/** Ends the lease and gives back what it holds; how long that was moves the average of its limits. */
export async function endLease(trx: Writer, { id, limitIds, slots, created }: Lease, at: Stamp): Promise<void> {
  await releaseSlots(trx, limitIds, { slots, at, heldSeconds: (at - created) / 1_000_000 })
  await revokeLease(trx, id)
}
