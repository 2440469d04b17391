import { expect, test } from 'vitest'
import { differenceText, valueText } from '../../../src/cli/views/value-text.ts'

test.each([
  [null, 'none'],
  ['a', '"a"'],
  [['etl', 'prod'], '["etl","prod"]'],
  [{ a: 1 }, '{"a":1}'],
  ['x\u001B[31m', '"x\\u001b[31m"'],
])('%j is shown as %s', (value, text) => {
  expect(valueText(value)).toBe(text)
})

test('the middle of a long value is left out', () => {
  const text = valueText('a'.repeat(40) + 'z'.repeat(40))
  expect(text).toHaveLength(48)
  expect(text).toMatch(/^"a+…z+"$/)
})

test('long values that begin alike are cut so that the difference stays in sight', () => {
  const same = 'x'.repeat(200)
  expect(differenceText(`${same}old`, `${same}new`)).toEqual({ old: '…xxxxxxxxold"', new: '…xxxxxxxxnew"' })
})
