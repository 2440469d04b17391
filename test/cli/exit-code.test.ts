import { expect, test } from 'vitest'
import { exitCodeOf } from '../../src/cli/exit-code.ts'

test.each([
  [0, 0],
  [undefined, 0],
  [3, 3],
  [-4, 1],
  [-5, 1],
  [-10, 1],
])('%s ends the process with %s', (stricli, expected) => {
  expect(exitCodeOf(stricli)).toBe(expected)
})
