import { DAY, HOUR, MINUTE, SECOND, type Wall, dayNumber, daysInMonth } from './wall.ts'

/** A date of an rrule: its digits, and whether a zone stood with them. The zone itself means nothing to Prefect. */
export type RRuleDate = { readonly wall: Wall; readonly hasZone: boolean }

/**
 * Reads a date of an rrule: `20260101`, `20260101T0500`, `2026-01-01T05:00:00Z` and their like. Undefined for
 * impossible dates, and for the freer forms that Python's dateutil would guess at (`1-JAN-2026`).
 */
export function readRRuleDate(text: string): RRuleDate | undefined {
  const parts = DATE.exec(text)?.groups
  if (parts === undefined) return undefined
  const { year, month, day, hour = 0, minute = 0, second = 0, fraction = '', zone } = parts
  const date = dayNumberOf(Number(year), Number(month), Number(day))
  if (date === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const micros = Number(fraction.padEnd(6, '0').slice(0, 6))
  const time = Number(hour) * HOUR + Number(minute) * MINUTE + Number(second) * SECOND + micros
  return { wall: date * DAY + time, hasZone: zone !== undefined }
}

const FRACTION = String.raw`(?:[.,](?<fraction>\d{1,9}))?`
const DATE = new RegExp(
  String.raw`^(?<year>\d{4})(?<separator>[-/.]?)(?<month>\d{2})\k<separator>(?<day>\d{2})` +
    String.raw`(?:T(?:(?<hour>\d{2})(?:(?<colon>:?)(?<minute>\d{2})(?:\k<colon>(?<second>\d{2})${FRACTION})?)?` +
    String.raw`(?<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?)?$`,
  'u',
)

function dayNumberOf(year: number, month: number, day: number): number | undefined {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined
  return dayNumber(year, month, day)
}
