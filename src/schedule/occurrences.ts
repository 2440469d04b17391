import type { Recurrence, SlotFilter } from './recurrence.ts'
import { dayLister } from './recurrence-days.ts'
import {
  DAY,
  HOUR,
  LATEST,
  MINUTE,
  SECOND,
  type Wall,
  dateOf,
  dayNumber,
  dayOf,
  daysInMonth,
  greatestCommonDivisor,
  modulo,
  weekdayOf,
} from './wall.ts'

/**
 * The wall times of a rule at or after `from`, in order, each once. Returns the reason where dateutil raises.
 *
 * A rule that never fires ends the walk: days repeat every 400 years, so a search through one whole round of the
 * calendar and the interval finds out. Only a COUNT of unevenly spaced times is walked from the start.
 */
export function* occurrences(recurrence: Recurrence, from: Wall): Generator<Wall, string | undefined> {
  if (recurrence.failure !== undefined) return recurrence.failure
  const { start, slots } = recurrence
  const { until, count } = endOf(recurrence)
  const since = count === Infinity ? Math.max(from, start) : start
  const walls = slots === undefined ? wallsOfPeriods(recurrence, since) : wallsOfSlots(recurrence, slots, since)
  let counted = 0
  for (;;) {
    const { value: wall, done } = walls.next()
    if (done === true) return wall
    if (wall < start) continue
    if (wall > until || counted >= count) return undefined
    counted += 1
    if (wall >= from) yield wall
    else if (counted > MOST_COUNTED) return `more than ${MOST_COUNTED} occurrences of the COUNT lie in the past`
  }
}

/** A COUNT is walked so far, some tenths of a second; Prefect would take several seconds for it, and memory. */
const MOST_COUNTED = 500_000

type End = { readonly until: Wall; readonly count: number }

/** Where a rule ends. A COUNT of evenly spaced times is the last of them. */
function endOf({
  start,
  until = Infinity,
  count = Infinity,
  interval,
  slots,
  positions,
  days,
  times,
}: Recurrence): End {
  const [time = 0, ...others] = slots?.times ?? times ?? []
  const filters = [...Object.values(days), slots?.hours, slots?.minutes, slots?.seconds]
  const isFree = others.length === 0 && positions.length === 0 && filters.every((filter) => filter === undefined)
  const isEven = isFree && interval > 0 && slots !== undefined
  if (count === Infinity || count < 1 || !isEven) return { until, count: Math.max(count, 0) }
  const step = interval * slots.length
  const first = Math.floor(start / slots.length) * slots.length + time
  const last = first + (first < start ? count : count - 1) * step
  return { until: Math.min(until, last), count: Infinity }
}

type Walls = Generator<Wall, string | undefined>

/** The days of one period. Days are day numbers, in order. */
type Period = { readonly year: number; readonly days: readonly number[] }

function* wallsOfPeriods(recurrence: Recurrence, since: Wall): Walls {
  const { times = [], positions, frequency, interval } = recurrence
  // the one day of a DAILY period gives every day the same times
  const dailyTimes = frequency === 'DAILY' && positions.length > 0 ? picked([0], times, positions) : times
  if (dailyTimes.length === 0) return undefined
  const horizon = yearsOfARound(recurrence)
  let lastHit = dateOf(dayOf(since)).year
  for (const { year, days } of periodsOf(recurrence, dayOf(since))) {
    if (year - lastHit > horizon) return undefined
    if (days.length === 0) continue
    if (positions.length === 0 || frequency === 'DAILY') {
      lastHit = year
      for (const day of days) for (const time of dailyTimes) yield day * DAY + time
    } else {
      for (const wall of picked(days, times, positions)) {
        lastHit = year
        yield wall
      }
    }
  }
  return interval < 0 ? 'ValueError: the INTERVAL is negative' : undefined
}

/** Those of a period's occurrences that BYSETPOS names. */
function picked(days: readonly number[], times: readonly number[], positions: readonly number[]): readonly Wall[] {
  const walls = new Set<Wall>()
  for (const position of positions) {
    const index = position > 0 ? position - 1 : position
    const day = days.at(Math.floor(index / times.length))
    const time = times[modulo(index, times.length)]
    if (day !== undefined && time !== undefined) walls.add(day * DAY + time)
  }
  return [...walls].sort((a, b) => a - b)
}

const DAYS_OF_400_YEARS = 146_097

/** The years after which days, weekdays and intervals come together again; a lower bound for nothing is 9999. */
function yearsOfARound({ frequency, interval, days, slots }: Recurrence): number {
  if (days.easterOffsets !== undefined || interval < 1) return 9999
  const rounds = (size: number) => (400 * interval) / greatestCommonDivisor(interval, size)
  if (frequency === 'YEARLY') return rounds(400)
  if (frequency === 'MONTHLY') return rounds(4800)
  if (frequency === 'WEEKLY') return rounds(DAYS_OF_400_YEARS / 7)
  return rounds((DAYS_OF_400_YEARS * DAY) / (slots?.length ?? DAY))
}

function periodsOf(recurrence: Recurrence, since: number): Generator<Period> {
  const { frequency } = recurrence
  if (frequency === 'YEARLY') return years(recurrence, since)
  if (frequency === 'MONTHLY') return months(recurrence, since)
  return frequency === 'WEEKLY' ? weeks(recurrence, since) : singleDays(recurrence, since)
}

/** The number of the last period that begins at or before `current`, counted from `first`, that the interval allows. */
function alignedBack(first: number, current: number, interval: number): number {
  return interval < 1 ? first : first + Math.floor(Math.max(0, current - first) / interval) * interval
}

function* years(recurrence: Recurrence, since: number): Generator<Period> {
  const listDays = dayLister(recurrence)
  const first = dateOf(dayOf(recurrence.start)).year
  const { interval } = recurrence
  for (let year = alignedBack(first, dateOf(since).year, interval); year <= 9999; year += interval) {
    const begins = dayNumber(year, 1, 1)
    yield { year, days: listDays(year).days.map((index) => begins + index) }
    if (interval < 1) return
  }
}

function* months(recurrence: Recurrence, since: number): Generator<Period> {
  const listDays = dayLister(recurrence)
  const monthOf = (day: number) => dateOf(day).year * 12 + dateOf(day).month - 1
  const first = monthOf(dayOf(recurrence.start))
  const { interval } = recurrence
  for (let number = alignedBack(first, monthOf(since), interval); number < 120_000; number += interval) {
    const year = Math.floor(number / 12)
    const month = (number % 12) + 1
    const yearBegins = dayNumber(year, 1, 1)
    yield {
      year,
      days: daysAmong(listDays(year).mask, yearBegins, dayNumber(year, month, 1), daysInMonth(year, month)),
    }
    if (interval < 1) return
  }
}

/** Weeks begin on the rule's week start; the first one begins with the start itself. */
function* weeks(recurrence: Recurrence, since: number): Generator<Period> {
  const listDays = dayLister(recurrence)
  const { weekStart, interval } = recurrence
  const beginOf = (day: number) => day - modulo(weekdayOf(day) - weekStart, 7)
  const startDay = dayOf(recurrence.start)
  const first = beginOf(startDay)
  const last = dayOf(LATEST)
  for (let begin = alignedBack(first, beginOf(since), interval * 7); begin <= last; begin += interval * 7) {
    const from = Math.max(begin, startDay)
    const { year } = dateOf(from)
    yield { year, days: daysAmong(listDays(year).mask, dayNumber(year, 1, 1), from, begin + 7 - from) }
    if (interval < 1) return
  }
}

function daysAmong(mask: Uint8Array, yearBegins: number, from: number, count: number): readonly number[] {
  const days: number[] = []
  for (let day = from; day < from + count; day += 1) if (mask[day - yearBegins] === 1) days.push(day)
  return days
}

/** Single days, those of a year in one go. */
function* singleDays(recurrence: Recurrence, since: number): Generator<Period> {
  const listDays = dayLister(recurrence)
  const { interval } = recurrence
  const first = dayOf(recurrence.start)
  if (interval < 1) {
    const { year } = dateOf(first)
    const index = first - dayNumber(year, 1, 1)
    yield { year, days: listDays(year).mask[index] === 1 ? [first] : [] }
    return
  }
  for (let { year } = dateOf(since); year <= 9999; year += 1) {
    const begins = dayNumber(year, 1, 1)
    const days: number[] = []
    for (const index of listDays(year).days) {
      const day = begins + index
      if (day >= since && (day - first) % interval === 0) days.push(day)
    }
    yield { year, days }
  }
}

function* wallsOfSlots(recurrence: Recurrence, slots: SlotFilter, since: Wall): Walls {
  const times = recurrence.positions.length === 0 ? slots.times : picked([0], slots.times, recurrence.positions)
  if (times.length === 0) return undefined
  if (!isAnySlotReached(recurrence, slots)) {
    return 'ValueError: Invalid combination of interval, byhour and byminute resulting in empty rule.'
  }
  for (const slot of slotsFrom(recurrence, slots, since)) for (const time of times) yield slot + time
  return recurrence.interval < 0 ? 'ValueError: the INTERVAL is negative' : undefined
}

function* slotsFrom(recurrence: Recurrence, slots: SlotFilter, since: Wall): Generator<Wall> {
  const listDays = dayLister(recurrence)
  const { interval } = recurrence
  const start = beginOf(recurrence, slots)
  const step = interval * slots.length
  // a slot that began before `since` may still hold a time after it
  const from = Math.max(start, since - slots.length)
  const aligned = (wall: Wall) =>
    interval < 1 ? wall : start + Math.ceil((wall - start) / SECOND / (step / SECOND)) * step
  const horizon = yearsOfARound(recurrence)
  let lastHit = dateOf(dayOf(from)).year
  let slot = interval < 1 ? start : aligned(from)
  while (slot <= LATEST) {
    const next = nextAllowed(slot, slots, listDays)
    if (next === slot) {
      yield slot
      lastHit = dateOf(dayOf(slot)).year
      if (interval < 1) return
      slot += step
    } else {
      if (interval < 1 || dateOf(dayOf(next)).year - lastHit > horizon) return
      slot = aligned(next)
    }
  }
}

/** The slot that the rule starts in. */
function beginOf({ start }: Recurrence, { length }: SlotFilter): Wall {
  return Math.floor(start / length) * length
}

type DayLister = ReturnType<typeof dayLister>

/** The slot itself when the rule takes its day, hour, minute and second; else the start of the next stretch that may do. */
function nextAllowed(slot: Wall, { hours, minutes, seconds }: SlotFilter, listDays: DayLister): Wall {
  const day = dayOf(slot)
  const allowedDay = nextDay(day, listDays)
  if (allowedDay !== day) return allowedDay * DAY
  return nextIn(hours, slot, HOUR, 24) ?? nextIn(minutes, slot, MINUTE, 60) ?? nextIn(seconds, slot, SECOND, 60) ?? slot
}

/** Where the next listed hour, minute or second begins, or the next round of them; undefined when the present one is listed. */
function nextIn(list: ReadonlySet<number> | undefined, slot: Wall, size: number, base: number): Wall | undefined {
  if (list === undefined) return undefined
  const round = Math.floor(slot / (size * base)) * base
  let index = Math.floor(slot / size) - round
  if (list.has(index)) return undefined
  do index += 1
  while (index < base && !list.has(index))
  return (round + index) * size
}

/** The day, or the next day that the rule takes in its year, or the first of the next year. */
function nextDay(day: number, listDays: DayLister): number {
  const { year } = dateOf(day)
  const begins = dayNumber(year, 1, 1)
  const { mask, days } = listDays(year)
  if (mask[day - begins] === 1) return day
  const later = days.find((index) => index > day - begins)
  return later === undefined ? dayNumber(year + 1, 1, 1) : begins + later
}

/** Whether steps of the interval ever come to an hour, minute and second that the rule takes. */
function isAnySlotReached(recurrence: Recurrence, slots: SlotFilter): boolean {
  const { length, hours, minutes, seconds } = slots
  if (recurrence.interval < 1 || (hours ?? minutes ?? seconds) === undefined) return true
  const grid = greatestCommonDivisor(recurrence.interval * length, DAY)
  const phase = modulo(beginOf(recurrence, slots), grid)
  for (const hour of among(hours, 24)) {
    for (const minute of length > MINUTE ? [0] : among(minutes, 60)) {
      for (const second of length > SECOND ? [0] : among(seconds, 60)) {
        if (modulo(hour * HOUR + minute * MINUTE + second * SECOND, grid) === phase) return true
      }
    }
  }
  return false
}

/** The numbers below a base, or those of a list that are. */
function among(list: ReadonlySet<number> | undefined, base: number): readonly number[] {
  const numbers = Array.from({ length: base }, (_, index) => index)
  return list === undefined ? numbers : numbers.filter((number) => list.has(number))
}
