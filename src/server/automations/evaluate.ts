import type { ReceivedEvent } from '../model/event.ts'
import { moveCursor, readCursor } from '../store/automation-action.ts'
import { type BucketKey, bucketsOfTrigger, putBucket, readBucket, sweepBuckets } from '../store/automation-bucket.ts'
import { eventsAfter } from '../store/event.ts'
import type { Services } from '../services.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Store, Writer } from '../store/store.ts'
import { type Automation, type EventTrigger, eventTriggers } from '../model/automation.ts'
import { type Verdict, meetsThreshold, newBucket, onEvent, onTime } from './bucket.ts'
import { fire } from './fire.ts'
import { bucketingKey, covers, triggeringLabels } from './trigger.ts'

/** An automation that is turned on, and the event after which it looks. */
export type Watching = { readonly automation: Automation; readonly since: number }

/** How many events one transaction looks at, and for how long: patterns may be many. */
const EVENTS = 100
const STRETCH_MS = 5
/** How many windows of one trigger are looked at when time has passed. */
const BUCKETS = 500

/**
 * Lets automations look at the next events, in the order of their arrival, each event once: what they have counted, what
 * fired and how far they have looked is kept together. True when more events may be there.
 */
export function evaluateEvents(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  watching: readonly Watching[],
): Promise<boolean> {
  return store.write(async (trx) => {
    const until = clock() + STRETCH_MS
    const from = Math.max(await readCursor(trx), Math.min(...watching.map(({ since }) => since)))
    const events = await eventsAfter(trx, from, EVENTS)
    let seen = 0
    for (const event of events) {
      for (const { automation, since } of watching) {
        if (event.seq > since) await evaluateEvent(trx, store, automation, event)
      }
      seen += 1
      if (clock() >= until) break
    }
    const last = events[seen - 1]
    if (last !== undefined) await moveCursor(trx, last.seq)
    return seen < events.length || events.length === EVENTS
  })
}

async function evaluateEvent(trx: Writer, store: Store, automation: Automation, event: ReceivedEvent): Promise<void> {
  for (const trigger of eventTriggers(automation)) {
    if (!covers(trigger, event)) continue
    const key = { automationId: automation.id, triggerId: trigger.id, values: bucketingKey(trigger, event) }
    const verdict = onEvent(trigger, event, await readBucket(trx, key))
    if (verdict !== undefined) await settle(trx, store, automation, { trigger, key, verdict })
  }
}

/**
 * Lets the Proactive triggers of automations look at the time: those that too few events have come for fire. Gives the
 * moment when the next window ends.
 */
export function evaluateTime(store: Store, watching: readonly Watching[], now: Stamp): Promise<Stamp | undefined> {
  return store.write(async (trx) => {
    let next = Infinity
    for (const { automation, trigger } of proactive(watching)) {
      next = Math.min(next, await evaluateWindows(trx, store, { automation, trigger, now }))
    }
    return next === Infinity ? undefined : next
  })
}

type Look = { readonly automation: Automation; readonly trigger: EventTrigger; readonly now: Stamp }

/**
 * Looks at the open windows of a Proactive trigger, and gives the moment when the next of them ends. One that ended with
 * too few events fires. One in which enough came is closed: at its end if the trigger has one window for all events, at
 * once if it has one for each value of `for_each`. Without `after` and `for_each` a window is always open.
 */
async function evaluateWindows(trx: Writer, store: Store, { automation, trigger, now }: Look): Promise<Stamp> {
  const context = { automationId: automation.id, most: BUCKETS }
  for (const { key, bucket } of await bucketsOfTrigger(trx, trigger.id, context)) {
    const isOver = bucket.end <= now
    const isMissing = meetsThreshold(trigger, bucket.count)
    if (isMissing && isOver) {
      await settle(trx, store, automation, { trigger, key, verdict: onTime(trigger, bucket, now) })
    } else if (!isMissing && (isOver || trigger.for_each.length > 0)) await putBucket(trx, key, undefined)
  }
  if (trigger.for_each.length === 0 && trigger.after.length === 0) {
    const key = { automationId: automation.id, triggerId: trigger.id, values: [] }
    if ((await readBucket(trx, key)) === undefined) await putBucket(trx, key, newBucket(trigger, now))
  }
  const [first] = await bucketsOfTrigger(trx, trigger.id, context)
  return first === undefined ? Infinity : Math.max(first.bucket.end, now + 1)
}

/**
 * Begins the windows anew that ended while nobody looked: events that were expected then could not come, so that their
 * absence means nothing.
 */
export function restartWindows(store: Store, watching: readonly Watching[], now: Stamp): Promise<void> {
  return store.write(async (trx) => {
    for (const { automation, trigger } of proactive(watching)) {
      const context = { automationId: automation.id, most: BUCKETS }
      for (const { key, bucket } of await bucketsOfTrigger(trx, trigger.id, context)) {
        if (bucket.end <= now) await putBucket(trx, key, newBucket(trigger, now, { lastEvent: bucket.lastEvent }))
      }
    }
  })
}

/** How long a window that has ended is kept for events that come late (`server.events.expired_bucket_buffer`). */
const BUFFER: Stamp = 60 * 1_000_000

/** Removes windows that ended a while ago. */
export function sweep(store: Store, watching: readonly Watching[], now: Stamp): Promise<void> {
  const kept = proactive(watching).map(({ trigger }) => trigger.id)
  return store.write((trx) => sweepBuckets(trx, now - BUFFER, kept))
}

function proactive(
  watching: readonly Watching[],
): readonly { readonly automation: Automation; readonly trigger: EventTrigger }[] {
  return watching.flatMap(({ automation }) =>
    eventTriggers(automation)
      .filter(({ posture }) => posture === 'Proactive')
      .map((trigger) => ({ automation, trigger })),
  )
}

async function settle(
  trx: Writer,
  store: Store,
  automation: Automation,
  { trigger, key, verdict }: { readonly trigger: EventTrigger; readonly key: BucketKey; readonly verdict: Verdict },
): Promise<void> {
  await putBucket(trx, key, verdict.bucket)
  if (verdict.firing === undefined) return
  await fire(trx, store, automation, {
    id: store.uuid(),
    triggerId: trigger.id,
    triggered: store.now(),
    labels: triggeringLabels(trigger, key.values),
    event: verdict.firing.event,
    parts: [],
  })
}
