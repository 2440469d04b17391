import type { ErrorObject } from 'ajv'
import type { FindingDetail } from '../model/finding.ts'
import { isJsonObject } from '../model/json.ts'
import { type DataPath, type Part, pathText } from './document.ts'
import { nearest } from './suggestion.ts'

/** Something at odds with a schema: where in the data, and what. */
export type Misfit = { readonly path: DataPath; readonly part: Part; readonly detail: FindingDetail }

/** A validator made from a schema by `npm run generate`. */
export type Validator = ((value: unknown) => boolean) & { errors?: readonly ErrorObject[] | null }

/**
 * What is at odds with the schema, one misfit per mistake: neither the parent of another error, nor a second complaint
 * about the same value, nor a missing field that stands there misspelt.
 */
export function misfits(validate: Validator, value: unknown): readonly Misfit[] {
  if (validate(value)) return []
  const found = (validate.errors ?? []).filter(isOwn).map((error) => misfitOf(error, value))
  const misspelt = new Set(
    found.flatMap(({ path, detail }) =>
      detail.code === 'unknown_field' && detail.suggestion !== undefined
        ? [pathKey([...path.slice(0, -1), detail.suggestion])]
        : [],
    ),
  )
  const listMeant = misspelt.has(pathKey(['deployments']))
  const seen = new Set<string>()
  return found.filter(({ path, part, detail }) => {
    if (detail.code === 'required_field_missing') {
      return !misspelt.has(pathKey([...path, detail.field])) && !(listMeant && path.length === 0)
    }
    const place = `${part} ${pathKey(path)}`
    return seen.has(place) ? false : seen.add(place)
  })
}

function pathKey(path: DataPath): string {
  return JSON.stringify(path.map(String))
}

/** if/then/else and propertyNames only repeat that something inside them failed. */
function isOwn(error: ErrorObject): boolean {
  return error.keyword !== 'if' && error.keyword !== 'propertyNames'
}

function misfitOf(error: ErrorObject, value: unknown): Misfit {
  const path = pathOf(error.instancePath, value)
  if (error.propertyName !== undefined) {
    const key = [...path, error.propertyName]
    return { path: key, part: 'key', detail: invalid(key, error.propertyName, 'a name of 1 to 255 characters') }
  }
  if (error.keyword === 'additionalProperties') {
    const field = String(error.params['additionalProperty'])
    return { path: [...path, field], part: 'key', detail: unknownField(field, path, error) }
  }
  if (error.keyword === 'dependentRequired') {
    const inside = pathText(inDeployment(path))
    const detail = { code: 'required_field_missing', field: String(error.params['missingProperty']), inside } as const
    return { path: [...path, String(error.params['property'])], part: 'key', detail }
  }
  return { path, part: 'value', detail: detailOf(error, path) }
}

/** A JSON pointer as the way through `value`, with numbers for the positions of lists. */
function pathOf(pointer: string, value: unknown): DataPath {
  let here = value
  return pointer
    .split('/')
    .slice(1)
    .map((part) => {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
      const isList = Array.isArray(here)
      here = isJsonObject(here) ? here[key] : Array.isArray(here) ? here[Number(key)] : undefined
      return isList ? Number(key) : key
    })
}

/** The path from the deployment on, which is how findings name fields. */
export function inDeployment(path: DataPath): DataPath {
  return path[0] === 'deployments' && typeof path[1] === 'number' ? path.slice(2) : path
}

function unknownField(field: string, path: DataPath, error: ErrorObject): FindingDetail {
  const properties: unknown = error.parentSchema?.['properties']
  const known = isJsonObject(properties) ? Object.keys(properties) : []
  const suggestion = nearest(field, path.length === 0 && known.includes('name') ? [...known, 'deployments'] : known)
  return { code: 'unknown_field', field, inside: pathText(inDeployment(path)), ...(suggestion && { suggestion }) }
}

function detailOf(error: ErrorObject, path: DataPath): FindingDetail {
  const { params, data } = error
  switch (error.keyword) {
    case 'required':
      return {
        code: 'required_field_missing',
        field: String(params['missingProperty']),
        inside: pathText(inDeployment(path)),
      }
    case 'type':
      return wrongType(textsOf(params['type']), data, path)
    case 'enum':
      return notAllowed(textsOf(params['allowedValues']), shown(data), path)
    case 'pattern':
      return patternDetail(String(params['pattern']), String(data), path)
    case 'minLength':
    case 'minItems':
      return invalid(
        path,
        shown(data),
        error.keyword === 'minItems' ? 'a list that is not empty' : 'a text that is not empty',
      )
    case 'not':
      return invalid(path, shown(data), 'a tag that does not begin with "registrar:"; registrar sets its own')
    case 'exclusiveMinimum':
      return invalid(path, shown(data), `a number above ${String(params['limit'])}`)
    case 'minimum':
      return invalid(path, shown(data), `a number of ${String(params['limit'])} or more`)
    case 'maximum':
      return invalid(path, shown(data), `a number of ${String(params['limit'])} or less`)
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- ajv's keywords are open; its own words are good enough for the rest
    default:
      return invalid(path, shown(data), error.message ?? error.keyword)
  }
}

function invalid(path: DataPath, value: string, expected: string): FindingDetail {
  return { code: 'value_invalid', field: pathText(inDeployment(path)), value, expected }
}

function notAllowed(allowed: readonly string[], value: string, path: DataPath): FindingDetail {
  const suggestion = nearest(value, allowed)
  return {
    code: 'value_not_allowed',
    field: pathText(inDeployment(path)),
    value,
    allowed,
    ...(suggestion && { suggestion }),
  }
}

/** Patterns are told apart by the field that they guard. */
function patternDetail(pattern: string, value: string, path: DataPath): FindingDetail {
  const field = pathText(inDeployment(path))
  if (field === 'name' || field === 'flow') {
    return { code: 'name_refused', field, value, characters: [...new Set(value.match(/[/%&<>]/g) ?? [])].join(' ') }
  }
  const expected: Readonly<Record<string, string>> = {
    renamed_from: 'flow/name, the former identity',
    scope: 'letters, digits, dots, dashes and underscores, at most 63, beginning with a letter or digit',
    api_url: 'a URL that begins with http:// or https://',
  }
  return {
    code: 'value_invalid',
    field,
    value,
    expected: expected[String(path.at(-1))] ?? `a text that matches ${pattern}`,
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
}

function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(String)
}

function wrongType(types: readonly string[], data: unknown, path: DataPath): FindingDetail {
  const words = types.filter((each) => each !== 'null').map((each) => TYPE_WORDS[each] ?? each)
  const hint = typeHint(types, data, path)
  const field = pathText(inDeployment(path))
  return { code: 'wrong_type', field, expected: words.join(' or '), got: gotWords(data), ...(hint && { hint }) }
}

function typeHint(types: readonly string[], data: unknown, path: DataPath): string | undefined {
  const value = shown(data)
  if (types.includes('string') && (typeof data === 'number' || typeof data === 'boolean'))
    return `write it in quotes: "${value}"`
  if (types.includes('array') && typeof data === 'string') return `write a list: [${value}]`
  if (types.includes('boolean') && typeof data === 'string') return 'write true or false, without quotes'
  if (path.at(-1) === 'schedules' && Array.isArray(data))
    return 'give each schedule a slug: a mapping of slug to schedule'
  return undefined
}

function gotWords(data: unknown): string {
  if (data === null) return 'null'
  if (Array.isArray(data)) return 'a list'
  if (isJsonObject(data)) return 'a mapping'
  return `${typeof data === 'string' ? 'the text' : typeof data === 'number' ? 'the number' : 'the value'} ${shown(data)}`
}

/** A value in few enough characters for a sentence. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
