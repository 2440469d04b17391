import { expect, test } from 'vitest'
import { isMembers, parseExact } from '../../../src/server/blocks/exact-json.ts'

test.for([
  ['60.0', '60.0'],
  ['1.50', '1.5'],
  ['1e5', '100000.0'],
  ['1E-7', '1e-07'],
  ['0.0001', '0.0001'],
  ['0.00001', '1e-05'],
  ['1e16', '1e+16'],
  ['-0.0', '-0.0'],
  ['-0', '0'],
  ['9007199254740993', '9007199254740993'],
  ['123456789012345678901234567890', '123456789012345678901234567890'],
  ['7', '7'],
])('%s is written as Python writes it: %s', ([sent, written]) => {
  expect(JSON.stringify(parseExact(`{"a":[${sent}],"b":1.0}`))).toBe(`{"a":[${written}],"b":1.0}`)
})

test('a number that keeps its spelling has no members', () => {
  const { a, b } = parseExact('{"a":1.0,"b":{"c":1.0}}') as { a: never; b: never }
  expect(isMembers(a)).toBe(false)
  expect(isMembers(b)).toBe(true)
})
