import { DAY, HOUR, MINUTE, type Micros, SECOND } from './wall.ts'

/**
 * The seconds of an interval as Prefect reads it: a number, an ISO 8601 duration (a year is 365 days, a month 30) or
 * `1 day, 1:30:00`. Rounded to microseconds; may be zero or negative, which no schedule takes. Undefined where Prefect
 * refuses the form or the length (Pydantic's `timedelta`).
 */
export function intervalSeconds(interval: unknown): number | undefined {
  const micros = intervalMicros(interval)
  return micros === undefined ? undefined : micros / SECOND
}

/** The same in microseconds. */
export function intervalMicros(interval: unknown): Micros | undefined {
  const micros = readMicros(interval)
  return micros === undefined || Number.isNaN(micros) || Math.abs(micros) >= LONGEST ? undefined : micros
}

/** A Python `timedelta` holds 999,999,999 days and a bit less than a day more. */
const LONGEST = 1_000_000_000 * DAY

function readMicros(interval: unknown): Micros | undefined {
  if (typeof interval === 'number') return Math.round(interval * SECOND)
  if (typeof interval === 'boolean') return interval ? SECOND : 0
  if (typeof interval !== 'string') return undefined
  const { sign, rest = '' } = /^(?<sign>[+-]?)(?<rest>.*)$/su.exec(interval)?.groups ?? {}
  const micros = rest.startsWith('P') ? isoMicros(rest) : clockMicros(rest)
  return micros === undefined ? undefined : sign === '-' ? -micros : micros
}

const NUMBER = String.raw`\d+(?:[.,]\d+)?`
const ISO = new RegExp(`^P(?<date>(?:${NUMBER}[YMWD])*)(?:T(?<time>(?:${NUMBER}[HMS])*))?$`, 'u')
const ISO_PART = /(?<number>\d+(?:[.,]\d+)?)(?<unit>[A-Z])/gu
const DATE_UNITS: Readonly<Record<string, Micros>> = { Y: 365 * DAY, M: 30 * DAY, W: 7 * DAY, D: DAY }
const TIME_UNITS: Readonly<Record<string, Micros>> = { H: HOUR, M: MINUTE, S: SECOND }

function isoMicros(text: string): Micros | undefined {
  const { date = '', time = '' } = ISO.exec(text)?.groups ?? {}
  if (date === '' && time === '') return undefined
  return sumOf(date, DATE_UNITS) + sumOf(time, TIME_UNITS)
}

function sumOf(text: string, units: Readonly<Record<string, Micros>>): Micros {
  let sum = 0
  for (const { groups } of text.matchAll(ISO_PART)) {
    const { number = '', unit = '' } = groups ?? {}
    sum += Math.round(Number(number.replace(',', '.')) * (units[unit] ?? 0))
  }
  return sum
}

const CLOCK =
  /^(?:(?<days>\d+) ?d(?:ays?)?(?:,? ?(?=\d)|$))?(?:(?<hours>\d+):(?<minutes>[0-5]\d):(?<seconds>[0-5]\d)(?:[.,](?<fraction>\d{1,9}))?)?$/u

function clockMicros(text: string): Micros | undefined {
  const parts = text === '' ? undefined : CLOCK.exec(text)?.groups
  if (parts === undefined) return undefined
  const { days = 0, hours = 0, minutes = 0, seconds = 0, fraction = '' } = parts
  const micros = Number(fraction.padEnd(6, '0').slice(0, 6))
  return Number(days) * DAY + Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND + micros
}
