import { createHash } from 'node:crypto'
import { cpuUsage } from 'node:process'
import { type Context, createContext, Script } from 'node:vm'

/** Work that took longer than it may. */
export class OutOfTime extends Error {}

/** In milliseconds: how long work may keep all others waiting, the first time and after many times. */
const MOST = 1000
const LEAST = 50
/** How long work may take that took too long when it was last done, by the hash of its key. */
const left = new Map<string, number>()
const MOST_LEFT = 200

/**
 * Does work that computes and nothing else, and breaks it off when it takes too long, wherever it stands: also in the
 * midst of a regular expression. Then `reset` is called, since what the work was changing is in an unknown state, and
 * work of the same key may take half as long until it has kept to its time once. Only time in which this process
 * computed counts: on a busy machine the work is done again. Throws what the work throws. Costs a fifth of a millisecond.
 */
export function inTime<T>(key: string, work: () => T, reset: () => void): T | OutOfTime {
  const hash = createHash('sha256').update(key).digest('base64')
  const most = left.get(hash) ?? MOST
  let computed = 0
  for (;;) {
    const before = cpuUsage()
    try {
      const value = breakable(most, work)
      left.delete(hash)
      return value
    } catch (error) {
      if (!isTimeout(error)) throw error
      reset()
      const { user, system } = cpuUsage(before)
      computed += (user + system) / 1000
      // all times together: a machine that is always busy ends it, too
      if (computed < most / 2) continue
      if (left.size >= MOST_LEFT) left.clear()
      left.set(hash, Math.max(Math.floor(most / 2), LEAST))
      return new OutOfTime('The schema takes too long.', { cause: error })
    }
  }
}

/** Only scripts can be broken off: this one calls the work. */
const SCRIPT = new Script('work()')
let room: Context | undefined

function breakable<T>(ms: number, work: () => T): T {
  const done: { value: T }[] = []
  room ??= createContext({})
  room['work'] = () => void done.push({ value: work() })
  try {
    SCRIPT.runInContext(room, { timeout: ms })
  } finally {
    delete room['work']
  }
  const [first] = done
  if (first === undefined) throw new Error('work ended without a value')
  return first.value
}

/** The error comes from another realm, so it is known by its code alone. */
function isTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === TIMEOUT
}

const TIMEOUT = 'ERR_SCRIPT_EXECUTION_TIMEOUT'
