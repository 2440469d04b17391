import { expect, test } from 'vitest'
import { dueText, offsetMinutes, offsetText, wallClock } from '../../../src/cli/views/moment-text.ts'

// a Saturday
const now = Date.parse('2026-11-21T13:03:00Z')

test.each([
  ['2026-11-21T14:15:00Z', 'UTC', '14:15'],
  ['2026-11-21T22:30:00Z', 'UTC', '22:30'],
  ['2026-11-21T22:30:00Z', 'Europe/Berlin', '23:30'],
  ['2026-11-21T23:30:00Z', 'Europe/Berlin', 'Sun 00:30'],
  ['2026-11-23T08:00:00Z', 'Europe/Berlin', 'Mon 09:00'],
  ['2026-11-28T14:15:00Z', 'UTC', '2026-11-28 14:15'],
  ['2027-01-01T00:00:00Z', 'UTC', '2027-01-01 00:00'],
  ['2026-11-21T14:15:30Z', 'UTC', '14:15:30'],
  ['2026-11-21T00:00:00Z', 'UTC', '00:00'],
])('%s in %s is due %s', (at, zone, text) => {
  expect(dueText(Date.parse(at), now, zone)).toBe(text)
})

test('the wall clock and the offset of a zone', () => {
  const summer = Date.parse('2026-07-01T12:00:00Z')
  expect(wallClock(summer, 'America/St_Johns')).toEqual({ date: '2026-07-01', time: '09:30', weekday: 'Wed' })
  expect(offsetMinutes(summer, 'America/St_Johns')).toBe(-150)
  expect([offsetText(-150), offsetText(0), offsetText(345)]).toEqual(['-02:30', '+00:00', '+05:45'])
})
