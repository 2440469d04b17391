import { expect, test } from 'vitest'
import { argumentsOf } from '../../src/cli/arguments.ts'

test.each([
  [['plan', '--json'], { words: ['plan', '--json'], noColor: false }],
  [['-C', 'a', 'plan'], { words: ['plan'], directory: 'a', noColor: false }],
  [['-Ca', 'plan'], { words: ['plan'], directory: 'a', noColor: false }],
  [['-C', 'a', '-C', 'b', 'plan'], { words: ['plan'], directory: 'a/b', noColor: false }],
  [['-C', 'a', '-C', '/b', 'plan'], { words: ['plan'], directory: '/b', noColor: false }],
  [['--no-color', '-C', 'a', 'plan'], { words: ['plan'], directory: 'a', noColor: true }],
  [['plan', '--no-color', 'x'], { words: ['plan', 'x'], noColor: true }],
  [['plan', '--', '--no-color'], { words: ['plan', '--', '--no-color'], noColor: false }],
  [['plan', '-C', 'a', '--json'], { words: ['plan', '--json'], directory: 'a', noColor: false }],
  [['plan', '--', '-C', 'a'], { words: ['plan', '--', '-C', 'a'], noColor: false }],
])('%j is read as %j', (argv, expected) => {
  expect(argumentsOf(argv)).toEqual(expected)
})

test('-C without a folder is refused with an example', () => {
  expect(() => argumentsOf(['-C'])).toThrow('-C: expected a folder after it')
})
