import { setFlowRunState } from '../orchestration/set-flow-run-state.ts'
import { setTaskRunState } from '../orchestration/set-task-run-state.ts'
import { proposal } from '../orchestration/state.ts'
import { type Period, type Subflow, readCancelling, subflowsOfCancelled, tasksOfCancelled } from '../store/due-run.ts'
import type { Stamp } from '../store/stamp.ts'
import type { Store, Writer } from '../store/store.ts'
import { heardState } from './heard-state.ts'
import { SECOND, type Service } from './service.ts'

/** How long the tasks of a cancelled run may tell by themselves how they ended. Prefect looks every twenty seconds. */
const PATIENCE: Stamp = 10 * SECOND
/** After this time a run that is being cancelled counts as cancelled (`cancelling_timeout_seconds`). */
const CANCELLING_TIMEOUT: Stamp = 300 * SECOND
/** How far back the first look goes after a start, and each later one beyond the look before. */
const DAY: Stamp = 86_400 * SECOND
const OVERLAP: Stamp = 600 * SECOND
const BATCH = 100

const BY_PARENT = 'The parent flow run was cancelled.'
const BY_TIMEOUT = 'Flow run cancellation timed out; marked this flow run as Cancelled.'

/** Cancels what belongs to cancelled runs, and runs whose cancelling does not end (`S:services/cancellation_cleanup.py`). */
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
      while (!signal.aborted && (await store.write((trx) => cancelTasks(trx, store, within))) === BATCH) continue
      for (const subflow of await store.read((db) => subflowsOfCancelled(db, within))) {
        await store.write((trx) => cancelSubflow(trx, store, subflow))
      }
      looked = within.before
      return endCancelling(store, now)
    },
  }
}

async function cancelTasks(trx: Writer, store: Store, within: Period): Promise<number> {
  const tasks = await tasksOfCancelled(trx, within, BATCH)
  const cancelled = proposal('CANCELLED', { message: BY_PARENT })
  for (const id of tasks) await setTaskRunState(trx, store, id, cancelled, { isForced: true })
  return tasks.length
}

/** One that a worker runs has to be told to end. */
async function cancelSubflow(trx: Writer, store: Store, { id, isDeployed, isCancelling }: Subflow): Promise<void> {
  if (isDeployed && isCancelling) return
  const proposed = proposal(isDeployed ? 'CANCELLING' : 'CANCELLED', { message: BY_PARENT })
  await setFlowRunState(trx, store, id, proposed, { policy: 'core' })
}

/** Gives the moment when the next run will have been cancelling for too long. */
async function endCancelling(store: Store, now: Stamp): Promise<Stamp | undefined> {
  const runs = await store.read((db) => readCancelling(db, BATCH))
  for (const { id, since } of runs) {
    if (since + CANCELLING_TIMEOUT > now) return since + CANCELLING_TIMEOUT
    const proposed = proposal('CANCELLED', { message: BY_TIMEOUT })
    await store.write((trx) => setFlowRunState(trx, store, id, proposed, { policy: 'core' }))
  }
  return runs.length === BATCH ? now : undefined
}
