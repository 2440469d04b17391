import { expect, test } from 'vitest'
import { historyOf, intervalsOf } from '../../../src/server/runs/run-history.ts'

const asked = (history_start: string, history_end: string, history_interval_seconds: number) =>
  intervalsOf({ history_start, history_end, history_interval_seconds })

const DAY = 86_400_000_000
const START = Date.parse('2026-03-01T00:00:00Z') * 1000

test.each([
  ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z', 86_400, 1],
  ['2026-03-01T00:00:00Z', '2026-03-02T00:00:01Z', 86_400, 2],
  ['2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z', 86_400, 0],
  ['2026-03-02T00:00:00Z', '2026-03-01T00:00:00Z', 86_400, 0],
  ['2026-03-01T00:00:00Z', '2027-03-01T00:00:00Z', 1, 500],
  ['2026-03-01T00:00:00+02:00', '2026-03-01T00:00:00Z', 3600, 2],
])('from %s to %s there are, at %d seconds each, %d intervals', (start, end, seconds, count) => {
  expect(asked(start, end, seconds).count).toBe(count)
})

test.each([0.999, 0, -5])('an interval of %d seconds is too short', (seconds) => {
  expect(() => asked('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z', seconds)).toThrow(
    'History interval must not be less than 1 second.',
  )
})

test.each([
  ['2026-03-02T00:00:00Z', 1e12],
  ['2026-03-02T00:00:00Z', 1e300],
  ['9999-12-31T23:00:00Z', 1e9],
])('intervals to %s of %d seconds leave the calendar', (end, seconds) => {
  expect(() => asked('2026-03-01T00:00:00Z', end, seconds)).toThrow('History intervals must end before the year 10000.')
})

test('each interval has its states, and one without runs has none', () => {
  const late = {
    state_type: 'SCHEDULED',
    state_name: 'Late',
    count_runs: 2,
    sum_estimated_run_time: 0,
    sum_estimated_lateness: 7.5,
  } as const
  expect(historyOf({ start: START, length: DAY, count: 2 }, [{ piece: 1, ...late }])).toEqual([
    { interval_start: '2026-03-01T00:00:00Z', interval_end: '2026-03-02T00:00:00Z', states: [] },
    { interval_start: '2026-03-02T00:00:00Z', interval_end: '2026-03-03T00:00:00Z', states: [late] },
  ])
})
