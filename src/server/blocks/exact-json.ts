import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'

/**
 * JSON in which a number keeps the spelling it had. Python tells `60.0` from `60` and the checksum of a block schema
 * depends on it; JavaScript does not. Such numbers are values of their own, which `JSON.stringify` writes as they were.
 */
export function parseExact(text: string): Json {
  if (!MAY_LOSE.test(text)) return parsed(text)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the third argument is newer than the types
  return (JSON.parse as ExactParse)(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined ? exactNumber(value, source) : value,
  )
}

/** Whether a value is an object with members, rather than a number that keeps its spelling. */
export function isMembers(value: unknown): value is JsonObject {
  return isJsonObject(value) && !isRawJSON(value)
}

/** A number with a point or an exponent, or one with so many digits that not all would survive. */
const MAY_LOSE = /\d[.eE]|\d{16}|-0/

type ExactParse = (text: string, reviver: (key: string, value: Json, context: { source?: string }) => Json) => Json

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- part of V8 since 11.4, and not yet of the types
const { rawJSON, isRawJSON } = JSON as unknown as {
  readonly rawJSON: (text: string) => Json
  readonly isRawJSON: (value: unknown) => boolean
}

function parsed(text: string): Json {
  const value: Json = JSON.parse(text)
  return value
}

function exactNumber(value: number, source: string): Json {
  const text = pythonNumber(source)
  return text === String(value) ? value : rawJSON(text)
}

/** The number as Python writes what it reads: whole ones with all their digits, others as the shortest `repr`. */
function pythonNumber(source: string): string {
  if (!/[.eE]/.test(source)) return source === '-0' ? '0' : source
  const value = Number(source)
  if (Object.is(value, -0)) return '-0.0'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) return exponential(value)
  return Number.isInteger(value) ? `${value}.0` : String(value)
}

/** Two digits of exponent at least, as in `1e-07`. */
function exponential(value: number): string {
  const [digits = '', exponent = ''] = value.toExponential().split('e')
  return `${digits}e${exponent.slice(0, 1)}${exponent.slice(1).padStart(2, '0')}`
}
