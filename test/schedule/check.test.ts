import { describe, expect, test } from 'vitest'
import { checkRule, neverFires } from '../../src/schedule/check.ts'
import { timeZoneNames } from '../../src/schedule/time-zone-names.ts'

const now = Date.parse('2026-03-01T12:34:56Z')

describe('what Prefect refuses', () => {
  test.each([
    ['no rule at all', null, 'unknown-field'],
    ['a rule of no kind', {}, 'unknown-field'],
    ['two kinds in one', { cron: '0 0 * * *', interval: 60 }, 'unknown-field'],
    ['a random field', { cron: 'R * * * *' }, 'random-cron'],
    ['a hashed field', { cron: 'H(0-29) * * * *' }, 'invalid-cron'],
    ['a day_or that is no boolean', { cron: '0 0 * * *', day_or: 2 }, 'invalid-day-or'],
    ['a zone in lower case', { interval: 60, timezone: 'utc' }, 'invalid-timezone'],
    ['an interval in words', { interval: '5 minutes' }, 'invalid-interval'],
    ['minutes above 59', { interval: '00:90:00' }, 'invalid-interval'],
    ['an anchor on 30 February', { interval: 60, anchor_date: '2026-02-30' }, 'invalid-anchor'],
    ['an anchor that is null', { interval: 60, anchor_date: null }, 'invalid-anchor'],
    ['an rrule without FREQ', { rrule: 'INTERVAL=2' }, 'invalid-rrule'],
    ['a DTSTART alone', { rrule: 'DTSTART:20260101T000000' }, 'invalid-rrule'],
    [
      'an UNTIL in UTC with a local DTSTART',
      { rrule: 'DTSTART:20260101\nFREQ=DAILY;UNTIL=20270101T000000Z' },
      'invalid-timezone',
    ],
    ['an rrule of 6501 characters', { rrule: `FREQ=DAILY;BYHOUR=${'0'.repeat(6501 - 18)}` }, 'rrule-too-long'],
  ])('%s', (_what, rule, code) => {
    expect(checkRule(rule, now)?.code).toBe(code)
  })

  test('an rrule whose hours its interval never meets, counted from the present hour', () => {
    const rule = { rrule: 'FREQ=HOURLY;INTERVAL=2;BYHOUR=9' }
    expect(checkRule(rule, Date.parse('2026-03-01T12:00:00Z'))?.code).toBe('invalid-rrule')
    expect(checkRule(rule, Date.parse('2026-03-01T13:00:00Z'))).toBeUndefined()
  })

  test('an anchor in short form, on Python 3.13 only', () => {
    const rule = { interval: 60, anchor_date: '20260301T100000Z' }
    expect(checkRule(rule, now)).toBeUndefined()
    expect(checkRule(rule, now, 'whenever')?.code).toBe('invalid-anchor')
  })
})

describe('what Prefect takes', () => {
  test.each([
    ['digits of other scripts', { cron: '٥ ٩ * * *' }],
    ['a random part', { cron: 'R(0-9) * * * *' }],
    ['an empty zone', { cron: '0 0 * * *', timezone: '' }],
    ['a text that contains a zone', { rrule: 'FREQ=DAILY', timezone: 'xUTCx' }],
    ['a duration in words', { interval: '1 day, 1:30:00' }],
    ['days without a comma', { interval: '2 days' }],
    ['a UNIX time as anchor', { interval: 60, anchor_date: 1_772_000_000 }],
    ['a week as anchor', { interval: 60, anchor_date: '2026-W10-1' }],
  ])('%s', (_what, rule) => {
    expect(checkRule(rule, now)).toBeUndefined()
  })
})

describe('a rule that Prefect takes and that gives no runs', () => {
  test.each([
    [
      { cron: '0 0 30 2 *' },
      'Prefect takes it but cannot compute a date (CroniterBadDateError: failed to find next date)',
    ],
    [
      { cron: '0 0 30 2 1' },
      'Prefect takes it but cannot compute a date (CroniterBadDateError: failed to find next date)',
    ],
    [{ rrule: 'FREQ=DAILY;BYMONTH=13' }, 'none of its dates lies ahead'],
    [{ rrule: 'FREQ=DAILY;COUNT=3' }, 'none of its dates lies ahead'],
    [
      { rrule: 'FREQ=DAILY', timezone: 'xUTCx' },
      'Prefect takes it but cannot compute a date (InvalidTimezone: "xUTCx")',
    ],
    [{ interval: 60, timezone: '' }, 'Prefect takes it but cannot compute a date (InvalidTimezone: "")'],
    [
      { cron: '0 12 1-2 3 * 0 2026' },
      "Prefect's scheduler fails on it after 1 dates and makes no runs (CroniterBadDateError: failed to find next date)",
    ],
  ])('%j is said to', (rule, reason) => {
    expect(neverFires(rule, now)).toBe(reason)
  })

  test.each([{ cron: '0 0 29 2 *' }, { interval: 900 }, { rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29' }])(
    '%j is not',
    (rule) => {
      expect(neverFires(rule, now)).toBeUndefined()
    },
  )

  test('a refused rule is not said to be one', () => {
    expect(neverFires({ cron: 'nonsense' }, now)).toBeUndefined()
  })
})

test("the time zone names are those of Prefect's environment, in exact case", () => {
  expect(timeZoneNames.size).toBe(599)
  for (const name of ['Asia/Kolkata', 'Asia/Calcutta', 'US/Eastern', 'EST5EDT', 'UTC', 'Europe/Kyiv']) {
    expect(timeZoneNames.has(name)).toBe(true)
  }
  expect(timeZoneNames.has('utc')).toBe(false)
})
