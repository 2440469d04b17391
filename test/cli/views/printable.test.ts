import { test as prop } from '@fast-check/vitest'
import { string } from 'fast-check'
import { expect, test } from 'vitest'
import { printable } from '../../../src/cli/views/printable.ts'

test('what would steer the terminal is spelled out', () => {
  expect(printable('a\u001B[2Jb')).toBe('a\\u001b[2Jb')
  expect(printable('a\nb\tc')).toBe('a\\nb\\tc')
  expect(printable('abc\u202Etxt')).toBe('abc\\u202etxt')
})

test('letters, signs and emoji stay', () => {
  expect(printable('Zürich – 東京 ✓ 🚀')).toBe('Zürich – 東京 ✓ 🚀')
})

prop.prop([string({ unit: 'binary' })])('no control character is left', (text) => {
  expect(/\p{Cc}/u.test(printable(text))).toBe(false)
})
