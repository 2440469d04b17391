import type { ScheduleDialect } from '../model/schedule.ts'
import { type Instant, microsOf } from './instant.ts'
import {
  DAY,
  HOUR,
  MINUTE,
  type Micros,
  SECOND,
  type Wall,
  dateOf,
  dayNumber,
  dayOf,
  daysInMonth,
  daysInYear,
  weekdayOf,
} from './wall.ts'

/**
 * An anchor date, read. `offset` is undefined for digits without one: they mean UTC up to Python 3.12, and the
 * schedule's zone from 3.13 on.
 */
export type AnchorDate = { readonly wall: Wall; readonly offset: Micros | undefined }

/**
 * Reads an `anchor_date` as Prefect does: RFC 3339 with some licence, UNIX seconds (or milliseconds when they are many)
 * and, up to Python 3.12, the other forms of ISO 8601. Undefined where Prefect refuses it. `now` fills what a time alone lacks.
 */
export function readAnchorDate(value: unknown, now: Instant, dialect: ScheduleDialect): AnchorDate | undefined {
  if (typeof value === 'number') return ofTimestamp(value)
  if (typeof value !== 'string') return undefined
  if (/^[+-]?\d+(?:\.\d+)?$/u.test(value)) return ofTimestamp(Number(value))
  const rfc = RFC.exec(value)?.groups
  if (rfc !== undefined) return ofParts(rfc)
  if (dialect === 'whenever') return undefined
  const today = dayOf(microsOf(now))
  if (value === 'now') return { wall: microsOf(now), offset: 0 }
  for (const form of OTHER_FORMS) {
    const parts = form.exec(value)?.groups
    if (parts !== undefined) return ofParts(parts, today)
  }
  return undefined
}

/** Above this, a number counts milliseconds. */
const MOST_SECONDS = 20_000_000_000

function ofTimestamp(value: number): AnchorDate | undefined {
  const wall = Math.round(Math.abs(value) > MOST_SECONDS ? value * 1000 : value * SECOND)
  const { year } = dateOf(dayOf(wall))
  return Number.isFinite(wall) && year >= 1 && year <= 9999 ? { wall, offset: 0 } : undefined
}

const TIME = String.raw`(?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?`
const BASIC_TIME = String.raw`(?<hour>\d{2})(?:(?<minute>\d{2})(?:(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?)?`
const OFFSET = String.raw`(?<zone>[Zz]|[+\-−]\d{2}:?\d{2})?`
const SHORT_OFFSET = String.raw`(?<zone>[Zz]|[+-]\d{2}(?::?\d{2})?)?`

const RFC = new RegExp(`^(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})(?:[Tt _]${TIME}${OFFSET})?$`, 'u')

const EXTENDED_DATES = [
  String.raw`(?<year>\d{4})(?<separator>[-/])(?<month>\d{2})(?:\k<separator>(?<day>\d{2}))?`,
  String.raw`(?<year>\d{4})-W(?<week>\d{2})(?:-(?<weekday>[1-7]))?`,
  String.raw`(?<year>\d{4})-(?<yearDay>\d{3})`,
]
const BASIC_DATES = [
  String.raw`(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})`,
  String.raw`(?<year>\d{4})W(?<week>\d{2})(?<weekday>[1-7])?`,
  String.raw`(?<year>\d{4})(?<yearDay>\d{3})`,
]

/** What pendulum takes beside RFC 3339. */
const OTHER_FORMS: readonly RegExp[] = [
  ...EXTENDED_DATES.map((date) => new RegExp(`^${date}(?:[T ](?:${TIME}|(?<hourAlone>\\d{2}))${SHORT_OFFSET})?$`, 'u')),
  ...BASIC_DATES.map((date) => new RegExp(`^${date}(?:[T ]${BASIC_TIME}${SHORT_OFFSET})?$`, 'u')),
  new RegExp(`^T?${TIME}$`, 'u'),
]

type Parts = { readonly [name: string]: string | undefined }

function ofParts(parts: Parts, today = 0): AnchorDate | undefined {
  const day = dayOfParts(parts, today)
  const time = timeOfParts(parts)
  const offset = offsetOf(parts['zone'])
  if (day === undefined || time === undefined || offset === 'invalid') return undefined
  return { wall: day * DAY + time, offset }
}

function dayOfParts(parts: Parts, today: number): number | undefined {
  if (parts['year'] === undefined) return today
  const year = Number(parts['year'])
  if (year < 1) return undefined
  if (parts['yearDay'] !== undefined) {
    const yearDay = Number(parts['yearDay'])
    return yearDay >= 1 && yearDay <= daysInYear(year) ? dayNumber(year, 1, yearDay) : undefined
  }
  if (parts['week'] !== undefined) return dayOfWeek(year, Number(parts['week']), Number(parts['weekday'] ?? 1))
  const month = Number(parts['month'])
  const day = Number(parts['day'] ?? 1)
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
    ? dayNumber(year, month, day)
    : undefined
}

function dayOfWeek(year: number, week: number, weekday: number): number | undefined {
  if (week < 1 || week > 53) return undefined
  const fourth = dayNumber(year, 1, 4)
  return fourth - weekdayOf(fourth) + (week - 1) * 7 + weekday - 1
}

function timeOfParts({ hour, hourAlone, minute = '0', second = '0', fraction = '' }: Parts): Micros | undefined {
  const hours = Number(hour ?? hourAlone ?? 0)
  if (hours > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const micros = Number(fraction.padEnd(6, '0').slice(0, 6))
  return hours * HOUR + Number(minute) * MINUTE + Number(second) * SECOND + micros
}

function offsetOf(zone: string | undefined): Micros | undefined | 'invalid' {
  if (zone === undefined) return undefined
  if (zone === 'Z' || zone === 'z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(3).replace(':', ''))
  if (hours > 23 || minutes > 59) return 'invalid'
  const offset = hours * HOUR + minutes * MINUTE
  return zone.startsWith('+') ? offset : -offset
}
