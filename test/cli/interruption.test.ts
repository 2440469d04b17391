import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { interruption } from '../../src/cli/interruption.ts'

test('the first Ctrl-C aborts and says so, the second ends the process', () => {
  const emitter = new EventEmitter()
  const exits: number[] = []
  let told = ''
  let now = 1_000_000
  const signal = interruption(
    {
      on: (event, listener) => emitter.on(event, listener),
      exit: (code) => exits.push(code),
      stderr: { write: (text) => (told += text) },
    },
    () => now,
  )
  expect(signal.aborted).toBe(false)
  emitter.emit('SIGINT')
  expect(signal.aborted).toBe(true)
  expect(told).toContain('Ctrl-C again stops at once')
  expect(exits).toEqual([])
  // the same one once more, by way of the process group
  now += 20
  emitter.emit('SIGINT')
  expect(exits).toEqual([])
  now += 500
  emitter.emit('SIGTERM')
  expect(exits).toEqual([130])
})
