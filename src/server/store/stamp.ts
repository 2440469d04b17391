import type { Clock } from '../../model/clock.ts'

/** A moment as UNIX microseconds, whole: what the tables hold. Prefect's own precision. */
export type Stamp = number

/**
 * Gives the present moment, later than every one it gave before, so that two writes within a millisecond still have an
 * order and an `updated` that moves.
 */
export function stamps(clock: Clock): () => Stamp {
  let last = 0
  return () => {
    last = Math.max(last + 1, Math.round(clock() * 1000))
    return last
  }
}

/**
 * The stamp as the API writes it: UTC with six decimals, as in `2026-11-21T10:16:08.960124Z`; whole seconds, as schedules
 * have them, without any, as pydantic does.
 */
export function stampText(stamp: Stamp): string {
  const text = new Date(Math.floor(stamp / 1000)).toISOString()
  if (stamp % 1_000_000 === 0) return `${text.slice(0, 19)}Z`
  return `${text.slice(0, 23)}${String(((stamp % 1000) + 1000) % 1000).padStart(3, '0')}Z`
}
