import type { Service } from '../services/service.ts'
import { SECOND } from '../services/service.ts'
import type { Services } from '../services.ts'
import { nextActions } from '../store/automation-action.ts'
import { enabledAutomations } from '../store/automation.ts'
import type { Stamp } from '../model/stamp.ts'
import { act } from './act.ts'
import type { Action } from '../model/automation.ts'
import type { Reach } from './action-attempt.ts'
import { type Watching, evaluateEvents, evaluateTime, restartWindows, sweep } from './evaluate.ts'

/** How many transactions of events, and how many actions, are worked off before others have their turn. */
const MOST_ROUNDS = 10
const MOST_ACTIONS = 50
/** How often windows that have ended are looked for. */
const SWEEP: Stamp = 60 * SECOND

/**
 * Lets automations see what happened and act on it (`prefect/server/events/triggers.py`, `actions.py`). What was counted,
 * what fired and what is still to be done survives the process. Without automations that are turned on it does nothing.
 */
export function newAutomations(reach: Omit<Reach, 'signal'>): Service {
  let watching: readonly Watching[] | undefined
  let isStarted = false
  let swept: Stamp = 0
  return {
    name: 'automations',
    hear(announcement, now) {
      if (announcement.kind === 'automations_changed') {
        watching = undefined
        return now
      }
      return announcement.kind === 'event' && watching?.length !== 0 ? now : undefined
    },
    async work(services, now, signal) {
      const { store } = services
      watching ??= await store.read(enabledAutomations)
      const present = watching
      if (!isStarted) await restartWindows(store, present, now)
      isStarted = true
      const isMore = await evaluateNext(services, present, signal)
      const isWaiting = await actNext(services, { ...reach, signal })
      if (isMore || isWaiting || watching !== present) return now
      const next = await evaluateTime(store, present, now)
      if (now - swept >= SWEEP && present.length > 0) {
        await sweep(store, present, now)
        swept = now
      }
      return (await store.read((db) => nextActions(db, 1))).length === 0 ? next : now
    },
  }
}

async function evaluateNext(services: Services, watching: readonly Watching[], signal: AbortSignal): Promise<boolean> {
  if (watching.length === 0) return false
  for (let round = 0; round < MOST_ROUNDS && !signal.aborted; round += 1) {
    if (!(await evaluateEvents(services, watching))) return false
  }
  return true
}

async function actNext(services: Services, reach: Reach): Promise<boolean> {
  const noted = await services.store.read((db) => nextActions(db, MOST_ACTIONS))
  // what others are asked for may take its time: nothing else waits for it meanwhile
  const calls: Promise<void>[] = []
  const errors: unknown[] = []
  for (const next of noted) {
    if (reach.signal.aborted) break
    const done = act(services, reach, next).catch((error: unknown) => void errors.push(error))
    calls.push(done)
    if (!isCall(next.action.action)) await done
    if (errors.length > 0) break
  }
  await Promise.all(calls)
  if (errors.length > 0) throw errors[0]
  return noted.length === MOST_ACTIONS
}

function isCall({ type }: Action): boolean {
  return type === 'call-webhook' || type === 'send-notification'
}
