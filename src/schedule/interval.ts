import type { ScheduleDialect } from '../model/schedule.ts'
import type { Firing } from './firing.ts'
import { DAY, EARLIEST, LATEST, type Micros, SECOND, modulo } from './wall.ts'
import { type Zone, readingsOf, wallAt } from './zone.ts'

/**
 * The firings of an interval at or after `start` (by wall digits in the pendulum dialect), in the order Prefect makes
 * them; doubles are not dropped yet. The anchor is no start: firings before it are made as well.
 * Returns the reason where Prefect raises.
 */
export function* intervalFirings(
  interval: Micros,
  anchor: Micros,
  zone: Zone,
  start: Micros,
  dialect: ScheduleDialect,
): Generator<Firing, string | undefined> {
  const step = stepOf(interval, zone, dialect)
  const startWall = wallAt(zone, start)
  const anchorWall = wallAt(zone, anchor)
  if (anchorWall < EARLIEST || anchorWall > LATEST) return OVERFLOW
  let current = firingAt(zone, anchor + jump(start - anchor, interval))
  while (dialect === 'pendulum' ? current.wall < startWall : current.instant < start) current = step(current)
  while (current.wall <= LATEST) {
    yield current
    const next = step(current)
    // microseconds are lost after the year 2255
    if (next.instant <= current.instant && next.wall <= current.wall) return OVERFLOW
    current = next
  }
  return OVERFLOW
}

const OVERFLOW = 'OverflowError: date value out of range'

function firingAt(zone: Zone, instant: Micros): Firing {
  return { instant, wall: wallAt(zone, instant) }
}

/**
 * The jump from the anchor to near the start, in elapsed time. Prefect computes it in floating-point seconds and
 * rounds what is left of a minute to microseconds, half to even.
 */
function jump(distance: Micros, interval: Micros): Micros {
  const seconds = interval / SECOND
  const total = seconds * Math.trunc(distance / SECOND / seconds)
  const magnitude = Math.abs(total)
  const rest = magnitude % 60
  const whole = Math.trunc(rest)
  const micros = (magnitude - rest) * SECOND + whole * SECOND + roundHalfEven((rest - whole) * SECOND)
  return total < 0 ? -micros : micros
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return Math.round(value)
  return modulo(floor, 2) === 0 ? floor : floor + 1
}

type Step = (from: Firing) => Firing

/** Below a day a step is elapsed time; from a day on the days are added to the wall digits. */
function stepOf(interval: Micros, zone: Zone, dialect: ScheduleDialect): Step {
  if (interval < DAY) return ({ instant }) => firingAt(zone, instant + interval)
  if (dialect === 'pendulum') {
    return ({ wall }) => {
      const next = wall + interval
      const { before, after } = readingsOf(zone, next)
      return firingAt(zone, next - Math.min(before, after))
    }
  }
  const rest = interval % DAY
  return ({ wall }) => {
    const next = wall + interval - rest
    return firingAt(zone, next - readingsOf(zone, next).before + rest)
  }
}
