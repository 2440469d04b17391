import type { CronRule, IntervalRule, RRuleRule, ScheduleRule } from '../model/schedule.ts'
import { type CronExpression, type CronField, readCron } from './cron-expression.ts'
import { intervalSeconds } from './interval-seconds.ts'
import { type RRulePart, RRuleRefusal, type RRuleText, readRRule } from './rrule-text.ts'
import { DAY, HOUR, MINUTE, SECOND, modulo, pad, wallText, weekdayOf, dayOf, dateOf } from './wall.ts'

/**
 * A rule as a sentence for people: `every 15 minutes`, `weekdays at 09:00 Europe/Berlin`. Where no plain sentence fits,
 * and for a rule that Prefect refuses, the rule itself: `cron 0 9 1,15 * 1 Europe/Berlin`.
 */
export function describeRule(rule: ScheduleRule): string {
  if ('cron' in rule) return describeCron(rule)
  return 'interval' in rule ? describeInterval(rule) : describeRRule(rule)
}

const UNITS = [
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

function describeInterval({ interval }: IntervalRule): string {
  const seconds = intervalSeconds(interval)
  if (seconds === undefined) return `interval ${interval}`
  const [name, size] = UNITS.find(([, size]) => seconds % size === 0) ?? ['second', 1]
  return everySo(seconds / size, name)
}

function everySo(count: number, unit: string): string {
  return count === 1 ? `every ${unit}` : `every ${count} ${unit}s`
}

function describeCron({ cron, timezone, day_or: dayOr }: CronRule): string {
  const read = readCron(cron)
  const zone = timezone ? ` ${timezone}` : ''
  const sentence = 'expression' in read && dayOr !== false ? cronSentence(read.expression, zone || ' UTC') : undefined
  return sentence ?? `cron ${cron}${zone}`
}

function cronSentence(expression: CronExpression, zone: string): string | undefined {
  const { minute, hour, day, month, weekday, nthWeekdays, second, year } = expression
  if (second !== undefined || year !== undefined || nthWeekdays.length > 0) return undefined
  const everyDay = day.any && month.any && weekday.any
  if (hour.any) return everyDay ? hourlySentence(minute) : undefined
  const minutes = single(minute)
  if (minutes === undefined) return undefined
  const hours = single(hour)
  if (hours === undefined) {
    const step = stepOf(hour, 24)
    return everyDay && minutes === 0 && step !== undefined ? everySo(step, 'hour') : undefined
  }
  const days = daySentence(expression)
  return days && `${days} at ${pad(hours, 2)}:${pad(minutes, 2)}${zone}`
}

function hourlySentence(minute: CronField): string | undefined {
  if (minute.any) return 'every minute'
  const only = single(minute)
  if (only !== undefined) return only === 0 ? 'every hour' : `every hour at minute ${only}`
  const step = stepOf(minute, 60)
  return step === undefined ? undefined : everySo(step, 'minute')
}

/** Which days, where one field alone says so. */
function daySentence({ day, month, weekday }: CronExpression): string | undefined {
  if (day.any && month.any)
    return weekday.any ? 'every day' : weekdaysSentence(weekday.values.map((value) => (value + 6) % 7))
  if (!weekday.any) return undefined
  const onDay =
    day.last && day.values.length === 0
      ? 'the last day'
      : single(day) === undefined || day.last
        ? undefined
        : `day ${single(day)}`
  if (onDay === undefined) return undefined
  if (month.any) return `every month on ${onDay}`
  const months = single(month)
  return months === undefined || day.last ? undefined : `every year on ${single(day)} ${MONTHS[months - 1]}`
}

function single({ any, values }: CronField): number | undefined {
  return any || values.length !== 1 ? undefined : values[0]
}

/** The step of a field whose values are evenly spaced round the clock from 0. */
function stepOf({ values }: CronField, size: number): number | undefined {
  const step = size / values.length
  return values.every((value, index) => value === index * step) ? step : undefined
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** 0 is Monday. */
function weekdaysSentence(weekdays: readonly number[]): string {
  const sorted = [...new Set(weekdays)].sort((a, b) => a - b)
  if (sorted.length === 7) return 'every day'
  if (sorted.join() === '0,1,2,3,4') return 'weekdays'
  if (sorted.join() === '5,6') return 'weekends'
  return listed(sorted.map((weekday) => `${WEEKDAYS[weekday]}s`))
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

function describeRRule({ rrule, timezone }: RRuleRule): string {
  const zone = timezone ? ` ${timezone}` : ''
  const text = readOrUndefined(rrule)
  const [part] = text?.rules ?? []
  const sentence =
    text === undefined || text.isSet || part === undefined ? undefined : rruleSentence(text, part, zone || ' UTC')
  return sentence ?? `rrule ${rrule.trim().split(/\s+/u).join(' ')}${zone}`
}

function readOrUndefined(rrule: string): RRuleText | undefined {
  try {
    return readRRule(rrule)
  } catch (error) {
    if (error instanceof RRuleRefusal) return undefined
    throw error
  }
}

const RRULE_UNITS = {
  YEARLY: 'year',
  MONTHLY: 'month',
  WEEKLY: 'week',
  DAILY: 'day',
  HOURLY: 'hour',
  MINUTELY: 'minute',
  SECONDLY: 'second',
} as const

function rruleSentence({ start }: RRuleText, part: RRulePart, zone: string): string | undefined {
  const { frequency, interval, lists, weekdays, count, until } = part
  const dayLists = lists.BYMONTH ?? lists.BYYEARDAY ?? lists.BYWEEKNO ?? lists.BYEASTER ?? lists.BYSETPOS
  if (frequency === undefined || dayLists !== undefined || interval < 1) return undefined
  const ending = `${count === undefined ? '' : `, ${count} times`}${until === undefined ? '' : `, until ${wallText(until.wall, ' ')}`}`
  const every = everySo(interval, RRULE_UNITS[frequency])
  if (frequency === 'HOURLY' || frequency === 'MINUTELY' || frequency === 'SECONDLY') {
    const isPlain = Object.keys(lists).length === 0 && weekdays === undefined
    return isPlain ? `${every}${ending}` : undefined
  }
  const time = timeOf(part, start?.wall ?? 0)
  const days = rruleDays(part, every, start?.wall ?? DEFAULT_DAY * DAY)
  return time && days && `${days} at ${time}${zone}${ending}`
}

/** 2020-01-01, from which rules without DTSTART count. */
const DEFAULT_DAY = 18_262

function rruleDays(
  { frequency, interval, lists, weekdays }: RRulePart,
  every: string,
  start: number,
): string | undefined {
  const { BYMONTHDAY: monthDays } = lists
  const isNamed = weekdays !== undefined && weekdays.every(({ nth }) => nth === undefined || frequency === 'WEEKLY')
  if (weekdays !== undefined && !isNamed) return undefined
  const named = weekdays?.map(({ weekday }) => weekday)
  if (frequency === 'DAILY' && monthDays === undefined) {
    if (named === undefined) return every
    return interval === 1 ? weekdaysSentence(named) : undefined
  }
  if (frequency === 'WEEKLY' && monthDays === undefined) {
    const sentence = weekdaysSentence(named ?? [weekdayOf(dayOf(start))])
    return interval === 1 ? sentence : `${every} on ${sentence}`
  }
  if (frequency !== 'MONTHLY' || named !== undefined || (monthDays?.length ?? 1) !== 1) return undefined
  const day = monthDays?.[0] ?? dateOf(dayOf(start)).day
  return day === -1 ? `${every} on the last day` : day > 0 ? `${every} on day ${day}` : undefined
}

function timeOf({ lists }: RRulePart, start: number): string | undefined {
  const { BYHOUR, BYMINUTE, BYSECOND } = lists
  if ([BYHOUR, BYMINUTE, BYSECOND].some((list) => list !== undefined && list.length !== 1)) return undefined
  const hour = BYHOUR?.[0] ?? Math.floor(modulo(start, DAY) / HOUR)
  const minute = BYMINUTE?.[0] ?? Math.floor(modulo(start, HOUR) / MINUTE)
  const second = BYSECOND?.[0] ?? Math.floor(modulo(start, MINUTE) / SECOND)
  return [hour, minute, ...(second === 0 ? [] : [second])].map((part) => pad(part, 2)).join(':')
}
