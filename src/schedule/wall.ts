/** Microseconds, whole. Exact to year 2255; whole seconds are exact to year 9999. */
export type Micros = number

/** Date and time digits in some zone, as microseconds from 1970-01-01T00:00:00 read as if they were UTC. */
export type Wall = number

export const SECOND = 1_000_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** The first and the last moment that Python's `datetime` can hold: years 1 to 9999. */
export const EARLIEST: Wall = dayNumber(1, 1, 1) * DAY
export const LATEST: Wall = dayNumber(10_000, 1, 1) * DAY - 1

export type CalendarDate = { readonly year: number; readonly month: number; readonly day: number }

/** Days from 1970-01-01 to a date of the Gregorian calendar, also before it was in use; month from 1. */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

/** The date of a day number; the inverse of `dayNumber`. */
export function dateOf(day: number): CalendarDate {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  }
}

/** The day number of wall digits. */
export function dayOf(wall: Wall): number {
  return Math.floor(wall / DAY)
}

/** The week day of a day number: 0 is Monday. */
export function weekdayOf(day: number): number {
  return modulo(day + 3, 7)
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

export function daysInYear(year: number): number {
  return isLeapYear(year) ? 366 : 365
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_DAYS[month - 1] ?? 0)
}

/** The remainder with the sign of the divisor, as Python's `%`. */
export function modulo(value: number, divisor: number): number {
  const rest = value % divisor
  return rest !== 0 && rest < 0 !== divisor < 0 ? rest + divisor : rest
}

export function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : greatestCommonDivisor(b, a % b)
}

/** The digits as `2026-03-08<separator>01:30:00`, with six decimals where the microseconds are not zero. */
export function wallText(wall: Wall, separator: 'T' | ' '): string {
  const { year, month, day } = dateOf(dayOf(wall))
  const rest = modulo(wall, DAY)
  const micros = rest % SECOND
  const time = [Math.floor(rest / HOUR), Math.floor(rest / MINUTE) % 60, Math.floor(rest / SECOND) % 60]
  const fraction = micros === 0 ? '' : `.${pad(micros, 6)}`
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}${separator}${time.map((part) => pad(part, 2)).join(':')}${fraction}`
}

export function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}
