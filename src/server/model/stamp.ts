import type { Clock } from '../../model/clock.ts'

/** A moment as UNIX microseconds, whole: what the tables hold. Prefect's own precision. */
export type Stamp = number

/**
 * Gives the present moment, later than the one it gave before, so that two writes within a millisecond still have an
 * order and an `updated` that moves. Only a clock that is set back, by a second or more, is followed: to wait until it has
 * caught up would hold leases and put off new runs for as long as it was wrong.
 */
export function stamps(clock: Clock): () => Stamp {
  let last = 0
  return () => {
    const present = Math.round(clock() * 1000)
    last = present > last - SET_BACK ? Math.max(last + 1, present) : present
    return last
  }
}

const SET_BACK = 1_000_000

/**
 * The stamp as the API writes it: UTC with six decimals, as in `2026-11-21T10:16:08.960124Z`; whole seconds, as schedules
 * have them, without any, as pydantic does.
 */
export function stampText(stamp: Stamp): string {
  const allSeconds = Math.floor(stamp / 1_000_000)
  const micros = stamp - allSeconds * 1_000_000
  const day = Math.floor(allSeconds / DAY_SECONDS)
  const seconds = allSeconds - day * DAY_SECONDS
  const [hour, minute] = [Math.trunc(seconds / 3600), Math.trunc((seconds % 3600) / 60)]
  const whole = `${dayText(day)}T${TWO[hour]}:${TWO[minute]}:${TWO[seconds % 60]}`
  return micros === 0 ? `${whole}Z` : `${whole}.${THREE[Math.trunc(micros / 1000)]}${THREE[micros % 1000]}Z`
}

const DAY_SECONDS = 86_400
const TWO = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'))
const THREE = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, '0'))

/** A list of 200 runs has a thousand moments of a few days, and `Date` is slow at writing them. */
function dayText(day: number): string {
  const known = DAYS.get(day)
  if (known !== undefined) return known
  const text = new Date(day * DAY_SECONDS * 1000).toISOString().replace(/T.*/, '')
  if (DAYS.size >= MOST_DAYS) DAYS.clear()
  DAYS.set(day, text)
  return text
}

const MOST_DAYS = 1000
const DAYS = new Map<number, string>()
