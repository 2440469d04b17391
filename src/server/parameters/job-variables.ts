import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import { type Problem, refused } from '../problem.ts'
import { blockReference, isReference } from './block-defaults.ts'
import { CircularSchema, schemaProblem, violationOf, violationText } from './json-schema.ts'
import { pythonRepr } from '../python-repr.ts'

const CIRCULAR = 'Invalid schema: Unable to validate schema with circular references.'

/**
 * What is wrong with the job variables of a new deployment by its pool's template, as the 422 that Prefect answers.
 * `required` counts only when a run starts, so it is not looked at (`prefect/server/api/validation.py`). The template
 * is one `withBlockDefaults`.
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
 * What is wrong with the job variables that a run has from its deployment and its own request. Only here does
 * `required` count, unless a default is no good itself (`validate_job_variables_for_deployment_flow_run`). The template
 * is one `withBlockDefaults`.
 */
export function runVariablesProblem(
  template: JsonObject,
  variables: JsonObject,
  doing: 'creating' | 'updating',
): Problem | undefined {
  const schema = schemaOf(template)
  if (schema === undefined) return undefined
  const { problem, defaults, ignoreRequired } = circularAs422(() => examined(schema))
  if (problem !== undefined) return refused(422, `Invalid schema: ${problem}`)
  const options = { preprocess: true, allowNoneWithDefault: true, ignoreRequired }
  const violation = circularAs422(() => violationOf({ ...defaults, ...variables }, schema, options))
  return violation && refused(422, `Error ${doing} flow run: ${violationText(violation)}`)
}

/** What all runs of a pool have in common. */
type Examined = {
  readonly problem: string | undefined
  readonly defaults: JsonObject
  readonly ignoreRequired: boolean
}

/** Schemas that were looked at, by their text: every run of a pool asks for the same one. Bounded. */
const known = new Map<string, Examined>()
const MOST_KNOWN = 100

function examined(schema: JsonObject): Examined {
  const text = JSON.stringify(schema)
  const found = known.get(text)
  if (found !== undefined) return found
  const problem = schemaProblem(schema)
  const defaults = problem === undefined ? validDefaults(schema) : {}
  const made = { problem, defaults, ignoreRequired: Object.keys(defaults).length < countOfDefaults(schema) }
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(text, made)
  return made
}

/** What is wrong with the defaults of a pool's template, which is one `withBlockDefaults`. */
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
    isJsonObject(property) && property.default !== undefined && !isReference(property.default)
      ? [[name, property.default] as const]
      : [],
  )
  return Object.fromEntries(defaults)
}

/** How many there should be; a reference to nothing is none. */
function countOfDefaults({ properties }: JsonObject): number {
  if (!isJsonObject(properties)) return 0
  const isDefault = (value: Json | undefined) =>
    value !== undefined && (!isReference(value) || blockReference(value) !== undefined)
  return Object.values(properties).filter((property) => isJsonObject(property) && isDefault(property.default)).length
}

function validDefaults(schema: JsonObject): JsonObject {
  const valid: [string, Json][] = []
  for (const [name, value] of Object.entries(defaultsOf(schema))) {
    const violation = violationOf({ [name]: value }, schema, { preprocess: false, ignoreRequired: true })
    // the others would take as long
    if (violation?.isEndless === true) break
    if (violation === undefined) valid.push([name, value])
  }
  return Object.fromEntries(valid)
}

function circularAs422<T>(check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (error instanceof CircularSchema) throw refused(422, CIRCULAR)
    throw error
  }
}
