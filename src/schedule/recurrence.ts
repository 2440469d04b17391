import { type Frequency, type ListName, type RRulePart, RRuleRefusal, type RRuleWeekday } from './rrule-text.ts'
import {
  DAY,
  HOUR,
  MINUTE,
  SECOND,
  type Wall,
  dateOf,
  dayOf,
  greatestCommonDivisor,
  modulo,
  weekdayOf,
} from './wall.ts'

/** One rule that recurs from a start on, ready to be walked from any wall time. */
export type Recurrence = {
  readonly frequency: Frequency
  readonly start: Wall
  /** How often a period counts; 0 stays in the first period and a negative one fails after it, as in dateutil. */
  readonly interval: number
  readonly count: number | undefined
  readonly until: Wall | undefined
  /** BYSETPOS: which of a period's occurrences count, from 1 or from -1. */
  readonly positions: readonly number[]
  readonly weekStart: number
  readonly days: DayFilter
  /** Times of day in microseconds from midnight, in order; undefined for sub-daily frequencies. */
  readonly times: readonly number[] | undefined
  readonly slots: SlotFilter | undefined
  /** Why dateutil fails as soon as dates are asked, though it takes the rule. */
  readonly failure: string | undefined
}

/** What a day must be. Every list that is present must hold; plain and nth weekdays both, as in dateutil. */
export type DayFilter = {
  readonly months: ReadonlySet<number> | undefined
  readonly monthDays: ReadonlySet<number> | undefined
  readonly yearDays: ReadonlySet<number> | undefined
  readonly weekNumbers: ReadonlySet<number> | undefined
  readonly easterOffsets: ReadonlySet<number> | undefined
  readonly weekdays: ReadonlySet<number> | undefined
  readonly nthWeekdays: readonly Required<RRuleWeekday>[] | undefined
}

/** For sub-daily frequencies: the length of a slot, which slots of a day count, and the times within one. */
export type SlotFilter = {
  readonly length: number
  readonly hours: ReadonlySet<number> | undefined
  readonly minutes: ReadonlySet<number> | undefined
  readonly seconds: ReadonlySet<number> | undefined
  readonly times: readonly number[]
}

/**
 * A rule of an rrule text with its start: what it leaves out is taken from the start, as dateutil 2.9 does.
 * Throws `RRuleRefusal` where dateutil does so when the rule is made.
 */
export function recurrenceOf(part: RRulePart, start: Wall, startHasZone: boolean): Recurrence {
  const { frequency, interval, lists } = part
  if (frequency === undefined) throw new RRuleRefusal('no FREQ (Prefect answers 500)')
  if (part.until !== undefined && part.until.hasZone !== startHasZone) {
    throw new RRuleRefusal(
      'RRULE UNTIL values must be specified in UTC when DTSTART is timezone-aware',
      'invalid-timezone',
    )
  }
  const positions = lists.BYSETPOS ?? []
  if (positions.some((position) => position === 0 || Math.abs(position) > 366)) {
    throw new RRuleRefusal('bysetpos must be between 1 and 366, or between -366 and -1')
  }
  const whole = Math.floor(start / SECOND) * SECOND
  return {
    frequency,
    start: whole,
    interval,
    count: part.count,
    until: part.until?.wall,
    positions,
    weekStart: part.weekStart,
    days: dayFilter(part, frequency, whole),
    ...timesOf(part, frequency, whole),
  }
}

function dayFilter({ lists, weekdays }: RRulePart, frequency: Frequency, start: Wall): DayFilter {
  const date = dateOf(dayOf(start))
  const { BYMONTH, BYMONTHDAY, BYYEARDAY, BYWEEKNO, BYEASTER } = lists
  const free = [BYMONTHDAY, BYYEARDAY, BYWEEKNO, BYEASTER, weekdays].every((list) => list === undefined)
  const ofMonth = frequency === 'YEARLY' || frequency === 'MONTHLY'
  const named = weekdays ?? (free && frequency === 'WEEKLY' ? [{ weekday: weekdayOf(dayOf(start)) }] : [])
  const plain = named.filter(({ nth }) => nth === undefined || !ofMonth).map(({ weekday }) => weekday)
  const counted = ofMonth ? named.flatMap(({ weekday, nth }) => (nth === undefined ? [] : [{ weekday, nth }])) : []
  const months = BYMONTH ?? (free && frequency === 'YEARLY' ? [date.month] : undefined)
  const monthDays = BYMONTHDAY ?? (free && ofMonth ? [date.day] : undefined)
  return {
    months: setOf(months),
    // a month day of 0 is no condition at all
    monthDays: setOf(monthDays?.filter((day) => day !== 0)),
    yearDays: setOf(BYYEARDAY),
    weekNumbers: setOf(BYWEEKNO),
    easterOffsets: setOf(BYEASTER),
    weekdays: setOf(plain),
    nthWeekdays: counted.length === 0 ? undefined : counted,
  }
}

function setOf(list: readonly number[] | undefined): ReadonlySet<number> | undefined {
  return list === undefined || list.length === 0 ? undefined : new Set(list)
}

const SLOT_LENGTHS: Readonly<Partial<Record<Frequency, number>>> = { HOURLY: HOUR, MINUTELY: MINUTE, SECONDLY: SECOND }

type Times = Pick<Recurrence, 'times' | 'slots' | 'failure'>

function timesOf({ lists, interval }: RRulePart, frequency: Frequency, start: Wall): Times {
  const length = SLOT_LENGTHS[frequency] ?? DAY
  const own = (size: number, base: number) => Math.floor(modulo(start, size * base) / size)
  // what is finer than a slot is taken from the start; what is coarser is free
  const list = (name: ListName, size: number, base: number) =>
    lists[name] ?? (length > size ? [own(size, base)] : undefined)
  const hours = list('BYHOUR', HOUR, 24)
  const minutes = list('BYMINUTE', MINUTE, 60)
  const seconds = list('BYSECOND', SECOND, 60)
  const units: readonly Unit[] = [
    { name: 'hour', values: hours, size: HOUR, base: 24 },
    { name: 'minute', values: minutes, size: MINUTE, base: 60 },
    { name: 'second', values: seconds, size: SECOND, base: 60 },
  ]
  const finer = units.filter(({ size }) => size < length)
  const wrong = outOfRange(finer)
  if (length === DAY) {
    if (wrong !== undefined) throw new RRuleRefusal(wrong)
    return { times: timesWithin(finer), slots: undefined, failure: undefined }
  }
  const filter = ({ values, size, base }: Unit) =>
    setOf(
      length === size ? reachableValues(values, own(size, base), interval, base) : length < size ? values : undefined,
    )
  const [hour, minute, second] = units.map((unit) => filter(unit))
  const slots: SlotFilter = { length, hours: hour, minutes: minute, seconds: second, times: timesWithin(finer) }
  return { times: undefined, slots, failure: wrong && `ValueError: ${wrong}` }
}

type Unit = {
  readonly name: string
  readonly values: readonly number[] | undefined
  readonly size: number
  readonly base: number
}

function outOfRange(units: readonly Unit[]): string | undefined {
  const unit = units.find(({ values, base }) => values?.some((value) => value < 0 || value >= base))
  return unit && `${unit.name} must be in 0..${unit.base - 1}`
}

function timesWithin(units: readonly Unit[]): readonly number[] {
  let times: readonly number[] = [0]
  for (const { values = [0], size } of units) {
    const distinct = [...new Set(values)].sort((a, b) => a - b)
    times = times.flatMap((time) => distinct.map((value) => time + value * size))
  }
  return times
}

/** The values of a list that steps of `interval` from `start` ever come to. */
function reachableValues(
  values: readonly number[] | undefined,
  start: number,
  interval: number,
  base: number,
): readonly number[] | undefined {
  if (values === undefined) return undefined
  const step = greatestCommonDivisor(interval, base)
  const reached = values.filter((value) => modulo(value - start, step) === 0)
  if (reached.length === 0) throw new RRuleRefusal('Invalid rrule byxxx generates an empty set.')
  return reached
}
