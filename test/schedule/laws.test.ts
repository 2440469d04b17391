import { fc, test } from '@fast-check/vitest'
import { CronExpressionParser } from 'cron-parser'
import { describe, expect } from 'vitest'
import type { ScheduleRule } from '../../src/model/schedule.ts'
import { checkRule, neverFires } from '../../src/schedule/check.ts'
import { describeRule } from '../../src/schedule/describe.ts'
import { firings, makeFirings } from '../../src/schedule/firings.ts'
import { timeZoneNames } from '../../src/schedule/time-zone-names.ts'
import { RRule } from './rrule-package.ts'

const ZONES = [
  'UTC',
  'America/New_York',
  'Europe/Dublin',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kolkata',
  'America/Santiago',
]
const zone = fc.constantFrom(...ZONES)
const start = fc.integer({ min: Date.UTC(2010), max: Date.UTC(2036) }).map((ms) => Math.floor(ms / 1000) * 1000)

/** A field of the grammar that every cron has: stars, values, rising ranges, steps (of `all`), lists. */
function cronField(min: number, max: number, all = '*'): fc.Arbitrary<string> {
  const value = fc.integer({ min, max })
  const range = fc
    .tuple(value, value)
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`)
  const step = fc.integer({ min: 1, max: max - min })
  return fc.oneof(
    fc.constant('*'),
    step.map((s) => `${all}/${s}`),
    range,
    fc.tuple(range, step).map(([r, s]) => `${r}/${s}`),
    fc.uniqueArray(value, { minLength: 1, maxLength: 3 }).map((values) => values.join(',')),
  )
}

function cronList(min: number, max: number): fc.Arbitrary<string> {
  return fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 3 }).map((values) => values.join(','))
}

/**
 * Day and weekday. Croniter has rules of its own, which no other package shares: for a union with steps or full ranges,
 * and for days that a month does not have (every fifth day names the 31st, and from February it skips the first of March).
 */
const days = fc.oneof(
  fc.tuple(cronField(1, 28, '1-28'), fc.constant('*')),
  fc.tuple(fc.constant('*'), cronField(0, 6)),
  fc.tuple(cronList(1, 28), cronList(0, 6)),
)

const cron = fc
  .tuple(cronField(0, 59), cronField(0, 23), days, cronField(1, 12))
  .map(([minute, hour, [day, weekday], month]) => [minute, hour, day, month, weekday].join(' '))

const interval = fc.record({
  interval: fc.oneof(fc.integer({ min: 1, max: 400_000 }), fc.double({ min: 0.001, max: 1e6, noNaN: true })),
  anchor_date: fc
    .date({ min: new Date('2001-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
})

const numbers = (min: number, max: number) =>
  fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 3 }).map((list) => list.join(','))

const rrule = fc
  .tuple(
    fc.constantFrom('YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY'),
    fc.integer({ min: 1, max: 9 }),
    fc.option(numbers(1, 12)),
    fc.option(numbers(-31, 31)),
    fc.option(
      fc.uniqueArray(fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'), { minLength: 1, maxLength: 4 }),
    ),
    fc.option(numbers(0, 23)),
    fc.option(numbers(-3, 3)),
  )
  .map(([frequency, step, months, days, weekdays, hours, positions]) =>
    [
      `FREQ=${frequency};INTERVAL=${step}`,
      months && `BYMONTH=${months}`,
      days && `BYMONTHDAY=${days}`,
      weekdays && `BYDAY=${weekdays.join(',')}`,
      hours && `BYHOUR=${hours}`,
      positions && `BYSETPOS=${positions}`,
    ]
      .filter((part) => part !== null)
      .join(';'),
  )

const rule: fc.Arbitrary<ScheduleRule> = fc.oneof(
  fc.record({ cron, timezone: zone, day_or: fc.boolean() }),
  fc.tuple(interval, zone).map(([fields, timezone]) => Object.assign(fields, { timezone })),
  fc.record({ rrule, timezone: zone }),
)

describe('independent packages agree on what all of them know', () => {
  test.prop([cron, start], { numRuns: 300 })('cron-parser, five plain fields in UTC', (text, from) => {
    const { instants, failure } = firings({ cron: text }, { start: from, count: 5 })
    if (failure !== undefined) return
    const parser = CronExpressionParser.parse(text, { tz: 'UTC', currentDate: new Date(from - 1) })
    expect(instants).toEqual(parser.take(5).map((date) => date.getTime()))
  })

  const plainRule = fc
    .tuple(
      fc.constantFrom('MONTHLY', 'WEEKLY', 'DAILY'),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom('', ';BYDAY=MO,TH', ';BYMONTH=2,7'),
    )
    .map(([frequency, step, filter]) => `FREQ=${frequency};INTERVAL=${step}${filter}`)

  test.prop([plainRule, start])('rrule, day by day in UTC', (text, from) => {
    const peer = new RRule({ ...RRule.parseString(text), dtstart: new Date(from) })
    const dates = peer.all((_date, index) => index < 5)
    const stamp = new Date(from).toISOString().replaceAll(/[-:]|\.000Z/gu, '')
    const { instants } = firings({ rrule: `DTSTART:${stamp}\nRRULE:${text}` }, { start: from, count: dates.length })
    expect(instants).toEqual(dates.map((date) => date.getTime()))
  })
})

describe('laws of every rule', () => {
  test.prop([rule, start])('firings are in the order of their wall digits and distinct', (any, from) => {
    const made = [...makeFirings(any, { start: from, count: 20 })].map(({ wall }) => wall)
    expect(new Set(made).size).toBe(made.length)
    const { instants } = firings(any, { start: from, count: 20 })
    expect(instants.length).toBe(made.length)
  })

  test.prop([
    fc.oneof(fc.record({ cron, timezone: fc.constant('UTC') }), fc.record({ rrule, timezone: fc.constant('UTC') })),
    start,
  ])('asking in two windows is asking once, where no clocks change', (any, from) => {
    const all = firings(any, { start: from, count: 20 })
    const first = firings(any, { start: from, count: 10 })
    const last = first.instants.at(-1)
    if (all.failure !== undefined || first.instants.length < 10 || last === undefined) return
    const second = firings(any, { start: last + 1000, count: 10 })
    expect([...first.instants, ...second.instants]).toEqual(all.instants)
  })

  test.prop([rule, start])('a rule says what it is in one line', (any) => {
    expect(describeRule(any)).toMatch(/^[^\n]+$/u)
  })
})

describe('garbage is refused, in bounded time and without a throw', () => {
  const cronish = fc.stringMatching(/^[0-9*/,\-#LlHRr?a-z ()@]{0,30}$/u)
  const number = fc.oneof(fc.integer({ min: -60, max: 60 }), fc.integer({ min: -400, max: 1_000_000_000 }))
  const parameter = fc.oneof(
    fc
      .tuple(
        fc.constantFrom(
          'INTERVAL',
          'COUNT',
          'BYSETPOS',
          'BYMONTH',
          'BYMONTHDAY',
          'BYYEARDAY',
          'BYEASTER',
          'BYWEEKNO',
          'BYHOUR',
          'BYMINUTE',
          'BYSECOND',
        ),
        fc.array(number, { minLength: 1, maxLength: 3 }),
      )
      .map(([name, values]) => `${name}=${name === 'INTERVAL' || name === 'COUNT' ? values[0] : values.join(',')}`),
    fc.constantFrom(
      'BYDAY=MO',
      'BYDAY=+1FR,TU(-1)',
      'WKST=SU',
      'UNTIL=20270101T000000Z',
      'UNTIL=20400101',
      'UNTIL=',
      'FOO=1',
      'BYDAY=0MO',
    ),
  )
  const part = fc
    .tuple(
      fc.constantFrom('YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY', 'NEVER'),
      fc.array(parameter, { maxLength: 4 }),
    )
    .map(([frequency, parameters]) => [`FREQ=${frequency}`, ...parameters].join(';'))
  const line = fc.oneof(
    part,
    part.map((text) => `EXRULE:${text}`),
    fc.constantFrom(
      'DTSTART:20260101T000000',
      'RDATE:20300101T010203',
      'EXDATE:20260230',
      'X:1',
      'DTSTART;TZID=Europe/Berlin:20260101T090000',
    ),
  )
  const rruleish = fc.oneof(
    part,
    fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n')),
  )
  const anything = fc.oneof(
    fc.record({ cron: fc.oneof(cronish, fc.string()), timezone: fc.constantFrom(...timeZoneNames) }),
    fc.record({ rrule: fc.oneof(rruleish, fc.string()), timezone: zone }),
    fc.record(
      { interval: fc.oneof(fc.double(), fc.string()), anchor_date: fc.oneof(fc.string(), fc.double()) },
      { requiredKeys: ['interval'] },
    ),
    fc.anything(),
  )

  test.prop([anything, start], { numRuns: 2000 })('whatever the text', (value, from) => {
    if (isTaken(value, from)) {
      neverFires(value, from)
      describeRule(value)
    } else {
      expect(checkRule(value, from)?.message).toMatch(/./u)
    }
  })
})

function isTaken(value: unknown, now: number): value is ScheduleRule {
  return checkRule(value, now) === undefined
}
