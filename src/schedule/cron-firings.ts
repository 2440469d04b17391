import type { ScheduleDialect } from '../model/schedule.ts'
import type { CronExpression } from './cron-expression.ts'
import { cronSearch } from './cron.ts'
import type { Firing } from './firing.ts'
import { LATEST, type Micros, SECOND, type Wall, modulo } from './wall.ts'
import { type Zone, readingsOf, wallAt } from './zone.ts'

/**
 * The firings of a cron expression from `start` on, in the order Prefect makes them; doubles are not dropped yet.
 * With a start in a gap or in the second pass of an overlap the first may lie before it.
 * Returns the reason where Prefect raises.
 */
export function* cronFirings(
  expression: CronExpression,
  dayOr: boolean,
  zone: Zone,
  start: Micros,
  dialect: ScheduleDialect,
): Generator<Firing, string | undefined> {
  const next = cronSearch(expression, dayOr)
  let wall: Wall | undefined = lastBefore(zone, start, dialect)
  for (;;) {
    wall = next(wall)
    if (wall === undefined) return 'CroniterBadDateError: failed to find next date'
    if (wall > LATEST) return 'OverflowError: date value out of range'
    const { before, after } = readingsOf(zone, wall)
    const instant = wall - (dialect === 'pendulum' ? Math.max(before, after) : before)
    yield { instant, wall: wallAt(zone, instant) }
  }
}

/** The second before the start, so that a start exactly on a firing counts; a microsecond later it does not. */
function lastBefore(zone: Zone, start: Micros, dialect: ScheduleDialect): Wall {
  const isWhole = modulo(start, SECOND) === 0
  const wall =
    isWhole && dialect === 'pendulum' ? wallAt(zone, start - SECOND) : wallAt(zone, start) - (isWhole ? SECOND : 0)
  return Math.floor(wall / SECOND) * SECOND
}
