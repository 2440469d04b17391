import { expect, test } from 'vitest'
import { intervalSeconds } from '../../src/schedule/interval-seconds.ts'

// as Prefect 3.8.8 on Python 3.11 answers
test.each([
  [900, 900],
  [true, 1],
  ['PT15M', 900],
  ['P1Y2M3DT4H5M6.5S', 36_993_906.5],
  ['P1W2D', 777_600],
  ['PT5S5M', 305],
  ['PT0,5S', 0.5],
  ['P1DT', 86_400],
  ['+PT5M', 300],
  ['-PT5M', -300],
  ['1:30:00.25', 5400.25],
  ['25:00:00', 90_000],
  ['1d 1:30:00', 91_800],
  ['1day,01:00:00', 90_000],
  ['10:00:00.1234567', 36_000.123456],
  [1.2345678, 1.234568],
  [1e-7, 0],
  ['900', undefined],
  ['1e3', undefined],
  ['1:30', undefined],
  ['1 1:30:00', undefined],
  ['1 day,  01:00:00', undefined],
  ['1.5 days', undefined],
  ['00:90:00', undefined],
  ['pt15m', undefined],
  ['P', undefined],
  ['PT', undefined],
  ['PT1H30', undefined],
  ['P1S', undefined],
  ['-PT-5M', undefined],
  ['P1000000000D', undefined],
  ['', undefined],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
  [null, undefined],
])('%j is %s', (interval, seconds) => {
  expect(intervalSeconds(interval)).toBe(seconds)
})
