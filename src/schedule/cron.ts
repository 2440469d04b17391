import type { CronExpression, CronField, NthWeekday } from './cron-expression.ts'
import { DAY, HOUR, MINUTE, SECOND, type Wall, dateOf, dayNumber, daysInMonth, modulo, weekdayOf } from './wall.ts'

/**
 * Gives the first wall time strictly after another (a whole second) at which the expression fires; undefined when
 * either side of the search finds none within 50 years, where Prefect raises.
 *
 * `dayOr`: when neither day nor weekday is free, either of them will do (else both must hold).
 */
export function cronSearch(expression: CronExpression, dayOr: boolean): (after: Wall) => Wall | undefined {
  const step = expression.second === undefined ? MINUTE : SECOND
  const { day, weekday } = expression
  if (!dayOr || day.any || weekday.any) return (after) => search(expression, after + step)
  const dayOnly = { ...expression, weekday: ANY }
  const weekdayOnly = { ...expression, day: ANY }
  return (after) => {
    const byDay = search(dayOnly, after + step)
    const byWeekday = search(weekdayOnly, after + step)
    return byDay === undefined || byWeekday === undefined ? undefined : Math.min(byDay, byWeekday)
  }
}

const ANY: CronField = { any: true, values: [], last: false }
const SEARCH_YEARS = 50

function search(expression: CronExpression, from: Wall): Wall | undefined {
  const firstDay = Math.floor(from / DAY)
  const lastYear = dateOf(firstDay).year + SEARCH_YEARS
  let day = firstDay
  let time = modulo(from, DAY)
  for (;;) {
    const matching = nextDay(expression, day, lastYear)
    if (matching === undefined) return undefined
    if (matching !== day) time = 0
    const fires = nextTime(expression, time)
    if (fires !== undefined) return matching * DAY + fires
    day = matching + 1
    time = 0
  }
}

/** The first day from `from` on whose year, month, day and weekday are all asked for. */
function nextDay(expression: CronExpression, from: number, lastYear: number): number | undefined {
  let number = from
  for (;;) {
    const { year, month, day } = dateOf(number)
    if (year > lastYear) return undefined
    if (expression.year !== undefined && !expression.year.any) {
      const allowed = expression.year.values.find((value) => value >= year)
      if (allowed === undefined) return undefined
      if (allowed !== year) {
        number = dayNumber(allowed, 1, 1)
        continue
      }
    }
    const months = distance(expression.month, month, 12)
    if (months !== 0) {
      const index = year * 12 + month - 1 + months
      number = dayNumber(Math.floor(index / 12), (index % 12) + 1, 1)
      continue
    }
    const days =
      distanceToDay(expression.day, day, daysInMonth(year, month)) ||
      distanceToWeekday(expression, number, { year, month, day })
    if (days === 0) return number
    number += days
  }
}

/** How far it is to the next value of a field that begins anew every `size` values. */
function distance(field: CronField, value: number, size: number): number {
  if (field.any) return 0
  const next = field.values.find((candidate) => candidate >= value)
  return next === undefined ? (field.values[0] ?? 0) - value + size : next - value
}

/**
 * The same for days. A listed day that this month does not have counts as the next one all the same, and leads into
 * the month after: on 2 February, `1,30` goes on to 2 March and skips the first.
 */
function distanceToDay(field: CronField, day: number, monthDays: number): number {
  if (field.any || (field.last && day === monthDays)) return 0
  const next = field.values.find((candidate) => candidate >= day)
  if (next !== undefined) return next - day
  return field.last ? monthDays - day : (field.values[0] ?? 0) - day + monthDays
}

type DayOfMonth = { readonly year: number; readonly month: number; readonly day: number }

function distanceToWeekday(expression: CronExpression, number: number, date: DayOfMonth): number {
  const weekday = (weekdayOf(number) + 1) % 7
  if (expression.nthWeekdays.length === 0) return distance(expression.weekday, weekday, 7)
  return distanceToNth(expression.nthWeekdays, weekday, date)
}

function distanceToNth(wanted: readonly NthWeekday[], weekday: number, { year, month, day }: DayOfMonth): number {
  const monthDays = daysInMonth(year, month)
  let nearest = monthDays + 1
  for (const { weekday: asked, nth } of wanted) {
    const first = modulo(asked - weekday + day - 1, 7) + 1
    const candidate = nth === 'last' ? first + 7 * Math.floor((monthDays - first) / 7) : first + 7 * (nth - 1)
    if (candidate >= day && candidate < nearest) nearest = candidate
  }
  return nearest - day
}

/** The first time of a day, in microseconds from midnight, at or after `from`; undefined when the day has none left. */
function nextTime({ hour, minute, second }: CronExpression, from: number): number | undefined {
  let h = Math.floor(from / HOUR)
  let m = Math.floor(from / MINUTE) % 60
  let s = second === undefined ? 0 : Math.floor(from / SECOND) % 60
  for (;;) {
    const hours = distance(hour, h, 24)
    if (hours !== 0) {
      h += hours
      m = 0
      s = 0
      if (h > 23) return undefined
    }
    const minutes = distance(minute, m, 60)
    if (minutes !== 0) {
      m += minutes
      s = 0
      if (m > 59) {
        m -= 60
        h += 1
        if (h > 23) return undefined
        continue
      }
    }
    const seconds = second === undefined ? 0 : distance(second, s, 60)
    s += seconds
    if (s <= 59) return h * HOUR + m * MINUTE + s * SECOND
    s -= 60
    m += 1
    if (m > 59) {
      m = 0
      h += 1
      if (h > 23) return undefined
    }
  }
}
