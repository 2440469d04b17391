import type { ErrorObject } from 'ajv'
import type { FindingDetail } from '../model/finding.ts'
import { isJsonObject } from '../model/json.ts'
import { type DataPath, fieldText, type Part, type SpecDocument } from './document.ts'
import { shown } from './shown.ts'
import { nearest } from './suggestion.ts'
import { wrongType } from './wrong-type.ts'

/** Something at odds with a schema: where in the data, and what. */
export type Misfit = { readonly path: DataPath; readonly part: Part; readonly detail: FindingDetail }

/** One of ajv's errors in terms of what a person wrote. */
export function misfitOf(error: ErrorObject, document: SpecDocument): Misfit {
  const path = pathOf(error.instancePath, document.value)
  const { params, propertyName } = error
  if (propertyName !== undefined) {
    const key = [...path, propertyName]
    return { path: key, part: 'key', detail: invalid(key, propertyName, 'a name of 1 to 255 characters') }
  }
  if (error.keyword === 'additionalProperties') {
    const field = String(params['additionalProperty'])
    return { path: [...path, field], part: 'key', detail: unknownField(field, path, error) }
  }
  if (error.keyword === 'dependentRequired') {
    return {
      path: [...path, String(params['property'])],
      part: 'key',
      detail: missing(params['missingProperty'], path),
    }
  }
  return { path, part: 'value', detail: detailOf(error, path, document.sourceOf(path)) }
}

/** A JSON pointer as the way through `value`, with numbers for the positions of lists. */
function pathOf(pointer: string, value: unknown): DataPath {
  let here = value
  const parts = pointer.split('/').slice(1)
  return parts.map((part) => {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    const isList = Array.isArray(here)
    here = isJsonObject(here) ? here[key] : Array.isArray(here) ? here[Number(key)] : undefined
    return isList ? Number(key) : key
  })
}

function missing(field: unknown, path: DataPath): FindingDetail {
  return { code: 'required_field_missing', field: String(field), inside: fieldText(path) }
}

/** At the top of a document, `deployments` is one of the fields too. */
function unknownField(field: string, path: DataPath, error: ErrorObject): FindingDetail {
  const properties: unknown = error.parentSchema?.['properties']
  const known = isJsonObject(properties) ? Object.keys(properties) : []
  const suggestion = nearest(field, path.length === 0 && known.includes('name') ? [...known, 'deployments'] : known)
  return { code: 'unknown_field', field, inside: fieldText(path), ...(suggestion && { suggestion }) }
}

function detailOf(error: ErrorObject, path: DataPath, source: string | undefined): FindingDetail {
  const { params, keyword } = error
  const data: unknown = error.data
  switch (keyword) {
    case 'required':
      return missing(params['missingProperty'], path)
    case 'type':
      return wrongType(textsOf(params['type']), data, path, source)
    case 'enum':
      return notAllowed(textsOf(params['allowedValues']), shown(data), path)
    case 'pattern':
      return patternDetail(String(params['pattern']), String(data), path)
    default:
      return invalid(path, shown(data), EXPECTED[keyword]?.(params['limit']) ?? error.message ?? keyword)
  }
}

const EXPECTED: Readonly<Record<string, (limit: unknown) => string>> = {
  minLength: () => 'a text that is not empty',
  minItems: () => 'a list that is not empty',
  not: () => 'a tag that does not begin with "registrar:"; registrar sets its own',
  exclusiveMinimum: (limit) => `a number above ${String(limit)}`,
  minimum: (limit) => `a number of ${String(limit)} or more`,
  maximum: (limit) => `a number of ${String(limit)} or less`,
}

function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(String)
}

function invalid(path: DataPath, value: string, expected: string): FindingDetail {
  return { code: 'value_invalid', field: fieldText(path), value, expected }
}

function notAllowed(allowed: readonly string[], value: string, path: DataPath): FindingDetail {
  const suggestion = nearest(value, allowed)
  return { code: 'value_not_allowed', field: fieldText(path), value, allowed, ...(suggestion && { suggestion }) }
}

/** What the patterns of our schemas ask for, by the field that they guard. */
const PATTERNS: Readonly<Record<string, string>> = {
  renamed_from: 'flow/name, the former identity',
  scope: 'letters, digits, dots, dashes and underscores, at most 63, beginning with a letter or digit',
  api_url: 'a URL that begins with http:// or https://',
}

function patternDetail(pattern: string, value: string, path: DataPath): FindingDetail {
  const field = fieldText(path)
  if (field === 'name' || field === 'flow') return nameRefused(field, value)
  return invalid(path, value, PATTERNS[String(path.at(-1))] ?? `a text that matches ${pattern}`)
}

/** Prefect refuses these characters in names: `BANNED_CHARACTERS`, prefect/types/names.py 3.8.8. */
export function nameRefused(field: 'name' | 'flow', value: string): FindingDetail {
  return { code: 'name_refused', field, value, characters: [...new Set(value.match(/[/%&<>]/g))].join(' ') }
}
