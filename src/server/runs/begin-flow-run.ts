import { setFlowRunState } from '../orchestration/set-flow-run-state.ts'
import type { ProposedState } from '../model/state.ts'
import { INTEGRITY_CONFLICT, refused } from '../problem.ts'
import { readStoredDocument } from '../store/block-document.ts'
import { findFlowRunByKey } from '../store/flow-run.ts'
import { type NewFlowRun, insertFlowRun } from '../store/flow-run-write.ts'
import type { Store, Writer } from '../store/store.ts'

/** A run by its id, and whether it is new: a repeated idempotency key names the run that is there. */
export type BegunFlowRun = { readonly id: string; readonly isNew: boolean }

/**
 * Adds a run and gives it its first state, which no rule stands in the way of (`create_flow_run`,
 * `prefect/server/models/flow_runs.py`). A run of the same flow and idempotency key is left as it is.
 */
export async function beginFlowRun(
  trx: Writer,
  store: Store,
  run: NewFlowRun,
  first: ProposedState,
): Promise<BegunFlowRun> {
  await requireInfrastructure(trx, run.infrastructureDocumentId)
  if (await insertFlowRun(trx, run)) {
    await setFlowRunState(trx, store, run.id, first, { policy: 'minimal' })
    return { id: run.id, isNew: true }
  }
  const id = await findFlowRunByKey(trx, run.flowId, run.idempotencyKey ?? '')
  if (id === undefined) throw new Error(`flow run ${run.id} is neither new nor known`)
  return { id, isNew: false }
}

/** Throws the 409 of a block that is not there. */
async function requireInfrastructure(trx: Writer, id: string | null): Promise<void> {
  if (id === null || (await readStoredDocument(trx, id)) !== undefined) return
  throw refused(409, INTEGRITY_CONFLICT)
}
