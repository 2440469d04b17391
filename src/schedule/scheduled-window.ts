import type { ScheduleDialect, ScheduleRule } from '../model/schedule.ts'
import { makeFirings } from './firings.ts'
import { type Instant, instantOf, localText, microsOf } from './instant.ts'
import type { Zone } from './zone.ts'

/** How far the scheduler looks ahead. Times are seconds, as in Prefect's settings, whose defaults are the defaults here. */
export type WindowRequest = {
  readonly now: Instant
  readonly minRuns?: number | undefined
  readonly maxRuns?: number | undefined
  readonly minScheduledTime?: number | undefined
  readonly maxScheduledTime?: number | undefined
  readonly dialect?: ScheduleDialect | undefined
  readonly zones?: ((name: string) => Zone) | undefined
}

/** A run to be made. `date` is the text that Prefect puts into the run's key: `2026-03-08 01:30:00-05:00`. */
export type ScheduledRun = { readonly instant: Instant; readonly date: string }

/**
 * The future runs that Prefect's scheduler makes for a schedule at a moment: until there are `minRuns` that reach
 * `minScheduledTime` ahead, at most `maxRuns` and none later than `maxScheduledTime`. With a `failure`, Prefect makes
 * no runs at all for the deployment in that round (`models/deployments.py`, Prefect 3.8).
 */
export function scheduledWindow(
  rule: ScheduleRule,
  request: WindowRequest,
): { readonly runs: readonly ScheduledRun[]; readonly failure?: string } {
  const {
    now,
    minRuns = 3,
    maxRuns = 100,
    minScheduledTime = 3600,
    maxScheduledTime = 8_640_000,
    dialect,
    zones,
  } = request
  const enough = microsOf(now + minScheduledTime * 1000)
  const making = makeFirings(rule, { start: now, end: now + maxScheduledTime * 1000, count: maxRuns, dialect, zones })
  const runs: ScheduledRun[] = []
  for (;;) {
    const { value, done } = making.next()
    if (done === true) return value === undefined ? { runs } : { runs, failure: value }
    runs.push({ instant: instantOf(value.instant), date: localText(value.instant, value.wall - value.instant) })
    if (runs.length >= minRuns && value.instant >= enough) return { runs }
  }
}
