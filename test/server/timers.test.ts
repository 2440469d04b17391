import { expect, test } from 'vitest'
import { every, systemTimers } from '../../src/server/timers.ts'
import { fakeTime } from '../support/timers.ts'

test('a timer runs once, at its moment and not before', async () => {
  const time = fakeTime(0)
  const seen: number[] = []
  time.timers.after(100, () => seen.push(time.clock()))
  await time.advance(99)
  expect(seen).toEqual([])
  await time.advance(1000)
  expect(seen).toEqual([100])
  expect(time.clock()).toBe(1099)
})

test('a timer that was called off does not run', async () => {
  const time = fakeTime(0)
  const seen: number[] = []
  const cancel = time.timers.after(100, () => seen.push(time.clock()))
  cancel()
  await time.advance(1000)
  expect(seen).toEqual([])
  expect(time.waiting()).toBe(0)
})

test('what comes again and again comes at every turn, until it is called off', async () => {
  const time = fakeTime(0)
  const seen: number[] = []
  const stop = every(time.timers, 10, () => seen.push(time.clock()))
  await time.advance(35)
  stop()
  await time.advance(100)
  expect(seen).toEqual([10, 20, 30])
  expect(time.waiting()).toBe(0)
})

test('what comes again and again may call itself off', async () => {
  const time = fakeTime(0)
  let runs = 0
  const stop = every(time.timers, 10, () => {
    runs += 1
    stop()
  })
  await time.advance(100)
  expect(runs).toBe(1)
  expect(time.waiting()).toBe(0)
})

test('the timers of the system run, and wait longer than Node can where they must', async () => {
  let isEarly = false
  const cancel = systemTimers.after(2 ** 31, () => {
    isEarly = true
  })
  await new Promise<void>((resolve) => void systemTimers.after(20, resolve))
  expect(isEarly).toBe(false)
  cancel()
})
