import { setFlowRunState } from '../orchestration/set-flow-run-state.ts'
import { setTaskRunState } from '../orchestration/set-task-run-state.ts'
import { proposal } from '../model/state.ts'
import {
  type Period,
  type Subflow,
  cancellingSince,
  firstCancelledAfter,
  firstCancelling,
  subflowsOfCancelled,
  tasksOfCancelled,
} from '../store/due-run.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Store, Writer } from '../store/store.ts'
import { heardState } from './heard-state.ts'
import { SECOND, type Service } from './service.ts'

/** How long the tasks of a cancelled run may tell by themselves how they ended. Prefect looks every twenty seconds. */
const PATIENCE: Stamp = 10 * SECOND
/** After this time a run that is being cancelled counts as cancelled (`cancelling_timeout_seconds`). */
const CANCELLING_TIMEOUT: Stamp = 300 * SECOND
/** How far back the first look goes after a start, and each later one beyond the look before. */
const DAY: Stamp = 86_400 * SECOND
const OVERLAP: Stamp = 600 * SECOND
/** How many runs are cancelled before requests have their turn. */
const BATCH = 100

const BY_PARENT = 'The parent flow run was cancelled.'
const BY_TIMEOUT = 'Flow run cancellation timed out; marked this flow run as Cancelled.'

/**
 * Cancels what belongs to cancelled runs, and runs whose cancelling does not end
 * (`prefect/server/services/cancellation_cleanup.py`).
 */
export function newCancellationCleanup(): Service {
  let looked: Stamp | undefined
  return {
    name: 'cancellation cleanup',
    hear(announcement) {
      const heard = heardState(announcement)
      if (heard?.type === 'CANCELLED') return heard.since + PATIENCE
      return heard?.type === 'CANCELLING' ? heard.since + CANCELLING_TIMEOUT : undefined
    },
    async work({ store }, now, signal) {
      const within = { after: looked === undefined ? now - DAY : looked - OVERLAP, before: now - PATIENCE }
      const all = async (some: (trx: Writer) => Promise<number>): Promise<void> => {
        while (!signal.aborted && (await store.write(some)) === BATCH) continue
      }
      await all((trx) => cancelTasks(trx, store, within))
      await all((trx) => cancelSubflows(trx, store, within))
      await all((trx) => endCancelling(trx, store, now))
      looked = within.before
      return store.read((db) => nextMoment(db, within.before))
    },
  }
}

async function cancelTasks(trx: Writer, store: Store, within: Period): Promise<number> {
  const tasks = await tasksOfCancelled(trx, within, BATCH)
  const cancelled = proposal('CANCELLED', { message: BY_PARENT })
  for (const id of tasks) await setTaskRunState(trx, store, id, cancelled, { isForced: true })
  return tasks.length
}

async function cancelSubflows(trx: Writer, store: Store, within: Period): Promise<number> {
  const subflows = await subflowsOfCancelled(trx, within, BATCH)
  for (const subflow of subflows) await cancelSubflow(trx, store, subflow)
  return subflows.length
}

/** One that a worker runs has to be told to end, and keeps its slot until then. */
async function cancelSubflow(trx: Writer, store: Store, { id, isDeployed }: Subflow): Promise<void> {
  const proposed = proposal(isDeployed ? 'CANCELLING' : 'CANCELLED', { message: BY_PARENT })
  await setFlowRunState(trx, store, id, proposed, { policy: isDeployed ? 'core' : 'minimal' })
}

async function endCancelling(trx: Writer, store: Store, now: Stamp): Promise<number> {
  const runs = await cancellingSince(trx, now - CANCELLING_TIMEOUT, BATCH)
  const cancelled = proposal('CANCELLED', { message: BY_TIMEOUT })
  for (const id of runs) await setFlowRunState(trx, store, id, cancelled, { policy: 'core' })
  return runs.length
}

/** When a run will have been cancelled, or cancelling, for long enough. */
async function nextMoment(db: Reader, seen: Stamp): Promise<Stamp | undefined> {
  const cancelled = (await firstCancelledAfter(db, seen)) ?? Infinity
  const cancelling = (await firstCancelling(db)) ?? Infinity
  const next = Math.min(cancelled + PATIENCE, cancelling + CANCELLING_TIMEOUT)
  return next === Infinity ? undefined : next
}
