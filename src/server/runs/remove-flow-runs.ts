import { carryOutSlots } from '../orchestration/carry-out-slots.ts'
import { readHeldSlots } from '../store/held-slots.ts'
import { deleteFlowRuns } from '../store/flow-run-write.ts'
import type { Store, Writer } from '../store/store.ts'

/**
 * Deletes runs with all that belongs to them, and gives back the slots that they hold of their deployments' limits
 * (`delete_flow_runs`, `S:models/flow_runs.py`). Ids of no run are passed over.
 */
export async function removeFlowRuns(trx: Writer, store: Store, ids: readonly string[]): Promise<void> {
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
  await deleteFlowRuns(trx, ids)
}
