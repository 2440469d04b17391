import { easterOf } from './easter.ts'
import type { DayFilter, Recurrence } from './recurrence.ts'
import type { RRuleWeekday } from './rrule-text.ts'
import { dateOf, dayNumber, daysInMonth, daysInYear, isLeapYear, modulo, weekdayOf } from './wall.ts'
import { weekNumberMatches } from './week-number.ts'

/** The days of a year that a rule takes. */
export type YearDays = {
  /** For each day of the year and the week after it: 1 where the rule takes it, seen from this year. */
  readonly mask: Uint8Array
  /** The days of the year itself, from 0, in order. */
  readonly days: readonly number[]
}

/**
 * Gives the days of any year that a rule takes, its frequency aside. Years that are alike share one answer, so that a
 * search through thousands of years costs little.
 */
export function dayLister(recurrence: Recurrence): (year: number) => YearDays {
  let known = yearsOf.get(recurrence.days)
  if (known === undefined) {
    known = new Map<number, YearDays>()
    yearsOf.set(recurrence.days, known)
  }
  const years = known
  return (year) => {
    const key = likenessOf(year, recurrence.days.easterOffsets !== undefined)
    let yearDays = years.get(key)
    if (yearDays === undefined) {
      yearDays = daysOfYear(recurrence, year)
      years.set(key, yearDays)
    }
    return yearDays
  }
}

/** Kept as long as the rule: a walk may begin anew. */
const yearsOf = new WeakMap<DayFilter, Map<number, YearDays>>()

/** The same for years of the same length, weekdays and length of the year before; with Easter, of the same Easter too. */
function likenessOf(year: number, withEaster: boolean): number {
  const first = dayNumber(year, 1, 1)
  // the day of Easter, a Sunday, tells the weekdays
  const weekdays = withEaster ? easterOf(year) - first : weekdayOf(first)
  return weekdays * 4 + (isLeapYear(year) ? 2 : 0) + (isLeapYear(year - 1) ? 1 : 0)
}

function daysOfYear(recurrence: Recurrence, year: number): YearDays {
  const first = dayNumber(year, 1, 1)
  const length = daysInYear(year)
  const mask = new Uint8Array(length + 7)
  const days: number[] = []
  for (let index = 0; index < mask.length; index += 1) {
    if (!isTaken(recurrence, first + index, year)) continue
    mask[index] = 1
    if (index < length) days.push(index)
  }
  return { mask, days }
}

function isTaken({ days: filter, weekStart, frequency }: Recurrence, day: number, contextYear: number): boolean {
  const { year, month, day: monthDay } = dateOf(day)
  const { months, monthDays, weekdays, weekNumbers, easterOffsets, nthWeekdays } = filter
  const fromEnd = monthDay - daysInMonth(year, month) - 1
  return (
    (months === undefined || months.has(month)) &&
    (monthDays === undefined || monthDays.has(monthDay) || monthDays.has(fromEnd)) &&
    (weekdays === undefined || weekdays.has(weekdayOf(day))) &&
    isYearDayTaken(filter, day, year) &&
    (weekNumbers === undefined || weekNumberMatches(weekNumbers, day, contextYear, weekStart)) &&
    (easterOffsets === undefined || easterOffsets.has(day - easterOf(contextYear))) &&
    (nthWeekdays === undefined ||
      isNthWeekday(nthWeekdays, day, spanOf(frequency === 'YEARLY' && months === undefined, day)))
  )
}

function isYearDayTaken({ yearDays }: DayFilter, day: number, year: number): boolean {
  if (yearDays === undefined) return true
  const number = day - dayNumber(year, 1, 1) + 1
  return yearDays.has(number) || yearDays.has(number - daysInYear(year) - 1)
}

type Span = { readonly first: number; readonly last: number }

/** The year or the month around a day, in which its weekday is counted. */
function spanOf(wholeYear: boolean, day: number): Span {
  const { year, month } = dateOf(day)
  if (wholeYear) return { first: dayNumber(year, 1, 1), last: dayNumber(year, 12, 31) }
  return { first: dayNumber(year, month, 1), last: dayNumber(year, month, daysInMonth(year, month)) }
}

function isNthWeekday(wanted: readonly Required<RRuleWeekday>[], day: number, { first, last }: Span): boolean {
  return wanted.some(({ weekday, nth }) => {
    const asked =
      nth > 0
        ? first + modulo(weekday - weekdayOf(first), 7) + 7 * (nth - 1)
        : last - modulo(weekdayOf(last) - weekday, 7) + 7 * (nth + 1)
    return asked === day
  })
}
