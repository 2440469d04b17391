import type { ErrorObject } from 'ajv'
import type { InvalidDetail } from '../problem.ts'
import { pythonRepr } from '../python-repr.ts'
import { uuidProblem } from './stored-uuid.ts'

/** The words of an entry: everything but where it is and what was sent there. */
type Words = { readonly type: string; readonly msg: string; readonly ctx?: object }

/** An entry with its members in pydantic's order: clients show a refusal as it came. */
export function worded({ type, msg, ctx }: Words, loc: InvalidDetail['loc'], input: unknown): InvalidDetail {
  return { type, loc, msg, input, ...(ctx && { ctx }) }
}

/** How pydantic says the error of a keyword of JSON Schema. */
export function wordsOf({ keyword, params, parentSchema = {}, data, instancePath }: ErrorObject): Words {
  switch (keyword) {
    case 'type':
      return typeWords(firstType(params.type), parentSchema, data)
    case 'enum':
      return enumWords(params.allowedValues, LITERALS.test(instancePath))
    case 'pattern':
      return {
        type: 'string_pattern_mismatch',
        msg: `String should match pattern '${String(params.pattern)}'`,
        ctx: { pattern: String(params.pattern) },
      }
    case 'format':
      return formatWords(String(params.format), String(data))
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
    const msg = `Value should have at most ${most} items after validation, not ${length}`
    return { type: 'too_long', msg, ctx: { field_type: 'Value', max_length: most, actual_length: length } }
  }
  return { type: 'string_too_long', msg: `String should have at most ${most} characters`, ctx: { max_length: most } }
}

function firstType(type: unknown): string {
  const types = Array.isArray(type) ? type.map(String) : String(type).split(',')
  return types.find((name) => name !== 'null') ?? 'null'
}

/** What is said of a value that is none of a type of JSON Schema. */
export const TYPE_WORDS: Readonly<Record<string, Words>> = {
  string: { type: 'string_type', msg: 'Input should be a valid string' },
  integer: { type: 'int_type', msg: 'Input should be a valid integer' },
  number: { type: 'float_type', msg: 'Input should be a valid number' },
  boolean: { type: 'bool_type', msg: 'Input should be a valid boolean' },
  array: { type: 'list_type', msg: 'Input should be a valid list' },
  object: { type: 'dict_type', msg: 'Input should be a valid dictionary' },
}

function typeWords(expected: string, schema: { readonly [key: string]: unknown }, data: unknown): Words {
  if (schema.format === 'uuid') return { type: 'uuid_type', msg: 'UUID input should be a string, bytes or UUID object' }
  if (schema.format === 'prefect-date-time') {
    return { type: 'value_error', msg: 'value is not a valid datetime', ctx: { error: {} } }
  }
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

/** Where the words are a `Literal`, and no `Enum`. */
const LITERALS = /\/(?:mode|holder\/type|retry_type|input_type)$/

function enumWords(allowed: readonly unknown[], isLiteral: boolean): Words {
  const expected = alternatives(allowed.filter((value) => value !== null))
  return { type: isLiteral ? 'literal_error' : 'enum', msg: `Input should be ${expected}`, ctx: { expected } }
}

/** Values as pydantic lists what it expects: `'a', 'b' or 'c'`. */
export function alternatives(values: readonly unknown[]): string {
  const shown = values.map(pythonRepr)
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1) ?? ''}`
}

function formatWords(format: string, text: string): Words {
  if (format === 'uuid') return uuidWords(text)
  return { type: 'value_error', msg: `Value error, Unable to parse string [${text}]`, ctx: { error: {} } }
}

function uuidWords(text: string): Words {
  const error = uuidProblem(text)
  return { type: 'uuid_parsing', msg: `Input should be a valid UUID, ${error}`, ctx: { error } }
}

/** A text that should be a UUID and is none. */
export function uuidDetail(loc: InvalidDetail['loc'], input: string): InvalidDetail {
  return worded(uuidWords(input), loc, input)
}

function compared(type: string, words: string, key: string, limit: number): Words {
  return { type, msg: `Input should be ${words} ${limit}`, ctx: { [key]: limit } }
}
