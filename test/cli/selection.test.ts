import { expect, test } from 'vitest'
import { selectedBy } from '../../src/cli/selection.ts'

const keys = ['etl/nightly', 'etl/hourly', 'report/nightly', 'my flow/ä']

test.each([
  [undefined, keys],
  ['etl/*', ['etl/nightly', 'etl/hourly']],
  ['*/nightly', ['etl/nightly', 'report/nightly']],
  ['etl/{nightly,weekly}', ['etl/nightly']],
  ['nightly', ['etl/nightly', 'report/nightly']],
  ['report', ['report/nightly']],
  ['my*/?', ['my flow/ä']],
  ['*', keys],
  ['**', keys],
  ['!etl/*', []],
  ['ETL/*', []],
])('--only %s selects %j', (glob, expected) => {
  expect(keys.filter(selectedBy(glob))).toEqual(expected)
})

test('an empty pattern is refused', () => {
  expect(() => selectedBy(' ')).toThrow('--only: expected a pattern')
})
