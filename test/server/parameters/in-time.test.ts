import { expect, test } from 'vitest'
import { OutOfTime, inTime } from '../../../src/server/parameters/in-time.ts'

const CELL = new Int32Array(new SharedArrayBuffer(4))

test('time in which the machine did something else does not count: the work is done again', () => {
  let times = 0
  let resets = 0
  const work = () => {
    times += 1
    if (times === 1) Atomics.wait(CELL, 0, 0, 20_000)
    return 'done'
  }
  expect(inTime('idle', work, () => (resets += 1))).toBe('done')
  expect({ times, resets }).toEqual({ times: 2, resets: 1 })
})

test('work that computes without end is broken off, and what it was changing is made anew each time', () => {
  let times = 0
  let resets = 0
  const work = () => {
    times += 1
    for (;;);
  }
  expect(inTime('endless', work, () => (resets += 1))).toBeInstanceOf(OutOfTime)
  expect(resets).toBe(times)
})

test('what work throws is thrown', () => {
  const work = () => {
    throw new RangeError('too deep')
  }
  expect(() => inTime('throws', work, () => undefined)).toThrow(new RangeError('too deep'))
})
