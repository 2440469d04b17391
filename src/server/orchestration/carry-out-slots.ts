import { createLease, readLease, renewLease, revokeLease } from '../store/lease.ts'
import { releaseSlots, takeSlots } from '../store/slots.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Writer } from '../store/store.ts'
import { secondsLater } from '../model/later.ts'
import type { Effect } from './rules/rule.ts'

/** An effect on limits and leases. */
export type SlotEffect = Extract<
  Effect,
  { readonly kind: 'take-slots' | 'renew-lease' | 'release-lease' | 'release-slot' | 'revoke-lease' }
>

/**
 * Does what rules asked for. A limit that was deleted or switched off has nothing to give back to: where the real server
 * answers 500 and the run cannot end, the run ends here.
 */
export async function carryOutSlots(trx: Writer, effect: SlotEffect, at: Stamp): Promise<void> {
  switch (effect.kind) {
    case 'take-slots':
      return take(trx, effect, at)
    case 'renew-lease':
      await renewLease(trx, effect.leaseId, secondsLater(at, effect.seconds))
      return
    case 'revoke-lease':
      await revokeLease(trx, effect.leaseId)
      return
    case 'release-slot':
      await releaseSlots(trx, [effect.limitId], { slots: 1, at })
      return
    case 'release-lease':
      return release(trx, effect, at)
  }
}

async function take(
  trx: Writer,
  { leaseId: id, limitIds, seconds, holder }: Extract<SlotEffect, { readonly kind: 'take-slots' }>,
  at: Stamp,
): Promise<void> {
  // The rules saw free slots in this same transaction.
  await takeSlots(trx, limitIds, { slots: 1, at })
  await createLease(trx, { id, created: at, expiration: secondsLater(at, seconds), slots: 1, limitIds, holder })
}

async function release(
  trx: Writer,
  { leaseId, fallbackLimitId }: Extract<SlotEffect, { readonly kind: 'release-lease' }>,
  at: Stamp,
): Promise<void> {
  const lease = await readLease(trx, leaseId)
  if (lease !== undefined) {
    await releaseSlots(trx, lease.limitIds, { slots: lease.slots, at })
    await revokeLease(trx, leaseId)
  } else if (fallbackLimitId !== undefined) {
    await releaseSlots(trx, [fallbackLimitId], { slots: 1, at })
  }
}
