import { expect, test } from 'vitest'
import { dialectsDiffer } from '../../src/schedule/dialects.ts'

const rule = { cron: '30 2 * * *', timezone: 'America/New_York' }

test('the dialects differ where a firing falls into a gap', () => {
  expect(dialectsDiffer(rule, { start: Date.parse('2026-03-07T12:00:00Z'), count: 2 })).toBe(true)
})

test('the dialects agree far from clock changes', () => {
  expect(dialectsDiffer(rule, { start: Date.parse('2026-06-07T12:00:00Z'), count: 20 })).toBe(false)
})

test('the dialects differ over an anchor without an offset in a zone', () => {
  const interval = { interval: 7000, anchor_date: '2026-06-01T09:00:00', timezone: 'America/New_York' }
  expect(dialectsDiffer(interval, { start: Date.parse('2026-06-07T12:00:00Z'), count: 1 })).toBe(true)
})
