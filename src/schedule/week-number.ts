import { dayNumber, daysInYear, modulo, weekdayOf } from './wall.ts'

/**
 * Whether a day is in one of the weeks that `BYWEEKNO` names, seen from a year (a week over New Year is looked at from
 * the year it begins in). Weeks begin on `weekStart` (0 is Monday); the first one has at least four days of the year.
 *
 * dateutil 2.9 knows the first week of the next year only as 1, and the last week of the year before by a count that
 * can be one off.
 */
export function weekNumberMatches(numbers: ReadonlySet<number>, day: number, year: number, weekStart: number): boolean {
  const begins = day - modulo(weekdayOf(day) - weekStart, 7)
  const first = firstWeek(year, weekStart)
  if (begins < first) return numbers.has(-1) || numbers.has(weeksBefore(year, weekStart))
  const count = (firstWeek(year + 1, weekStart) - first) / 7
  const number = (begins - first) / 7 + 1
  return number > count ? numbers.has(1) : numbers.has(number) || numbers.has(number - count - 1)
}

function firstWeek(year: number, weekStart: number): number {
  const fourth = dayNumber(year, 1, 4)
  return fourth - modulo(weekdayOf(fourth) - weekStart, 7)
}

/** dateutil's count of the weeks of the year before. */
function weeksBefore(year: number, weekStart: number): number {
  const weekday = weekdayOf(dayNumber(year - 1, 1, 1))
  const days =
    modulo(weekStart - weekday, 7) >= 4
      ? daysInYear(year - 1) + modulo(weekday - weekStart, 7)
      : daysInYear(year) - (firstWeek(year, weekStart) - dayNumber(year, 1, 1))
  return 52 + Math.floor((days % 7) / 4)
}
