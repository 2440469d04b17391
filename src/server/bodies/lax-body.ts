import type { ErrorObject } from 'ajv'
import { type Json, isJsonObject } from '../../model/json.ts'
import { type LaxType, laxValue } from './lax-value.ts'

/**
 * A copy of a refused body in which the values that its fields' types refused are converted, as pydantic's lax mode
 * converts them; undefined when there is nothing to convert. Only what a schema gives a type is looked at: never what
 * is free JSON.
 */
export function laxBody(body: Json, errors: readonly ErrorObject[]): Json | undefined {
  const conversions = errors.flatMap((error) => {
    const type = laxTypeOf(error)
    const value = type === undefined ? undefined : laxValue(type, error.data)
    return value === undefined ? [] : [{ keys: keysOf(error.instancePath), value }]
  })
  if (conversions.length === 0) return undefined
  const copy = structuredClone(body)
  for (const { keys, value } of conversions) put(copy, keys, value)
  return copy
}

/** Errors with the values that were sent in place of converted ones: refusals repeat what the client knows. */
export function asSent(body: Json, errors: readonly ErrorObject[]): readonly ErrorObject[] {
  return errors.map((error) => ({ ...error, data: valueAt(body, keysOf(error.instancePath)) }))
}

/** The keys of a JSON pointer. */
export function keysOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The type for which an error's value may be converted: not where a text has its own meaning, as in labels. */
function laxTypeOf({ keyword, params, parentSchema }: ErrorObject): LaxType | undefined {
  if (parentSchema?.format === 'prefect-date-time' && (keyword === 'type' || keyword === 'format')) return 'moment'
  if (keyword !== 'type') return undefined
  const types: ReadonlySet<string> = new Set([params.type].flat().map(String))
  return types.has('string') ? undefined : LAX_TYPES.find((type) => types.has(type))
}

const LAX_TYPES = ['integer', 'number', 'boolean'] as const

function put(body: Json, keys: readonly string[], value: Json): void {
  const holder = valueAt(body, keys.slice(0, -1))
  if (typeof holder === 'object' && holder !== null) Object.assign(holder, { [keys.at(-1) ?? '']: value })
}

function valueAt(body: Json, keys: readonly string[]): Json {
  let value: Json = body
  for (const key of keys) {
    if (Array.isArray(value)) value = value[Number(key)] ?? null
    else if (isJsonObject(value)) value = value[key] ?? null
  }
  return value
}
