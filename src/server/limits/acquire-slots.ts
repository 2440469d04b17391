import { refused } from '../problem.ts'
import { type WholeConcurrencyLimit, findLimitsNamed } from '../store/concurrency-limit.ts'
import { takeSlots } from '../store/slots.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Writer } from '../store/store.ts'

/** What a client asks for: so many slots of each limit that there is of these names. */
export type SlotsAsked = {
  readonly names: readonly string[]
  readonly slots: number
  readonly mode?: 'concurrency' | 'rate_limit'
}

/** The limits that were found, active or not, and whether their slots were taken. */
export type Acquisition = { readonly limits: readonly WholeConcurrencyLimit[]; readonly isAcquired: boolean }

/**
 * Takes slots of all the limits, or of none. Names without a limit are passed over, and limits that are switched off
 * have slots without end (`_acquire_concurrency_slots`, `prefect/server/api/concurrency_limits_v2.py`). Throws the 422
 * of what can never be. That slots were asked for in vain is not counted: Prefect counts it in a transaction that it
 * then rolls back.
 */
export async function acquireSlots(trx: Writer, asked: SlotsAsked, at: Stamp): Promise<Acquisition> {
  const { names, slots } = asked
  const limits = await findLimitsNamed(trx, names)
  const active = limits.filter((limit) => limit.active)
  refuseImpossible(active, asked)
  const ids = active.map(({ id }) => id)
  return { limits, isAcquired: await takeSlots(trx, ids, { slots, at }) }
}

function refuseImpossible(active: readonly WholeConcurrencyLimit[], { slots, mode }: SlotsAsked): void {
  if (active.some(({ limit }) => limit < slots)) throw refused(422, 'Slots requested is greater than the limit')
  const lasting = active.filter((limit) => limit.slot_decay_per_second === 0).map(({ name }) => name)
  if (mode !== 'rate_limit' || lasting.length === 0) return
  throw refused(
    422,
    'Only concurrency limits with slot decay can be used for rate limiting. ' +
      `The following limits do not have a decay configured: '${lasting.join(',')}'`,
  )
}
