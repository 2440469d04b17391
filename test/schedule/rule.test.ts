import { describe, expect, test } from 'vitest'
import { normalRule, sameRule } from '../../src/schedule/rule.ts'
import { storedRRule } from '../../src/schedule/stored-rrule.ts'

const anchored = { interval: 900, anchor_date: '2026-01-01T00:00:00Z', timezone: 'UTC' }

describe('a live rule is the desired one', () => {
  test.each([
    ['seconds or a duration', { interval: 'PT15M' }, anchored],
    ['whatever the anchor, when none is desired', { interval: 900.0 }, anchored],
    ['the same anchor with another offset', { interval: 900, anchor_date: '2026-01-01T02:00:00+02:00' }, anchored],
    ['a naive anchor is UTC', { interval: 900, anchor_date: '2026-01-01 00:00' }, anchored],
    [
      'no zone, null or UTC',
      { cron: '0 9 * * *', timezone: 'UTC' },
      { cron: '0 9 * * *', timezone: null, day_or: true },
    ],
    [
      'an rrule with the start that the server put in',
      { rrule: 'FREQ=DAILY' },
      { rrule: 'DTSTART:20200101T000000\nFREQ=DAILY', timezone: 'UTC' },
    ],
  ])('%s', (_why, desired, live) => {
    expect(sameRule(desired, live)).toBe(true)
  })

  test('an rrule as the server stores it', () => {
    const rrule = 'FREQ=MINUTELY;INTERVAL=7'
    const stored = storedRRule(rrule, 'Europe/Berlin', Date.parse('2026-03-01T12:34:56Z'))
    expect(stored).not.toBe(rrule)
    expect(sameRule({ rrule, timezone: 'Europe/Berlin' }, { rrule: stored, timezone: 'Europe/Berlin' })).toBe(true)
  })
})

describe('a live rule is another one', () => {
  test.each([
    ['another kind', { interval: 900 }, { cron: '*/15 * * * *' }],
    ['another interval', { interval: 900 }, { ...anchored, interval: 901 }],
    ['another anchor', { interval: 900, anchor_date: '2026-01-01T00:00:01Z' }, anchored],
    ['another zone', { interval: 900, timezone: 'Europe/Berlin' }, anchored],
    ['other blanks in a cron text', { cron: '0 9 * * *' }, { cron: '0  9 * * *', timezone: null }],
    ['another day_or', { cron: '0 9 1 * 1', day_or: false }, { cron: '0 9 1 * 1', timezone: null, day_or: true }],
    [
      'another DTSTART',
      { rrule: 'DTSTART:20260101T000000\nFREQ=DAILY' },
      { rrule: 'DTSTART:20200101T000000\nFREQ=DAILY', timezone: 'UTC' },
    ],
  ])('%s', (_why, desired, live) => {
    expect(sameRule(desired, live)).toBe(false)
  })
})

test('a rule is shown with its defaults', () => {
  expect(normalRule({ interval: 'PT15M' })).toEqual({ interval: 900, timezone: 'UTC' })
  expect(normalRule({ cron: '0 9 * * *' })).toEqual({ cron: '0 9 * * *', timezone: 'UTC', day_or: true })
  expect(normalRule({ rrule: 'FREQ=DAILY' })).toEqual({ rrule: 'FREQ=DAILY', timezone: 'UTC' })
  expect(normalRule({ interval: 60, anchor_date: '2026-01-01T02:00:00+02:00' })).toEqual({
    interval: 60,
    timezone: 'UTC',
    anchor_date: '2026-01-01T00:00:00Z',
  })
})
