import { expect, test } from 'vitest'
import { columns, displayWidth } from '../../../src/cli/views/columns.ts'

test('cells of a column begin at the same place, and lines have no blanks at their end', () => {
  expect(
    columns(
      [
        ['a', 'bb', 'c'],
        ['aaa', 'b'],
        ['a', '', 'c'],
      ],
      '  ',
    ),
  ).toEqual(['  a    bb  c', '  aaa  b', '  a        c'])
})

test('a long last cell pushes nothing aside', () => {
  expect(
    columns([
      ['a', 'a very long last cell'],
      ['b', 'x', 'y'],
    ]),
  ).toEqual(['a  a very long last cell', 'b  x  y'])
})

test.each([
  ['abc', 3],
  ['東京', 4],
  ['\u001B[31mred\u001B[39m', 3],
  ['e\u0301', 1],
  ['🚀', 2],
])('%s is %i cells wide', (text, width) => {
  expect(displayWidth(text)).toBe(width)
})
