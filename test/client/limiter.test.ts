import { expect, test } from 'vitest'
import type { LimitChange } from '../../src/client/limiter.ts'
import { createLimiter } from '../../src/client/limiter.ts'

/** Work that is running until it is told to end. */
function openWork() {
  const ends: (() => void)[] = []
  const work = () =>
    new Promise<void>((resolve) => {
      ends.push(resolve)
    })
  return { work, running: () => ends.length, end: () => ends.shift()?.() }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

test('no more than the limit runs at once', async () => {
  const limiter = createLimiter({ start: 2, max: 8 })
  const { work, running, end } = openWork()
  const all = Promise.all([1, 2, 3].map(() => limiter.run(work)))
  await settle()
  expect(running()).toBe(2)
  end()
  await settle()
  expect(running()).toBe(2)
  end()
  end()
  await all
})

test('what goes first goes before what waits', async () => {
  const limiter = createLimiter({ start: 1 })
  const order: string[] = []
  const note = (name: string) => async () => void order.push(name)
  await Promise.all([limiter.run(note('a')), limiter.run(note('b')), limiter.run(note('c'), { first: true })])
  expect(order).toEqual(['a', 'c', 'b'])
})

test('congestion halves the limit down to 1', () => {
  const changes: LimitChange[] = []
  const limiter = createLimiter({ start: 8, max: 8, onChange: (change) => changes.push(change) })
  for (let times = 0; times < 5; times++) limiter.congested()
  expect(limiter.limit).toBe(1)
  expect(changes).toEqual([
    { limit: 4, was: 8, because: 'congested' },
    { limit: 2, was: 4, because: 'congested' },
    { limit: 1, was: 2, because: 'congested' },
  ])
})

test('successes raise the limit one by one to the greatest', () => {
  const limiter = createLimiter({ start: 1, max: 3 })
  for (let times = 0; times < 16; times++) limiter.succeeded()
  expect(limiter.limit).toBe(2)
  for (let times = 0; times < 1000; times++) limiter.succeeded()
  expect(limiter.limit).toBe(3)
})

test('on a server that never takes two, ever more successes come between two trials', () => {
  const limiter = createLimiter({ start: 1, max: 8 })
  const trials: number[] = []
  for (let requests = 1; requests <= 2000; requests++) {
    if (limiter.limit === 1) limiter.succeeded()
    else {
      trials.push(requests)
      limiter.succeeded()
      limiter.congested()
    }
  }
  expect(trials.length).toBeLessThan(8)
  expect(trials.at(-1)! - trials.at(-2)!).toBeGreaterThan(400)
})

test('what waits can be aborted and takes no place', async () => {
  const limiter = createLimiter({ start: 1 })
  const { work, running, end } = openWork()
  const controller = new AbortController()
  const first = limiter.run(work)
  const second = limiter.run(work, { signal: controller.signal })
  const third = limiter.run(work)
  controller.abort(new Error('stop'))
  await expect(second).rejects.toThrow('stop')
  await expect(limiter.run(work, { signal: controller.signal })).rejects.toThrow('stop')
  end()
  await first
  await settle()
  expect(running()).toBe(1)
  end()
  await third
})

test('work that fails frees its place', async () => {
  const limiter = createLimiter({ start: 1 })
  await expect(limiter.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await limiter.run(() => Promise.resolve('yes'))).toBe('yes')
})

test('in a pause nothing starts, also when the pause is broken off', async () => {
  const limiter = createLimiter()
  const { work, running, end } = openWork()
  const { promise, reject } = Promise.withResolvers<void>()
  limiter.pause(promise)
  const done = limiter.run(work)
  await settle()
  expect(running()).toBe(0)
  reject(new Error('aborted'))
  await settle()
  expect(running()).toBe(1)
  end()
  await done
})
