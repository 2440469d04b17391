import type { ReceivedEvent } from '../model/event.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Bucket, EventTrigger } from '../model/automation.ts'
import { expects, startsAfter } from './trigger.ts'

/** What a trigger makes of an event or of the time: the bucket that stays, if one does, and the event that it fires for. */
export type Verdict = {
  readonly bucket: Bucket | undefined
  readonly firing: { readonly event: ReceivedEvent | null } | undefined
}

/** How long before its first event a window begins, so that events that come out of order still count. */
const LOOK_BACK: Stamp = 15 * 60 * 1_000_000

/**
 * Looks at an event that a trigger covers, with the bucket that is open for it. Undefined when the event changes nothing
 * (`reactive_evaluation`, `prefect/server/events/triggers.py`).
 */
export function onEvent(trigger: EventTrigger, event: ReceivedEvent, open: Bucket | undefined): Verdict | undefined {
  const bucket = bucketFor(trigger, event, open)
  if (!expects(trigger, event)) return bucket === open ? undefined : { bucket, firing: undefined }
  return bucket && evaluated(trigger, bucket, event.occurred, event)
}

/** Looks at a bucket because time has passed (`proactive_evaluation`). */
export function onTime(trigger: EventTrigger, bucket: Bucket, now: Stamp): Verdict {
  return evaluated(trigger, bucket, now, undefined)
}

/** A window that opens now. */
export function newBucket(trigger: EventTrigger, start: Stamp, fields: Partial<Bucket> = {}): Bucket {
  return { start, end: start + micros(trigger), count: 0, lastEvent: null, ...fields }
}

/** Whether enough events came, or, for a Proactive trigger, too few. */
export function meetsThreshold({ posture, threshold }: EventTrigger, count: number): boolean {
  return posture === 'Reactive' ? count >= threshold : count < threshold
}

function bucketFor(trigger: EventTrigger, event: ReceivedEvent, open: Bucket | undefined): Bucket | undefined {
  if (startsAfter(trigger, event)) {
    // an event that starts the window and is counted in it does not count for the window it starts
    const count = expects(trigger, event) ? -1 : 0
    return open === undefined
      ? newBucket(trigger, event.occurred, { count, lastEvent: event })
      : { ...open, lastEvent: event }
  }
  if (trigger.after.length > 0 || !expects(trigger, event)) return open
  if (open !== undefined) return { ...open, lastEvent: event }
  const end = event.occurred + micros(trigger)
  return { start: event.occurred - LOOK_BACK, end, count: 0, lastEvent: event }
}

/** `evaluate` of `prefect/server/events/triggers.py`; the cases are those of its implementation notes. */
function evaluated(trigger: EventTrigger, before: Bucket, now: Stamp, event: ReceivedEvent | undefined): Verdict {
  // case 1: an event of before the window changes nothing
  if (now < before.start) return { bucket: before, firing: undefined }
  const isWithin = isImmediate(trigger) || now < before.end
  const isSpent = event === undefined || isWithin
  const bucket = event !== undefined && isWithin ? { ...before, count: before.count + 1, lastEvent: event } : before
  const isMet = meetsThreshold(trigger, bucket.count)
  const isReady = trigger.posture === 'Reactive' || bucket.end <= now
  // case 3: a Reactive trigger fires at once, a Proactive one at the end of its window
  const firing = isReady && isMet ? { event: event ?? bucket.lastEvent } : undefined
  // case 2: the window is not over yet
  if (firing === undefined && now < bucket.end) return { bucket: waiting(trigger, bucket, event, isMet), firing }
  if (trigger.after.length > 0) return { bucket: undefined, firing }
  if (trigger.within === 0) return { bucket: firing === undefined ? bucket : undefined, firing }
  const next = newBucket(trigger, Math.max(bucket.end, now))
  // case 4: an event of after the window counts in the next one, and may make that fire
  if (event !== undefined && !isSpent && trigger.posture === 'Reactive' && firing === undefined) {
    return evaluated(trigger, next, now, event)
  }
  return { bucket: isSpent ? next : { ...next, count: 1 }, firing }
}

/** One that waits for an event after each such event begins anew with the latest. */
function waiting(trigger: EventTrigger, bucket: Bucket, event: ReceivedEvent | undefined, isMet: boolean): Bucket {
  const isRenewed =
    event !== undefined &&
    trigger.posture === 'Proactive' &&
    !isMet &&
    startsAfter(trigger, event) &&
    expects(trigger, event)
  return isRenewed ? newBucket(trigger, event.occurred, { lastEvent: event }) : bucket
}

function isImmediate({ posture, within }: EventTrigger): boolean {
  return posture === 'Reactive' && within === 0
}

function micros({ within }: EventTrigger): Stamp {
  return Math.round(within * 1_000_000)
}
