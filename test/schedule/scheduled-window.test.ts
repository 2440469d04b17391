import { describe, expect, test } from 'vitest'
import { instantText } from '../../src/schedule/instant.ts'
import { scheduledWindow } from '../../src/schedule/scheduled-window.ts'
import { instantOfText, windowCases } from './fixtures.ts'
import { zone2025b } from './zones-2025b.ts'

describe("the scheduler makes Prefect's runs", () => {
  test.each(windowCases())('$id', (fixture) => {
    const { runs, failure } = scheduledWindow(fixture.schedule, {
      now: instantOfText(fixture.now),
      minRuns: fixture.min_runs,
      maxRuns: fixture.max_runs,
      minScheduledTime: fixture.min_scheduled_time,
      maxScheduledTime: fixture.max_scheduled_time,
      zones: zone2025b,
    })
    expect(failure).toBeUndefined()
    expect(runs.map(({ instant }) => instantText(instant))).toEqual(fixture.dates)
  })
})

describe('the date text of a run', () => {
  const now = Date.parse('2026-03-08T05:00:00Z')

  test('is local time with its offset, early in a gap', () => {
    const { runs } = scheduledWindow({ cron: '30 2 * * *', timezone: 'America/New_York' }, { now })
    expect(runs.map(({ date }) => date)).toEqual([
      '2026-03-08 01:30:00-05:00',
      '2026-03-09 02:30:00-04:00',
      '2026-03-10 02:30:00-04:00',
    ])
  })

  test('moves out of a gap in the other dialect', () => {
    const { runs } = scheduledWindow({ cron: '30 2 * * *', timezone: 'America/New_York' }, { now, dialect: 'whenever' })
    expect(runs[0]?.date).toBe('2026-03-08 03:30:00-04:00')
  })

  test('carries microseconds', () => {
    const rule = { interval: 3600, anchor_date: '2026-03-01T10:00:00.123456Z' }
    expect(scheduledWindow(rule, { now, minRuns: 1, minScheduledTime: 0 }).runs).toEqual([
      { instant: Date.parse('2026-03-08T05:00:00Z') + 123.456, date: '2026-03-08 05:00:00.123456+00:00' },
    ])
  })
})

test('a rule that cannot be computed makes the window fail', () => {
  const now = Date.parse('2026-03-08T05:00:00Z')
  expect(scheduledWindow({ cron: '0 0 30 2 *' }, { now })).toEqual({
    runs: [],
    failure: 'CroniterBadDateError: failed to find next date',
  })
})
