import { expect, test } from 'vitest'
import { nextRefillMoment, refillMoment } from '../../../src/server/model/refill.ts'

const SECOND = 1_000_000
const HOUR = 3600 * SECOND
const DAY = 24 * HOUR

/** The runs of a schedule that fires that often, the first of them that far ahead. */
function runs(count: number, every: number, first = every) {
  const moments = Array.from({ length: count }, (_, index) => first + index * every)
  return { last: moments.at(-1) ?? null, nthLast: moments.at(-3) ?? null }
}

test.each([
  ['without runs at once', runs(0, DAY), 0],
  ['with fewer than three at once', runs(2, DAY), 0],
  ['of each day when the first of three is over', runs(3, DAY), DAY + 1],
  ['of each minute when they reach no whole hour', runs(61, 60 * SECOND), 60 * SECOND + 1],
])('a schedule %s wants more', (_, coverage, moment) => {
  expect(refillMoment(coverage)).toBe(moment)
})

test.each([
  ['that has what it wants is left alone until it wants more', runs(3, DAY), DAY + 1],
  ['that has fewer runs than three within its window is looked at an hour later', runs(1, 90 * DAY), HOUR],
  ['that cannot reach an hour ahead is looked at a minute later', runs(100, SECOND), 60 * SECOND],
  ['that has few left of those is looked at when three are left', runs(10, SECOND), 8 * SECOND + 1],
])('a schedule %s, after its runs were made', (_, coverage, moment) => {
  expect(nextRefillMoment(coverage, 0)).toBe(moment)
})
