import { type JsonObject, isJsonObject } from '../../model/json.ts'
import { type Problem, refused } from '../problem.ts'
import { CircularSchema, schemaProblem, violationOf, violationText } from './json-schema.ts'
import { pythonRepr } from '../python-repr.ts'

const CIRCULAR = 'Invalid schema: Unable to validate schema with circular references.'

/**
 * What is wrong with the job variables of a new deployment by its pool's template, as the 422 that Prefect answers.
 * `required` counts only when a run starts, so it is not looked at (`S:api/validation.py`).
 */
export function newVariablesProblem(template: JsonObject, variables: JsonObject): Problem | undefined {
  const schema = schemaOf(template)
  if (schema === undefined || Object.keys(variables).length === 0) return undefined
  const problem = schemaProblem(schema)
  if (problem !== undefined) return refused(422, `Invalid schema: ${problem}`)
  const text = overlayProblem(schema, { ...validDefaults(schema), ...variables })
  return text === undefined ? undefined : refused(422, `Error creating deployment: ${text}`)
}

/** The same for a PATCH that names the pool: no defaults are laid under, and the words are others (409). */
export function changedVariablesProblem(template: JsonObject, variables: JsonObject): Problem | undefined {
  const schema = schemaOf(template)
  if (schema === undefined) return undefined
  const violation = circularAs422(() => violationOf(variables, schema, { preprocess: true, ignoreRequired: true }))
  if (violation === undefined) return undefined
  return refused(409, `Error creating deployment: <ValidationError: ${pythonRepr(violation.reason)}>`)
}

/**
 * What is wrong with the job variables that a run has from its deployment and its own request. Only here does `required`
 * count, unless a default is no good itself (`validate_job_variables_for_deployment_flow_run`).
 */
export function runVariablesProblem(
  template: JsonObject,
  variables: JsonObject,
  doing: 'creating' | 'updating',
): Problem | undefined {
  const schema = schemaOf(template)
  if (schema === undefined) return undefined
  const problem = schemaProblem(schema)
  if (problem !== undefined) return refused(422, `Invalid schema: ${problem}`)
  const defaults = validDefaults(schema)
  const ignoreRequired = Object.keys(defaults).length < Object.keys(defaultsOf(schema)).length
  const options = { preprocess: true, allowNoneWithDefault: true, ignoreRequired }
  const violation = circularAs422(() => violationOf({ ...defaults, ...variables }, schema, options))
  return violation && refused(422, `Error ${doing} flow run: ${violationText(violation)}`)
}

/** What is wrong with the defaults of a pool's template. */
export function templateDefaultsProblem(template: JsonObject): Problem | undefined {
  const schema = schemaOf(template)
  if (schema === undefined) return undefined
  const problem = schemaProblem(schema)
  if (problem !== undefined) return refused(422, `Invalid schema: ${problem}`)
  const text = overlayProblem(schema, defaultsOf(schema))
  return text === undefined
    ? undefined
    : refused(422, `Validation failed for work pool's job variable defaults: ${text}`)
}

function schemaOf(template: JsonObject): JsonObject | undefined {
  const { variables } = template
  return isJsonObject(variables) && Object.keys(variables).length > 0 ? variables : undefined
}

function overlayProblem(schema: JsonObject, values: JsonObject): string | undefined {
  const options = { preprocess: true, allowNoneWithDefault: true, ignoreRequired: true }
  const violation = circularAs422(() => violationOf(values, schema, options))
  return violation && violationText(violation)
}

function defaultsOf(schema: JsonObject): JsonObject {
  if (!isJsonObject(schema.properties)) return {}
  const defaults = Object.entries(schema.properties).flatMap(([name, property]) =>
    isJsonObject(property) && property.default !== undefined && !isBlockReference(property.default)
      ? [[name, property.default] as const]
      : [],
  )
  return Object.fromEntries(defaults)
}

function validDefaults(schema: JsonObject): JsonObject {
  const isValid = ([name, value]: [string, JsonObject[string]]) =>
    violationOf({ [name]: value }, schema, { preprocess: false, ignoreRequired: true }) === undefined
  return Object.fromEntries(Object.entries(defaultsOf(schema)).filter(isValid))
}

/** A default that lives in a block: this server keeps none. */
function isBlockReference(value: unknown): boolean {
  return isJsonObject(value) && '$ref' in value
}

function circularAs422<T>(check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (error instanceof CircularSchema) throw refused(422, CIRCULAR)
    throw error
  }
}
