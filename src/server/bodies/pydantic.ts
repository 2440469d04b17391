import type { ErrorObject } from 'ajv'
import { isJsonObject } from '../../model/json.ts'
import { pythonRepr } from '../python-repr.ts'
import type { InvalidDetail } from '../problem.ts'
import { keysOf } from './lax-body.ts'

/** The three kinds of schedule, with the key that tells each from the others. */
const SCHEDULE_KINDS = { IntervalSchedule: 'interval', CronSchedule: 'cron', RRuleSchedule: 'rrule' } as const

/**
 * The errors of ajv (made with `allErrors` and `verbose`) as pydantic's: type, place and message as Prefect's clients
 * know them. Of a union only the branch is told that the value was meant for.
 */
export function pydanticDetails(
  errors: readonly ErrorObject[],
  kindOf: (error: ErrorObject) => string | undefined,
): InvalidDetail[] {
  return errors
    .filter((error) => error.keyword !== 'anyOf' && !isOtherBranch(error, errors, kindOf))
    .map((error) => detailOf(error, kindOf(error)))
}

function isOtherBranch(
  error: ErrorObject,
  errors: readonly ErrorObject[],
  kindOf: (error: ErrorObject) => string | undefined,
): boolean {
  if (isNullBranch(error)) return true
  const kind = kindOf(error)
  if (kind === undefined) return false
  const union = errors.find(
    ({ keyword, instancePath }) => keyword === 'anyOf' && isWithin(error.instancePath, instancePath),
  )
  const meant = meantKinds(union?.data)
  return meant.length > 0 && !meant.includes(kind)
}

/** The `null` of an optional model, when something else was sent. */
function isNullBranch({ keyword, schema, data }: ErrorObject): boolean {
  return keyword === 'type' && schema === 'null' && data !== null
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}/`)
}

function meantKinds(value: unknown): readonly string[] {
  if (!isJsonObject(value)) return []
  return Object.entries(SCHEDULE_KINDS).flatMap(([kind, key]) => (key in value ? [kind] : []))
}

function detailOf(error: ErrorObject, kind: string | undefined): InvalidDetail {
  const base = ['body', ...pathOf(error.instancePath, kind)]
  const input: unknown = error.data
  switch (error.keyword) {
    case 'required':
      return { type: 'missing', loc: [...base, String(error.params.missingProperty)], msg: 'Field required', input }
    case 'additionalProperties': {
      const key = String(error.params.additionalProperty)
      const sent = isJsonObject(input) ? input[key] : undefined
      return { type: 'extra_forbidden', loc: [...base, key], msg: 'Extra inputs are not permitted', input: sent }
    }
    default:
      return { ...wordsOf(error), loc: base, input }
  }
}

function pathOf(pointer: string, kind: string | undefined): (string | number)[] {
  const parts = keysOf(pointer).map((part) => (/^\d+$/.test(part) ? Number(part) : part))
  const at = kind === undefined ? -1 : parts.lastIndexOf('schedule')
  return at < 0 || kind === undefined ? parts : parts.toSpliced(at + 1, 0, kind)
}

type Words = { readonly type: string; readonly msg: string; readonly ctx?: object }

function wordsOf({ keyword, params, parentSchema = {}, data, instancePath }: ErrorObject): Words {
  switch (keyword) {
    case 'type':
      return typeWords(firstType(params.type), parentSchema, data)
    case 'enum':
      return enumWords(params.allowedValues)
    case 'pattern':
      return {
        type: 'string_pattern_mismatch',
        msg: `String should match pattern '${String(params.pattern)}'`,
        ctx: { pattern: String(params.pattern) },
      }
    case 'format':
      return formatWords(String(params.format))
    case 'minimum':
      return compared('greater_than_equal', 'greater than or equal to', 'ge', Number(params.limit))
    case 'exclusiveMinimum':
      return compared('greater_than', 'greater than', 'gt', Number(params.limit))
    case 'maximum':
      return compared('less_than_equal', 'less than or equal to', 'le', Number(params.limit))
    case 'maxLength':
      return lengthWords(Number(params.limit), String(data).length, instancePath)
    case 'minItems':
      return { type: 'missing', msg: 'Field required' }
    case 'maxItems':
      return lengthWords(Number(params.limit), Array.isArray(data) ? data.length : 0, '/name')
    default:
      throw new Error(`schemas/prefect-api uses "${keyword}", which has no words here`)
  }
}

/** Names are measured after pydantic's other checks, other texts before them: the words differ. */
function lengthWords(most: number, length: number, path: string): Words {
  if (path.endsWith('/name')) {
    return { type: 'too_long', msg: `Value should have at most ${most} items after validation, not ${length}` }
  }
  return { type: 'string_too_long', msg: `String should have at most ${most} characters`, ctx: { max_length: most } }
}

function firstType(type: unknown): string {
  const types = Array.isArray(type) ? type.map(String) : String(type).split(',')
  // A label takes any of three types; pydantic's last word is on the text.
  return types.includes('boolean') && types.includes('string')
    ? 'string'
    : (types.find((name) => name !== 'null') ?? 'null')
}

const TYPE_WORDS: Readonly<Record<string, Words>> = {
  string: { type: 'string_type', msg: 'Input should be a valid string' },
  integer: { type: 'int_type', msg: 'Input should be a valid integer' },
  number: { type: 'float_type', msg: 'Input should be a valid number' },
  boolean: { type: 'bool_type', msg: 'Input should be a valid boolean' },
  array: { type: 'list_type', msg: 'Input should be a valid list' },
  object: { type: 'dict_type', msg: 'Input should be a valid dictionary' },
}

function typeWords(expected: string, schema: { readonly [key: string]: unknown }, data: unknown): Words {
  if (schema.format === 'uuid') return { type: 'uuid_type', msg: 'UUID input should be a string, bytes or UUID object' }
  if (expected === 'object' && schema.properties !== undefined) {
    return {
      type: 'model_attributes_type',
      msg: 'Input should be a valid dictionary or object to extract fields from',
    }
  }
  if (typeof data === 'string' && expected === 'integer') {
    return { type: 'int_parsing', msg: 'Input should be a valid integer, unable to parse string as an integer' }
  }
  if (typeof data === 'string' && expected === 'number') {
    return { type: 'float_parsing', msg: 'Input should be a valid number, unable to parse string as a number' }
  }
  if (expected === 'boolean' && (typeof data === 'string' || Number.isInteger(data))) {
    return { type: 'bool_parsing', msg: 'Input should be a valid boolean, unable to interpret input' }
  }
  if (typeof data === 'number' && expected === 'integer') {
    return { type: 'int_from_float', msg: 'Input should be a valid integer, got a number with a fractional part' }
  }
  return TYPE_WORDS[expected] ?? { type: 'type_error', msg: `Input should be ${expected}` }
}

function enumWords(allowed: readonly unknown[]): Words {
  const shown = allowed.filter((value) => value !== null).map(pythonRepr)
  const expected = shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1) ?? ''}`
  return { type: 'enum', msg: `Input should be ${expected}`, ctx: { expected } }
}

function formatWords(format: string): Words {
  return format === 'uuid'
    ? { type: 'uuid_parsing', msg: 'Input should be a valid UUID' }
    : { type: 'datetime_from_date_parsing', msg: 'Input should be a valid datetime or date' }
}

function compared(type: string, words: string, key: string, limit: number): Words {
  return { type, msg: `Input should be ${words} ${limit}`, ctx: { [key]: limit } }
}
