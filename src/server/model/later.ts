import type { Stamp } from './stamp.ts'

/** The last moment that the API can write: the end of the year 9999. */
const LAST: Stamp = Date.UTC(9999, 11, 31, 23, 59, 59) * 1000

/** So many seconds after a moment, and no later than can be written: a delay has no bound. */
export function secondsLater(moment: Stamp, seconds: number): Stamp {
  return Math.min(LAST, moment + Math.round(seconds * 1_000_000))
}
