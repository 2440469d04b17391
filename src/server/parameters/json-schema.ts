import { Ajv2020, MissingRefError, type ValidateFunction } from 'ajv/dist/2020.js'
import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import { bestError, outermost } from './best-error.ts'
import { fieldOf, violationReason } from './jsonschema-words.ts'
import { reasonOf } from '../reason.ts'

/** Why a value does not follow a schema: where, and Python jsonschema's words. */
export type Violation = { readonly field: string | undefined; readonly reason: string }

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
  const validate = compiled(withoutProse(prepared(schema, options)))
  if ('reason' in validate) return { field: undefined, reason: validate.reason }
  if (runs(validate, value)) return undefined
  const error = bestError(validate.errors ?? [])
  return error && { field: fieldOf(error), reason: violationReason(error, validate.errors ?? []) }
}

/** One of many violations: where it is as a JSON pointer, and by which keyword of the schema. */
export type PlacedViolation = { readonly pointer: string; readonly keyword: string; readonly reason: string }

/** Every violation by Prefect's rules, those inside of unions left out. Throws `CircularSchema`. Formats are not checked. */
export function violationsOf(
  value: Json,
  schema: JsonObject,
): readonly PlacedViolation[] | { readonly reason: string } {
  const validate = compiled(withoutProse(preprocessed(schema, false)))
  if ('reason' in validate) return validate
  if (runs(validate, value)) return []
  const errors = validate.errors ?? []
  const found = outermost(errors).map((error) => ({
    pointer: error.instancePath,
    keyword: error.keyword,
    reason: violationReason(error, errors),
  }))
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
  if (compiler.validateSchema(schema) === true) return undefined
  const errors = compiler.errors ?? []
  const error = bestError(errors)
  return error && violationReason(error, errors)
}

const compiler = new Ajv2020({
  strict: false,
  allErrors: true,
  verbose: true,
  validateFormats: false,
  validateSchema: false,
  addUsedSchema: false,
  logger: false,
})

/** Compiled schemas by their text: the same flow is deployed many times. Bounded, as every schema is code in memory. */
const known = new Map<string, { readonly schema: JsonObject; readonly validate: ValidateFunction }>()
const MOST_KNOWN = 200

function compiled(schema: JsonObject): ValidateFunction | { readonly reason: string } {
  const text = JSON.stringify(schema)
  const found = known.get(text)
  if (found !== undefined) return found.validate
  try {
    const validate = compiler.compile(schema)
    forgetOldest()
    known.set(text, { schema, validate })
    return validate
  } catch (error) {
    if (error instanceof RangeError) throw new CircularSchema('circular', { cause: error })
    if (error instanceof MissingRefError) return { reason: `Unresolvable: ${error.missingRef}` }
    return { reason: reasonOf(error) }
  }
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
  const [oldest] = known
  if (known.size < MOST_KNOWN || oldest === undefined) return
  known.delete(oldest[0])
  compiler.removeSchema(oldest[1].schema)
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

/** `preprocess_schema` of Prefect 3.8 (`utilities/schema_tools/validation.py`). */
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
