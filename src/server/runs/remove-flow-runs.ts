import { carryOutSlots } from '../orchestration/carry-out-slots.ts'
import { deleteFlowRuns, deleteLogsOfRun } from '../store/flow-run-write.ts'
import { readHeldSlots } from '../store/held-slots.ts'
import type { Store, Writer } from '../store/store.ts'

/** How many lines are deleted at once: a run may have logged a million, and others want to write meanwhile. */
const LINES_AT_ONCE = 5000

/**
 * Deletes the runs that `find` names with all that belongs to them, and gives back the slots that they hold of their
 * deployments' limits (`delete_flow_runs`, `prefect/server/models/flow_runs.py`); gives the ids of `find`. The logs go
 * last and bit by bit, as in Prefect.
 */
export async function removeFlowRuns(
  store: Store,
  find: (trx: Writer) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const ids = await store.write(async (trx) => {
    const found = await find(trx)
    await giveBackSlots(trx, store, found)
    await deleteFlowRuns(trx, found)
    return found
  })
  for (const id of ids) await removeLogs(store, id)
  return ids
}

async function giveBackSlots(trx: Writer, store: Store, ids: readonly string[]): Promise<void> {
  const at = store.now()
  for (const { limitId, leaseId } of await readHeldSlots(trx, ids)) {
    await carryOutSlots(
      trx,
      leaseId === null
        ? { kind: 'release-slot', limitId }
        : { kind: 'release-lease', leaseId, fallbackLimitId: limitId },
      at,
    )
  }
}

async function removeLogs(store: Store, flowRunId: string): Promise<void> {
  let deleted: number
  do deleted = await store.write((trx) => deleteLogsOfRun(trx, flowRunId, LINES_AT_ONCE))
  while (deleted === LINES_AT_ONCE)
}
