import { Ajv2020, type ErrorObject, MissingRefError, type ValidateFunction } from 'ajv/dist/2020.js'
import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import { bestError, outermost } from './best-error.ts'
import { fieldOf, violationReason } from './jsonschema-words.ts'
import { inTime, OutOfTime } from './in-time.ts'
import { reasonOf } from '../reason.ts'

/** Why a value does not follow a schema: where, and Python jsonschema's words. */
export type Violation = {
  readonly field: string | undefined
  readonly reason: string
  /** Whether it took too long to find out. */
  readonly isEndless?: boolean
}

export type ValidationOptions = {
  /** Lets an optional property without a default be null, as Prefect does for schemas made by pydantic 1. */
  readonly preprocess: boolean
  readonly allowNoneWithDefault?: boolean
  readonly ignoreRequired: boolean
}

/** A schema that refers to itself without end. */
export class CircularSchema extends Error {}

/** The first violation by Prefect's rules, or undefined. Throws `CircularSchema`. Formats are not checked. */
export function violationOf(value: Json, schema: JsonObject, options: ValidationOptions): Violation | undefined {
  const found = judged(value, withoutProse(prepared(schema, options)), (errors) => {
    const error = bestError(errors)
    return error && { field: fieldOf(error), reason: violationReason(error, errors) }
  })
  if (!(found instanceof Error)) return found
  return { field: undefined, reason: found.message, isEndless: found instanceof OutOfTime }
}

/** One of many violations: where it is as a JSON pointer, and by which keyword of the schema. */
export type PlacedViolation = { readonly pointer: string; readonly keyword: string; readonly reason: string }

/**
 * Every violation by Prefect's rules, those inside of unions left out. Throws `CircularSchema`. Formats are not
 * checked.
 */
export function violationsOf(
  value: Json,
  schema: JsonObject,
): readonly PlacedViolation[] | { readonly reason: string } {
  const found = judged(value, withoutProse(preprocessed(schema, false)), (errors) =>
    outermost(errors).map((error) => ({
      pointer: error.instancePath,
      keyword: error.keyword,
      reason: violationReason(error, errors),
    })),
  )
  if (found === undefined) return []
  if (found instanceof Error) return { reason: found.message }
  // unexpected properties are told together
  return [...new Map(found.map((violation) => [`${violation.pointer} ${violation.reason}`, violation])).values()]
}

/** Prefect's sentence: `Validation failed for field 'x'. Failure reason: 's' is not of type 'integer'`. */
export function violationText({ field, reason }: Violation): string {
  return field === undefined
    ? `Validation failed. Failure reason: ${reason}`
    : `Validation failed for field '${field}'. Failure reason: ${reason}`
}

/** Why a schema is none by draft 2020-12, in Python jsonschema's words; undefined if it is one. */
export function schemaProblem(schema: JsonObject): string | undefined {
  const work = (): string | undefined => {
    if (compiler.validateSchema(schema) === true) return undefined
    const errors = compiler.errors ?? []
    const error = bestError(errors)
    return error && violationReason(error, errors)
  }
  const text = JSON.stringify(schema)
  const found = text.length <= SHORT ? work() : inTime(text, work, forgetAll)
  return found instanceof OutOfTime ? found.message : found
}

function newCompiler(): Ajv2020 {
  return new Ajv2020({
    strict: false,
    allErrors: true,
    verbose: true,
    validateFormats: false,
    validateSchema: false,
    addUsedSchema: false,
    logger: false,
  })
}

let compiler = newCompiler()

/** Compiled schemas by their text: the same flow is deployed many times. Bounded, as every schema is code in memory. */
const known = new Map<string, Known>()
const MOST_KNOWN = 200
const MOST_CHARACTERS = 4 * 1024 * 1024
let characters = 0

type Known = {
  readonly schema: JsonObject
  readonly text: string
  readonly validate: ValidateFunction
  readonly isQuick: boolean
}

function compiled(schema: JsonObject): Known | Error {
  const text = JSON.stringify(schema)
  const found = known.get(text)
  if (found !== undefined) return found
  try {
    const compile = (): ValidateFunction => compiler.compile(schema)
    const validate = text.length <= SHORT ? compile() : inTime(`compile ${text}`, compile, forgetAll)
    if (validate instanceof OutOfTime) return validate
    const made = { schema, text, validate, isQuick: text.length <= SHORT && !SLOW.test(text) }
    forgetOldest()
    known.set(text, made)
    characters += text.length
    return made
  } catch (error) {
    if (error instanceof RangeError) throw new CircularSchema('circular', { cause: error })
    if (error instanceof MissingRefError) return new Error(`Unresolvable: ${error.missingRef}`)
    return new Error(reasonOf(error))
  }
}

/**
 * What is made of the errors of a value, or undefined if there are none. A pattern or a definition that is used twice
 * at every level can keep a validator busy for years, with a schema and a value of a few characters.
 */
function judged<T>(
  value: Json,
  schema: JsonObject,
  tell: (errors: readonly ErrorObject[]) => T,
): T | Error | undefined {
  const made = compiled(schema)
  if (made instanceof Error) return made
  const work = (): T | undefined => (runs(made.validate, value) ? undefined : tell(made.validate.errors ?? []))
  return made.isQuick && JSON.stringify(value).length <= SHORT ? work() : inTime(made.text, work, forgetAll)
}

/** In characters: what is as short as this, and has nothing that is `SLOW`, takes some milliseconds at most. */
const SHORT = 16 * 1024
/** Keywords that can take time out of all proportion to the length of a schema and a value. */
const SLOW = /"(?:pattern|patternProperties|uniqueItems|\$ref|\$dynamicRef)":/
/** Begins anew after a compilation was broken off in the midst of whatever it did. */
function forgetAll(): void {
  compiler = newCompiler()
  known.clear()
  characters = 0
}

/**
 * The schema without what only people read, so that flows that differ in titles and defaults share one compiled schema:
 * compiling takes longer than all else that a deployment's creation does.
 */
function withoutProse({
  title: _title,
  description: _text,
  default: _value,
  examples: _some,
  ...schema
}: JsonObject): JsonObject {
  const inner = Object.entries(schema).map(([keyword, value]) => [
    keyword,
    NAMED_SCHEMAS.has(keyword) && isJsonObject(value)
      ? mapped(value, (one) => (isJsonObject(one) ? withoutProse(one) : one))
      : value,
  ])
  return Object.fromEntries(inner)
}

/** The keywords whose members are schemas by name. */
const NAMED_SCHEMAS: ReadonlySet<string> = new Set(['properties', 'definitions', '$defs'])

function forgetOldest(): void {
  for (const [text, { schema }] of known) {
    if (known.size < MOST_KNOWN && characters < MOST_CHARACTERS) return
    known.delete(text)
    characters -= text.length
    compiler.removeSchema(schema)
  }
}

function runs(validate: ValidateFunction, value: Json): boolean {
  try {
    return validate(value)
  } catch (error) {
    if (error instanceof RangeError) throw new CircularSchema('circular', { cause: error })
    throw error
  }
}

function prepared(schema: JsonObject, options: ValidationOptions): JsonObject {
  const fixed = options.preprocess ? preprocessed(schema, options.allowNoneWithDefault ?? false) : schema
  return options.ignoreRequired ? withoutRequired(fixed) : fixed
}

function withoutRequired(schema: JsonObject): JsonObject {
  const kept = Object.entries(schema).filter(([key, value]) => !(key === 'required' && Array.isArray(value)))
  return Object.fromEntries(kept.map(([key, value]) => [key, valueWithoutRequired(value)]))
}

function valueWithoutRequired(value: Json): Json {
  if (isJsonObject(value)) return withoutRequired(value)
  return Array.isArray(value) ? value.map(valueWithoutRequired) : value
}

/** `preprocess_schema` of Prefect 3.8 (`prefect/utilities/schema_tools/validation.py`). */
function preprocessed(schema: JsonObject, allowNoneWithDefault: boolean): JsonObject {
  const { definitions } = schema
  const own = withFixedProperties(schema, allowNoneWithDefault)
  if (!isJsonObject(definitions)) return own
  const fixed = (definition: Json) =>
    isJsonObject(definition) ? withFixedProperties(definition, allowNoneWithDefault) : definition
  const all = mapped(definitions, fixed)
  return { ...own, definitions: { ...all, ...byReference(all) } }
}

/** Where a schema wants a block, the id of one does, too. */
function byReference(definitions: JsonObject): JsonObject {
  const blocks = Object.values(definitions).flatMap((definition) => {
    if (!isJsonObject(definition) || !('block_type_slug' in definition)) return []
    const { title } = definition
    return typeof title === 'string' ? [[title, { oneOf: [definition, BLOCK_REFERENCE] }] as const] : []
  })
  return Object.fromEntries(blocks)
}

const BLOCK_REFERENCE: JsonObject = {
  type: 'object',
  properties: {
    $ref: {
      oneOf: [{ type: 'string' }, { type: 'object', additionalProperties: { type: 'string' }, minProperties: 1 }],
    },
  },
  required: ['$ref'],
}

function withFixedProperties(schema: JsonObject, allowNoneWithDefault: boolean): JsonObject {
  if (!isJsonObject(schema.properties)) return schema
  const required: readonly Json[] = Array.isArray(schema.required) ? schema.required : []
  const fixed = (property: Json, name: string) =>
    isJsonObject(property) ? fixedProperty(property, required.includes(name), allowNoneWithDefault) : property
  return { ...schema, properties: mapped(schema.properties, fixed) }
}

function mapped(object: JsonObject, change: (value: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]))
}

function fixedProperty(property: JsonObject, isRequired: boolean, allowNoneWithDefault: boolean): JsonObject {
  const { type, items, ...rest } = withFixedProperties(property, allowNoneWithDefault)
  const mayBeNull =
    !isRequired && type !== undefined && type !== 'null' && (!('default' in property) || allowNoneWithDefault)
  const isTuple = Array.isArray(items) && items.length > 0 && !('prefixItems' in property)
  return {
    ...rest,
    ...(type === undefined ? {} : mayBeNull ? { anyOf: [{ type }, { type: 'null' }] } : { type }),
    ...(items === undefined ? {} : isTuple ? { prefixItems: items } : { items }),
  }
}
