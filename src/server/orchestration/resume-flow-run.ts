import type { JsonObject } from '../../model/json.ts'
import { INTEGRITY_CONFLICT, refused } from '../problem.ts'
import { readFlowRunRow } from '../store/flow-run.ts'
import { insertInput } from '../store/flow-run-input.ts'
import { apiState, stateOf } from '../store/run-state.ts'
import type { Store, Writer } from '../store/store.ts'
import type { OrchestrationResult, Transition } from './answer.ts'
import { runInput } from './run-input.ts'
import { setFlowRunState } from './set-flow-run-state.ts'
import { type State, proposal } from '../model/state.ts'

/**
 * Lets a paused run go on: at once, or, where it was suspended, as soon as somebody starts it again. What the run waits
 * for is checked and stored for it (`resume_flow_run`, `prefect/server/api/flow_runs.py`). Undefined if there is no
 * such run.
 */
export async function resumeFlowRun(
  trx: Writer,
  store: Store,
  id: string,
  { input, clientVersion }: { readonly input: JsonObject; readonly clientVersion: string | undefined },
): Promise<Transition | undefined> {
  const row = await readFlowRunRow(trx, id)
  if (row === undefined) return undefined
  const state = row.state === null ? null : stateOf(row.state)
  if (state?.type !== 'PAUSED') return unwritten(null, 'ABORT', 'Cannot resume a flow run that is not paused.')
  const keys = keysOf(state)
  const taken =
    keys === undefined ? undefined : await runInput(trx, { flowRunId: id, schemaKey: keys.schema, sent: input })
  if (taken?.isFit === false) return unwritten(state, 'REJECT', taken.reason)
  const proposed = state.state_details.pause_reschedule
    ? proposal('SCHEDULED', { name: 'Resuming', details: { scheduled_time: store.now() } })
    : proposal('RUNNING')
  const transition = await setFlowRunState(trx, store, id, proposed, { policy: 'core', clientVersion })
  const isAccepted = transition?.result.status === 'ACCEPT'
  if (isAccepted && keys !== undefined && taken?.isFit === true && Object.keys(taken.input).length > 0) {
    const value = JSON.stringify(taken.input)
    const stored = { id: store.uuid(), at: store.now(), flowRunId: id, key: keys.response, value, sender: null }
    if (!(await insertInput(trx, stored))) throw refused(409, INTEGRITY_CONFLICT)
  }
  return transition
}

/** Where the run left the schema of what it waits for, and where it looks for that. */
function keysOf({ state_details: { run_input_keyset: keys } }: State) {
  if (keys === null || Object.keys(keys).length === 0) return undefined
  return { schema: keys['schema'] ?? '', response: keys['response'] ?? '' }
}

/** An answer that leaves the run as it is. A rejection here carries the details of an abortion, as Prefect's does. */
function unwritten(state: State | null, status: 'ABORT' | 'REJECT', reason: string): Transition {
  const result: OrchestrationResult = {
    state: state && apiState(state),
    status,
    details: { type: 'abort_details', reason },
  }
  return { result, isNew: false }
}
