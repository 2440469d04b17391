import type { Clock } from '../../src/model/clock.ts'
import type { Timers } from '../../src/server/timers.ts'

/** Time that a test moves: a clock and timers that agree with it. */
export type FakeTime = {
  readonly clock: Clock
  readonly timers: Timers
  /** How many timers wait. */
  readonly waiting: () => number
  /**
   * Lets so many milliseconds pass. Whatever falls due on the way is run in order, each at its own moment, and what it
   * sets going in memory (promises, `setImmediate`) gets its turn before time moves on.
   */
  advance(ms: number): Promise<void>
  /** Sets the clock forward, or back, and no timer notices: as when a machine was suspended. */
  jump(ms: number): void
}

/** Begins at a moment in UNIX milliseconds. */
export function fakeTime(start = Date.parse('2026-08-21T10:00:00Z')): FakeTime {
  let now = start
  let made = 0
  const due = new Map<number, { readonly at: number; readonly run: () => void }>()
  const next = (until: number) =>
    [...due].filter(([, { at }]) => at <= until).sort(([i, a], [j, b]) => a.at - b.at || i - j)[0]
  return {
    clock: () => now,
    timers: {
      after(ms, run) {
        const id = made++
        due.set(id, { at: now + Math.max(ms, 0), run })
        return () => void due.delete(id)
      },
    },
    waiting: () => due.size,
    jump(ms) {
      now += ms
      for (const [id, entry] of due) due.set(id, { ...entry, at: entry.at + ms })
    },
    async advance(ms) {
      const until = now + ms
      await settled()
      for (let entry = next(until); entry !== undefined; entry = next(until)) {
        const [id, { at, run }] = entry
        due.delete(id)
        now = Math.max(now, at)
        run()
        await settled()
      }
      now = until
    },
  }
}

/** Lets promises and immediates that are under way go as far as they can without time passing. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}
