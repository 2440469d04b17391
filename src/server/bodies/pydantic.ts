import type { ErrorObject } from 'ajv'
import { isJsonObject } from '../../model/json.ts'
import type { InvalidDetail } from '../problem.ts'
import { keysOf } from './lax-body.ts'
import { TYPE_WORDS, worded, wordsOf } from './pydantic-words.ts'
import { placeOfKind } from './schedule-kind.ts'

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
  const enums = new Set(errors.filter(({ keyword }) => keyword === 'enum').map(({ instancePath }) => instancePath))
  const unions = new Map(
    errors.filter(({ keyword }) => keyword === 'anyOf').map((error) => [error.instancePath, error]),
  )
  const told = errors.filter(
    (error) =>
      error.keyword !== 'anyOf' &&
      !isOtherBranch(error, unions, kindOf) &&
      !(error.keyword === 'type' && enums.has(error.instancePath)),
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

function pathOf(pointer: string, kind: string | undefined): (string | number)[] {
  const parts = keysOf(pointer).map((part) => (/^\d+$/.test(part) ? Number(part) : part))
  const at = kind === undefined ? -1 : parts.lastIndexOf('schedule')
  return at < 0 || kind === undefined ? parts : parts.toSpliced(at + 1, 0, placeOfKind(kind))
}
