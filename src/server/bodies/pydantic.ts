import type { ErrorObject } from 'ajv'
import { isJsonObject } from '../../model/json.ts'
import { pythonRepr } from '../python-repr.ts'
import type { InvalidDetail } from '../problem.ts'
import { keysOf } from './lax-body.ts'
import { placeOfKind } from './schedule-kind.ts'
import { uuidProblem } from './stored-uuid.ts'

/** The three kinds of schedule, with the key that tells each from the others. */
const SCHEDULE_KINDS = { IntervalSchedule: 'interval', CronSchedule: 'cron', RRuleSchedule: 'rrule' } as const

/**
 * The errors of ajv (made with `allErrors` and `verbose`) as pydantic's: type, place and message as Prefect's clients
 * know them. Of a union only the branch is told that the value was meant for.
 */
export function pydanticDetails(
  errors: readonly ErrorObject[],
  { kindOf, parameters }: Reading,
): readonly InvalidDetail[] {
  const words = new Set(errors.filter(({ keyword }) => keyword === 'enum').map(({ instancePath }) => instancePath))
  const unions = new Map(
    errors.filter(({ keyword }) => keyword === 'anyOf').map((error) => [error.instancePath, error]),
  )
  const told = errors.filter(
    (error) =>
      error.keyword !== 'anyOf' &&
      !isOtherBranch(error, unions, kindOf) &&
      !(error.keyword === 'type' && words.has(error.instancePath)),
  )
  return extrasLast(told, kindOf).flatMap((error) =>
    isMissing(error, parameters) ? missingParameter(error) : detailsOf(error, kindOf(error)),
  )
}

/** How errors are read: of which kind of schedule each is, and which fields of the body are required parameters of the route. */
export type Reading = {
  readonly kindOf: (error: ErrorObject) => string | undefined
  readonly parameters: ReadonlySet<string>
}

/** A parameter that is null is missing, too. */
function isMissing(error: ErrorObject, parameters: ReadonlySet<string>): boolean {
  const { keyword, instancePath, data } = error
  const isAbsent = keyword === 'required' ? instancePath === '' : keyword === 'type' && data === null
  return isAbsent && parameters.has(parameterOf(error)) && keysOf(instancePath).length < 2
}

function missingParameter(error: ErrorObject): InvalidDetail {
  return { type: 'missing', loc: ['body', parameterOf(error)], msg: 'Field required', input: null }
}

function parameterOf({ instancePath, params }: ErrorObject): string {
  return String(params.missingProperty ?? keysOf(instancePath)[0])
}

/** What an object has too much is told after all else of it. */
function extrasLast(
  errors: readonly ErrorObject[],
  kindOf: (error: ErrorObject) => string | undefined,
): readonly ErrorObject[] {
  const ordered: ErrorObject[] = []
  const open: { readonly path: string; readonly kind: string | undefined; readonly extras: ErrorObject[] }[] = []
  const close = () => {
    for (const extra of open.pop()?.extras ?? []) ordered.push(extra)
  }
  for (const error of errors) {
    const [path, kind] = [error.instancePath, kindOf(error)]
    for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
      if (isWithin(path, last.path) && kind === last.kind) break
      close()
    }
    if (error.keyword !== 'additionalProperties') ordered.push(error)
    else if (open.at(-1)?.path === path) open.at(-1)?.extras.push(error)
    else open.push({ path, kind, extras: [error] })
  }
  while (open.length > 0) close()
  return ordered
}

function isOtherBranch(
  error: ErrorObject,
  unions: ReadonlyMap<string, ErrorObject>,
  kindOf: (error: ErrorObject) => string | undefined,
): boolean {
  if (isNullBranch(error)) return true
  const kind = kindOf(error)
  if (kind === undefined) return false
  const meant = meantKinds(unionOf(error, unions)?.data)
  return meant.length > 0 && !meant.includes(kind)
}

/** The union that an error is of: the nearest around it. */
function unionOf({ instancePath }: ErrorObject, unions: ReadonlyMap<string, ErrorObject>): ErrorObject | undefined {
  for (let path = instancePath; path !== ''; path = path.slice(0, path.lastIndexOf('/'))) {
    const found = unions.get(path)
    if (found !== undefined) return found
  }
  return unions.get('')
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

/** A label may be of four types, each of which has its say. */
function detailsOf(error: ErrorObject, kind: string | undefined): readonly InvalidDetail[] {
  const detail = detailOf(error, kind)
  if (error.keyword !== 'type' || !isLabel(error.params.type)) return [detail]
  return LABEL_TYPES.map(([name, type]) => ({ ...detail, ...TYPE_WORDS[type], loc: [...detail.loc, name] }))
}

const LABEL_TYPES = [
  ['bool', 'boolean'],
  ['int', 'integer'],
  ['float', 'number'],
  ['str', 'string'],
] as const

function isLabel(type: unknown): boolean {
  return Array.isArray(type) && type.includes('boolean') && type.includes('string')
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
      return worded(wordsOf(error), base, input)
  }
}

/** An entry with its members in pydantic's order: clients show a refusal as it came. */
function worded({ type, msg, ctx }: Words, loc: InvalidDetail['loc'], input: unknown): InvalidDetail {
  return { type, loc, msg, input, ...(ctx && { ctx }) }
}

function pathOf(pointer: string, kind: string | undefined): (string | number)[] {
  const parts = keysOf(pointer).map((part) => (/^\d+$/.test(part) ? Number(part) : part))
  const at = kind === undefined ? -1 : parts.lastIndexOf('schedule')
  return at < 0 || kind === undefined ? parts : parts.toSpliced(at + 1, 0, placeOfKind(kind))
}

type Words = { readonly type: string; readonly msg: string; readonly ctx?: object }

function wordsOf({ keyword, params, parentSchema = {}, data, instancePath }: ErrorObject): Words {
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
