import { test as property, fc } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { matchesWildcard } from '../../../src/server/model/wildcard.ts'

test.for<[string, string | null | undefined, boolean]>([
  ['prefect.flow-run.*', 'prefect.flow-run.Completed', true],
  ['prefect.flow-run.*', 'prefect.flow-run.', true],
  ['prefect.flow-run.*', 'prefect.flow-runs', false],
  ['*', '', true],
  ['', '', true],
  ['', 'a', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['*a*', 'b', false],
  ['ab*ba', 'aba', false],
  ['[abc]x', 'bx', true],
  ['[a-c]x', 'dx', false],
  ['[!a-c]x', 'dx', true],
  ['[!a-c]x', 'ax', false],
  ['[]]', ']', true],
  ['[', '[', true],
  ['a.b', 'axb', false],
  ['A', 'a', false],
  ['!a*', 'b', true],
  ['!a*', 'ab', false],
  ['!a', null, false],
  ['*', undefined, false],
  ['?', '\u{1F600}', true],
])('the pattern %s and the value %s', ([pattern, value, isMatch]) => {
  expect(matchesWildcard(pattern, value)).toBe(isMatch)
})

const plain = fc.string({ unit: fc.constantFrom('a', 'b', '.', '^', '$', '\\', '+', '('), maxLength: 6 })

property.prop([fc.array(plain, { minLength: 1, maxLength: 5 }), fc.array(plain, { minLength: 4, maxLength: 4 })])(
  'stars stand for anything between what is written',
  (parts, fillings) => {
    const value = parts.map((part, at) => (at === 0 ? part : (fillings[at - 1] ?? '') + part)).join('')
    expect(matchesWildcard(parts.join('*'), value)).toBe(true)
  },
)

property.prop([plain, plain])('without wildcards only the same matches', (pattern, value) => {
  expect(matchesWildcard(pattern, value)).toBe(pattern === value)
})

test('a pattern that would take for ever as a regular expression ends', () => {
  expect(matchesWildcard('*a'.repeat(200), `${'a'.repeat(5000)}b`)).toBe(false)
})
