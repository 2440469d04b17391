import { expect, test } from 'vitest'
import { storedRRule } from '../../src/schedule/stored-rrule.ts'
import { instantOfText, storedCases } from './fixtures.ts'

test.each(storedCases())("an rrule is stored as in Prefect's database: $id", ({ rrule, timezone, now, stored }) => {
  expect(storedRRule(rrule, timezone, instantOfText(now))).toBe(stored)
})

test('what Prefect cannot read is stored as it is', () => {
  expect(storedRRule('FREQ=FORTNIGHTLY', 'UTC', 0)).toBe('FREQ=FORTNIGHTLY')
  expect(storedRRule('FREQ=DAILY;UNTIL=20290101T000000Z', 'UTC', 0)).toBe('FREQ=DAILY;UNTIL=20290101T000000Z')
})
