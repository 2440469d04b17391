import { type SlotsAsked, acquireSlots } from '../limits/acquire-slots.ts'
import { giveBackLease, leaseSlots } from '../limits/lease-slots.ts'
import { retryAfterSeconds } from '../limits/retry-after.ts'
import { chanceOf } from '../model/chance.ts'
import { secondsLater } from '../model/later.ts'
import { invalidRequest } from '../problem.ts'
import type { Services } from '../services.ts'
import { findLimitsNamed } from '../store/concurrency-limit.ts'
import { renewLease } from '../store/lease.ts'
import { releaseSlots } from '../store/slots.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Writer } from '../store/store.ts'
import { uuidDetail } from '../bodies/pydantic-words.ts'
import { storedUuid } from '../bodies/stored-uuid.ts'
import { type Answer, NO_CONTENT, type Route, ok, post } from './route.ts'

/** How long a lease holds when the client does not say, in seconds. */
const LEASE_SECONDS = 300

/** Taking and giving back slots of `/v2/concurrency_limits`, with leases and without. */
export function concurrencySlotV2Routes({ store }: Services): readonly Route[] {
  return [
    post('/v2/concurrency_limits/increment', {
      summary: 'Take slots',
      body: 'SlotsIncrement',
      answers: { 200: { list: 'MinimalConcurrencyLimitResponse' } },
      async handle({ body }) {
        return store.write((trx) => acquired(trx, body, store.now(), async (limits) => ok(limits)))
      },
    }),
    post('/v2/concurrency_limits/increment-with-lease', {
      summary: 'Take slots for a time',
      body: 'SlotsIncrementWithLease',
      answers: { 200: 'ConcurrencyLimitWithLeaseResponse' },
      async handle({ body }) {
        const { slots, lease_duration: seconds = LEASE_SECONDS, holder } = body
        const at = store.now()
        return store.write((trx) =>
          acquired(trx, body, at, async (limits) => {
            const limitIds = limits.map(({ id }) => id)
            const lease = { limitIds, slots, seconds, holder: holder ?? undefined, at }
            return ok({ lease_id: await leaseSlots(trx, store, lease), limits })
          }),
        )
      },
    }),
    post('/v2/concurrency_limits/decrement', {
      summary: 'Give back slots',
      body: 'SlotsDecrement',
      answers: { 200: { list: 'MinimalConcurrencyLimitResponse' } },
      async handle({ body: { names, slots, occupancy_seconds: held } }) {
        const limits = store.write(async (trx) => {
          const found = await findLimitsNamed(trx, names)
          const ids = found.map(({ id }) => id)
          await releaseSlots(trx, ids, { slots, at: store.now(), heldSeconds: held ?? undefined })
          return found
        })
        return ok((await limits).map(minimal))
      },
    }),
    post('/v2/concurrency_limits/decrement-with-lease', {
      summary: 'End a lease and give back its slots',
      body: 'LeaseRelease',
      answers: { 204: 'nothing' },
      async handle({ body }) {
        await store.write((trx) => giveBackLease(trx, body.lease_id, store.now()))
        return NO_CONTENT
      },
    }),
    post('/v2/concurrency_limits/leases/{lease_id}/renew', {
      summary: 'Let a lease hold for longer',
      body: 'LeaseRenewal',
      bodyOptional: true,
      answers: { 204: 'nothing' },
      async handle({ params: { lease_id: sent }, body }) {
        const id = storedUuid(sent)
        if (id === undefined) throw invalidRequest([notUuid(sent)], body)
        const expiration = secondsLater(store.now(), body.lease_duration ?? LEASE_SECONDS)
        return (await store.write((trx) => renewLease(trx, id, expiration))) ? NO_CONTENT : GONE
      },
    }),
  ]

  async function acquired(
    trx: Writer,
    asked: SlotsAsked,
    at: Stamp,
    answer: (limits: readonly MinimalLimit[]) => Promise<Answer>,
  ): Promise<Answer> {
    const { limits, isAcquired } = await acquireSlots(trx, asked, at)
    if (isAcquired) return answer(limits.map(minimal))
    return locked(retryAfterSeconds(limits, { slots: asked.slots, chance: chanceOf(store.uuid()) }))
  }
}

type MinimalLimit = { readonly id: string; readonly name: string; readonly limit: number }

/** As every route that takes or gives back slots answers a limit. */
export function minimal({ id, name, limit }: MinimalLimit): MinimalLimit {
  return { id, name, limit }
}

/** No slots now: ask again after so many seconds. */
export function locked(seconds: number | undefined, detail = 'Locked'): Answer {
  const headers: Record<string, string> = seconds === undefined ? {} : { 'retry-after': String(seconds) }
  return { status: 423, value: { detail }, headers }
}

const GONE: Answer = { status: 410, value: { detail: 'Lease not found - it may have expired or been revoked' } }

function notUuid(input: string) {
  return uuidDetail(['path', 'lease_id'], input)
}
