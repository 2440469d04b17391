import { expect, it } from 'vitest'
import { levelTriggered } from '../../src/reconcile/level-triggered.ts'

/** A reconcile whose end the test decides. */
function heldRuns() {
  const ends: (() => void)[] = []
  let active = 0
  let most = 0
  const run = async () => {
    active += 1
    most = Math.max(most, active)
    await new Promise<void>((resolve) => ends.push(resolve))
    active -= 1
  }
  return { run, ends, most: () => most }
}

it('folds nudges during a run into one further run, and never runs two at once', async () => {
  const { run, ends, most } = heldRuns()
  const loop = levelTriggered(run)
  const first = loop.nudge()
  await new Promise(setImmediate)
  const rest = [loop.nudge(), loop.nudge(), loop.nudge()]
  ends[0]!()
  await new Promise(setImmediate)
  ends[1]!()
  await Promise.all([first, ...rest])
  expect(ends.length).toBe(2)
  expect(most()).toBe(1)
})

it('runs again after a run that failed', async () => {
  let runs = 0
  const loop = levelTriggered(async () => {
    runs += 1
    if (runs === 1) throw new Error('first')
  })
  await expect(loop.nudge()).rejects.toThrow('first')
  await loop.nudge()
  expect(runs).toBe(2)
})

it('runs again for a nudge that came during a run that then failed', async () => {
  let runs = 0
  let fail: (error: Error) => void = () => undefined
  const loop = levelTriggered(async () => {
    runs += 1
    if (runs === 1) await new Promise<void>((_, reject) => (fail = reject))
  })
  const first = loop.nudge()
  await new Promise(setImmediate)
  const second = loop.nudge()
  fail(new Error('first'))
  await expect(first).rejects.toThrow('first')
  await second
  expect(runs).toBe(2)
})

it('lets the run in flight finish when it is stopped, and starts no other', async () => {
  const { run, ends } = heldRuns()
  const loop = levelTriggered(run)
  const first = loop.nudge()
  await new Promise(setImmediate)
  const stopped = loop.stop()
  void loop.nudge()
  ends[0]!()
  await Promise.all([first, stopped])
  expect(ends.length).toBe(1)
})
