import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { openVault } from '../../../src/server/blocks/vault.ts'
import { silentLog } from '../../../src/server/log.ts'
import { runServices } from '../../../src/server/services/run-services.ts'
import { SECOND, type Service } from '../../../src/server/services/service.ts'
import type { Services } from '../../../src/server/services.ts'
import { announce } from '../../../src/server/store/announcement.ts'
import { openStore } from '../../../src/server/store/store.ts'
import { type FakeTime, fakeTime } from '../../support/timers.ts'

/** A service that notes when it works, with what `work` says about the next time. */
async function running(
  work: (count: number, now: number) => number | undefined | Promise<number>,
  fails?: (count: number) => boolean,
  time = fakeTime(0),
) {
  const store = await openStore({ data: ':memory:', clock: time.clock, uuid: randomUUID })
  const errors: object[] = []
  const log = { ...silentLog, error: (fields: object) => void errors.push(fields) }
  const vault = await openVault(':memory:', store)
  const services: Services = { store, vault, clock: time.clock, timers: time.timers, log }
  const worked: number[] = []
  const service: Service = {
    name: 'test',
    hear: (announcement, now) => (announcement.kind === 'became_ready' ? now : undefined),
    async work(_services, now) {
      worked.push(now / SECOND)
      if (fails?.(worked.length) === true) throw new Error('broken')
      return work(worked.length, now)
    },
  }
  const handle = runServices(services, [service])
  onTestFinished(async () => {
    await handle.stop()
    await store.close()
  })
  const wake = () => store.write(async (trx) => announce(trx, { kind: 'became_ready' }))
  return { time, worked, errors, handle, wake }
}

test('a service works at once, and again when it said', async () => {
  const { time, worked } = await running((count, now) => (count === 1 ? now + 10 * SECOND : undefined))
  await time.advance(10_000)
  expect(worked).toEqual([0, 10])
})

test('without anything in sight it looks once a minute: clocks jump', async () => {
  const { time, worked } = await running(() => undefined)
  await time.advance(150_000)
  expect(worked.map(Math.round)).toEqual([0, 60, 120])
})

test('an announcement wakes it, and many at a time wake it once', async () => {
  const { time, worked, wake } = await running(() => undefined)
  await time.advance(5000)
  for (let count = 0; count < 10; count += 1) await wake()
  await time.advance(1000)
  expect(worked).toEqual([0, 5.05])
})

test('a failure is logged, and it tries again a little later', async () => {
  const { time, worked, errors } = await running(
    () => undefined,
    (count) => count === 1,
  )
  await time.advance(6000)
  expect(worked).toEqual([0, 5])
  expect(errors).toMatchObject([{ service: 'test', error: expect.stringContaining('broken') }])
})

test('what is always due does not keep the server from anything else', async () => {
  const { time, worked } = await running((_count, now) => now)
  await time.advance(1000)
  expect(worked.length).toBeLessThanOrEqual(21)
})

test('what is announced while it works brings the next time nearer', async () => {
  const { time, worked, handle, wake } = await running(async (count, now) => {
    if (count === 1) await wake()
    return now + 30 * SECOND
  })
  await time.advance(10)
  await handle.settled()
  await time.advance(1000)
  expect(worked).toEqual([0, 0.05])
})

test('after its end it works no more and leaves no timer', async () => {
  const { time, worked, handle, wake } = await running(() => undefined)
  await time.advance(10)
  await handle.stop()
  await wake()
  await time.advance(200_000)
  expect(worked).toEqual([0])
  expect(time.waiting()).toBe(0)
})

test('one that is at work when the end comes leaves no timer either', async () => {
  const time = fakeTime(0)
  const store = await openStore({ data: ':memory:', clock: time.clock, uuid: randomUUID })
  onTestFinished(() => store.close())
  const vault = await openVault(':memory:', store)
  let finish: (() => void) | undefined
  const gate = new Promise<void>((resolve) => {
    finish = resolve
  })
  const slow: Service = {
    name: 'slow',
    hear: () => undefined,
    work: async (_services, now) => gate.then(() => now + SECOND),
  }
  const handle = runServices({ store, vault, clock: time.clock, timers: time.timers, log: silentLog }, [slow])
  await time.advance(10)
  const stopped = handle.stop()
  finish?.()
  await stopped
  await time.advance(1)
  expect(time.waiting()).toBe(0)
})

test('a timer that fires a little early lets nothing be worked before its moment', async () => {
  const exact = fakeTime(0)
  const early: FakeTime = {
    ...exact,
    timers: { after: (ms, run) => exact.timers.after(ms > 2 ? ms - 1 : ms, run) },
  }
  const { time, worked } = await running(
    (count, now) => (count === 1 ? now + 10 * SECOND : undefined),
    undefined,
    early,
  )
  await time.advance(11_000)
  expect(worked).toEqual([0, 10])
})
