import { type Json, isJsonObject } from '../../model/json.ts'
import { createArtifact } from '../artifacts/artifact-writes.ts'
import { storedState } from '../store/run-state.ts'
import type { Store, Writer } from '../store/store.ts'
import type { State } from '../model/state.ts'

type Owner = { readonly flow_run_id: string | null; readonly task_run_id: string | null }

/** The state as it is answered, and as it is stored: of a result that was not stored nothing is kept. */
export type WrittenState = { readonly said: State; readonly stored: State }

/**
 * Makes what a state says of its result an artifact of the run, with the key, type and description that it may carry
 * along (`_validate_proposed_state`, `prefect/server/orchestration/rules.py`, and `Artifact.from_result`,
 * `prefect/server/schemas/core.py`).
 */
export async function withResultArtifact(trx: Writer, store: Store, state: State, owner: Owner): Promise<WrittenState> {
  const stored = storedState(state)
  if (stored.data === null) return { said: state, stored }
  const { data, key, type, description } = partsOf(stored.data)
  await createArtifact(trx, store, { ...owner, data, key, type, description, metadata_: null })
  const without = { ...stored, data }
  return { said: without, stored: without }
}

function partsOf(data: Json) {
  if (!isJsonObject(data)) return { data, key: null, type: null, description: null }
  const { artifact_key: key, artifact_type: type, artifact_description: description, ...rest } = data
  return { data: rest, key: textOf(key), type: textOf(type), description: textOf(description) }
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
