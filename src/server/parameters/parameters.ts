import { isAbsent } from '../model/absent.ts'
import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import { type InvalidDetail, type Problem, refused, valueError } from '../problem.ts'
import { CircularSchema, type ValidationOptions, schemaProblem, violationOf, violationText } from './json-schema.ts'

/** Prefect's setting `server.api.max_parameter_size`, in bytes of compact JSON. */
const MOST_BYTES = 524_288

/** `{}` and Prefect's model default are the same schema: that of a flow without parameters. */
const EMPTY_SCHEMA: JsonObject = { type: 'object', properties: {} }

/** The schema as it is stored: `{}` becomes the empty object schema, null stays (`prefect/_internal/schema.py`). */
export function storedSchema<T extends JsonObject | null | undefined>(schema: T): JsonObject | T {
  return !isAbsent(schema) && Object.keys(schema).length === 0 ? EMPTY_SCHEMA : schema
}

/** Parameters that are too many to store. */
export function sizeDetail(parameters: JsonObject | null | undefined): InvalidDetail | undefined {
  if (isAbsent(parameters)) return undefined
  const bytes = Buffer.byteLength(JSON.stringify(parameters))
  if (bytes <= MOST_BYTES) return undefined
  const shown = (count: number) => count.toLocaleString('en-US')
  const message = `Flow run parameters must be less than ${shown(MOST_BYTES)} bytes when serialized (got ${shown(bytes)} bytes).`
  return valueError(['body', 'parameters'], message, parameters)
}

/**
 * What is wrong with the parameters of a new deployment. Prefect looks only when the request itself says
 * `enforce_parameter_schema: true`, and at `required` not at all (`prefect/_internal/schemas/validators.py`).
 */
export function newParametersDetail(body: {
  readonly enforce_parameter_schema?: boolean
  readonly parameters?: JsonObject
  readonly parameter_openapi_schema?: JsonObject | null
}): InvalidDetail | undefined {
  const { enforce_parameter_schema: enforce, parameters = {}, parameter_openapi_schema: schema } = body
  if (enforce !== true || isAbsent(schema)) return undefined
  const problem = schemaProblem(schema)
  if (problem !== undefined) {
    const message = `The provided schema is not a valid json schema. Schema error: ${problem}`
    return valueError(['body'], message, body)
  }
  const text = problemText(parameters, schema, { preprocess: false, ignoreRequired: true })
  return text === undefined ? undefined : valueError(['body'], text, body)
}

/** What is wrong with the parameters that a changed deployment would have, as the 409 that Prefect answers. */
export function changedParametersProblem(parameters: Json, schema: Json | null): Problem | undefined {
  if (!isJsonObject(schema)) return refused(409, NO_SCHEMA)
  const text = problemText(parameters, schema, { preprocess: true, ignoreRequired: true })
  return text === undefined ? undefined : refused(409, `Error updating deployment: ${text}`)
}

/** What is wrong with the parameters of a new run, as the 409 that Prefect answers: here what is required counts. */
export function runParametersProblem(parameters: JsonObject, schema: Json | null): Problem | undefined {
  if (!isJsonObject(schema)) return refused(409, NO_SCHEMA)
  const text = problemText(parameters, schema, { preprocess: true, ignoreRequired: false })
  return text === undefined ? undefined : refused(409, `Error creating flow run: ${text}`)
}

/** A run is refused in the same words as a change. */
export const NO_SCHEMA =
  'Error updating deployment: Cannot update parameters because parameter schema enforcement is enabled and the deployment does not have a valid parameter schema.'

function problemText(parameters: Json, schema: JsonObject, options: ValidationOptions): string | undefined {
  try {
    const violation = violationOf(parameters, schema, options)
    return violation && violationText(violation)
  } catch (error) {
    if (!(error instanceof CircularSchema)) throw error
    throw refused(422, 'Invalid schema: Unable to validate schema with circular references.')
  }
}
