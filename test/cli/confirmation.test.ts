import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { confirmation } from '../../src/cli/confirmation.ts'

function asked() {
  const [input, output] = [new PassThrough(), new PassThrough()]
  const answer = confirmation('Sure?', { input, output })
  return { input, answer }
}

test.each([
  ['y', 'y', true],
  ['n', 'n', false],
  ['Enter', '\r', false],
  ['Escape', '\u001B', false],
  ['Ctrl-C', '\u0003', false],
  ['Ctrl-D', '\u0004', false],
])('%s answers a question', async (_, key, expected) => {
  const { input, answer } = asked()
  input.write(key)
  expect(await answer).toBe(expected)
})

test('the end of the input means no', async () => {
  const { input, answer } = asked()
  input.end()
  expect(await answer).toBe(false)
})
