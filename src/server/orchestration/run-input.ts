import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import { HydrationFailure, hydrated } from '../parameters/hydration.ts'
import { CircularSchema, violationOf, violationText } from '../parameters/json-schema.ts'
import { variablesFor } from '../parameters/variables.ts'
import { readInput } from '../store/flow-run-input.ts'
import type { Reader } from '../store/store.ts'

/** What someone gave a paused run, or why the run cannot take it. */
export type RunInput =
  | { readonly isFit: true; readonly input: JsonObject }
  | { readonly isFit: false; readonly reason: string }

/**
 * Renders the placeholders of an input and checks it against the schema that the run left behind under that key
 * (`resume_flow_run`, `prefect/server/api/flow_runs.py`).
 */
export async function runInput(
  db: Reader,
  { flowRunId, schemaKey, sent }: { readonly flowRunId: string; readonly schemaKey: string; readonly sent: JsonObject },
): Promise<RunInput> {
  const rendered = await renderedInput(db, sent)
  if (!rendered.isFit) return rendered
  const stored = await readInput(db, flowRunId, schemaKey)
  if (stored === undefined) return { isFit: false, reason: 'Run input schema not found.' }
  const schema = schemaOf(stored.value)
  if (schema === undefined) return { isFit: false, reason: 'Run input schema is not valid JSON.' }
  const reason = misfit(rendered.input, schema)
  return reason === undefined ? rendered : { isFit: false, reason }
}

async function renderedInput(db: Reader, sent: JsonObject): Promise<RunInput> {
  const variables = await variablesFor(db, sent)
  try {
    return { isFit: true, input: hydrated(sent, variables) }
  } catch (error) {
    if (!(error instanceof HydrationFailure)) throw error
    return { isFit: false, reason: `Error hydrating run input: ${error.reason}` }
  }
}

function schemaOf(text: string): JsonObject | undefined {
  try {
    const schema: Json = JSON.parse(text)
    return isJsonObject(schema) ? schema : undefined
  } catch {
    // The flow wrote something else than JSON, which the answer says.
    return undefined
  }
}

function misfit(input: JsonObject, schema: JsonObject): string | undefined {
  try {
    const violation = violationOf(input, schema, { preprocess: true, ignoreRequired: false })
    return violation && `Reason: ${violationText(violation)}`
  } catch (error) {
    if (!(error instanceof CircularSchema)) throw error
    return 'Invalid schema: Unable to validate schema with circular references.'
  }
}
