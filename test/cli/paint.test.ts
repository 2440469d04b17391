import { expect, test } from 'vitest'
import { coloured, plain, showsColour } from '../../src/cli/paint.ts'

const terminal = { isTTY: true, getColorDepth: () => 8 }
const pipe = { isTTY: false, getColorDepth: () => 1 }

test.each([
  [terminal, {}, true],
  [pipe, {}, false],
  [terminal, { NO_COLOR: '1' }, false],
  [terminal, { NO_COLOR: '' }, true],
  [terminal, { TERM: 'dumb' }, false],
  [pipe, { FORCE_COLOR: '1' }, true],
  [pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  [terminal, { FORCE_COLOR: '0' }, false],
])('%j with %j: %s', (stream, env, expected) => {
  expect(showsColour(stream, env)).toBe(expected)
})

test('a terminal that knows two colours gets none', () => {
  expect(showsColour({ isTTY: true, getColorDepth: () => 1 }, {})).toBe(false)
})

test('plain text stays as it is, coloured text is wrapped', () => {
  expect(plain('red', 'x')).toBe('x')
  expect(coloured('red', 'x')).toBe('\u001B[31mx\u001B[39m')
})
