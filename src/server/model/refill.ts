import type { Stamp } from './stamp.ts'

/** How far the runs of one schedule reach. */
export type Coverage = {
  /** The moment of its last run to come; null when it has none. */
  readonly last: Stamp | null
  /** The moment of its last but `MIN_RUNS - 1`; null when it has fewer than `MIN_RUNS`. */
  readonly nthLast: Stamp | null
}

/** Prefect's defaults (`settings/models/server/services.py`): each schedule has so many runs to come, reaching so far. */
export const MIN_RUNS = 3
const MIN_AHEAD: Stamp = 3600 * 1_000_000
/** How often Prefect looks for schedules that want more than they can have, as every second's within an hour. */
const AGAIN: Stamp = 60 * 1_000_000
/** How long nothing can be done for a schedule that has fewer runs within its window, as a yearly one. */
const MUCH_LATER: Stamp = 3600 * 1_000_000

/** From when on a schedule wants more runs: as soon as there are too few of them, or they do not reach far enough. */
export function refillMoment({ last, nthLast }: Coverage): Stamp {
  if (last === null || nthLast === null) return 0
  return Math.min(nthLast, last - MIN_AHEAD) + 1
}

/** The same for a schedule whose runs were made just now: what it does not have, it cannot have yet. */
export function nextRefillMoment(coverage: Coverage, now: Stamp): Stamp {
  const moment = refillMoment(coverage)
  if (moment > now) return moment
  if (coverage.nthLast === null) return now + MUCH_LATER
  return Math.min(now + AGAIN, Math.max(coverage.nthLast, now) + 1)
}
