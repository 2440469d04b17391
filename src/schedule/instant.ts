import { type Micros, SECOND, modulo, pad, wallText } from './wall.ts'

/**
 * A moment as UNIX milliseconds, so that `Date.now()` is one. Up to three decimals carry the microseconds that Prefect
 * keeps: round to a microsecond before comparing (`instantOf(microsOf(x))`).
 */
export type Instant = number

/** The microseconds of an instant, whole. */
export function microsOf(instant: Instant): Micros {
  return Math.round(instant * 1000)
}

/** The instant of whole microseconds. */
export function instantOf(micros: Micros): Instant {
  return micros / 1000
}

/** The instant as `2026-03-08T06:30:00Z`, with six decimals where the microseconds are not zero. */
export function instantText(instant: Instant): string {
  return `${wallText(microsOf(instant), 'T')}Z`
}

/** Local time as Python's `str(datetime)` writes it: `2026-03-08 01:30:00-05:00`. Offset in microseconds, east positive. */
export function localText(instant: Micros, offset: Micros): string {
  const seconds = Math.abs(offset) / SECOND
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const rest = modulo(seconds, 60)
  if (rest !== 0) parts.push(rest)
  return `${wallText(instant + offset, ' ')}${offset < 0 ? '-' : '+'}${parts.map((part) => pad(part, 2)).join(':')}`
}
