import type { ErrorObject } from 'ajv'
import { isJsonObject } from '../../model/json.ts'
import { keysOf } from '../bodies/lax-body.ts'
import { pythonRepr } from '../python-repr.ts'

/** The field as Python's jsonschema names it: `z[0].name`; undefined for the whole value. */
export function fieldOf({ instancePath }: ErrorObject): string | undefined {
  if (instancePath === '') return undefined
  const text = keysOf(instancePath).map((part) =>
    /^\d+$/.test(part) ? `[${part}]` : /^[A-Za-z]\w*$/.test(part) ? `.${part}` : `['${part}']`,
  )
  const path = `$${text.join('')}`
  return path.startsWith('$.') ? path.slice(2) : path
}

/** What Python's jsonschema says of an error. `all` are its neighbours: unexpected properties are told together. */
export function violationReason(error: ErrorObject, all: readonly ErrorObject[]): string {
  const shown = pythonRepr(error.data)
  const limit = pythonRepr(error.params.limit)
  switch (error.keyword) {
    case 'type':
      return `${shown} is not of type ${typesOf(error.schema)}`
    case 'enum':
      return `${shown} is not one of ${pythonRepr(error.schema)}`
    case 'const':
      return `${pythonRepr(error.schema)} was expected`
    case 'minimum':
      return `${shown} is less than the minimum of ${limit}`
    case 'maximum':
      return `${shown} is greater than the maximum of ${limit}`
    case 'exclusiveMinimum':
      return `${shown} is less than or equal to the minimum of ${limit}`
    case 'exclusiveMaximum':
      return `${shown} is greater than or equal to the maximum of ${limit}`
    case 'multipleOf':
      return `${shown} is not a multiple of ${pythonRepr(error.schema)}`
    case 'minLength':
    case 'minItems':
      return limit === '1' ? `${shown} should be non-empty` : `${shown} is too short`
    case 'maxLength':
    case 'maxItems':
      return limit === '0' ? `${shown} is expected to be empty` : `${shown} is too long`
    case 'uniqueItems':
      return `${shown} has non-unique elements`
    case 'contains':
      return `${shown} does not contain items matching the given schema`
    case 'minProperties':
      return limit === '1' ? `${shown} should be non-empty` : `${shown} does not have enough properties`
    case 'maxProperties':
      return `${shown} has too many properties`
    case 'pattern':
      return `${shown} does not match ${pythonRepr(error.schema)}`
    case 'required':
      return `${pythonRepr(String(error.params.missingProperty))} is a required property`
    case 'dependentRequired':
      return `${pythonRepr(String(error.params.missingProperty))} is a dependency of ${pythonRepr(String(error.params.property))}`
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return unexpected(error, all)
    case 'not':
      return `${shown} should not be valid under ${pythonRepr(error.schema)}`
    case 'false schema':
      return `False schema does not allow ${shown}`
    default:
      return `${shown} is not valid under any of the given schemas`
  }
}

/** Whether a value has a JSON Schema type. */
export function isType(value: unknown, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null
    case 'array':
      return Array.isArray(value)
    case 'object':
      return isJsonObject(value)
    case 'integer':
      return Number.isInteger(value)
    default:
      return typeof value === type
  }
}

function typesOf(type: unknown): string {
  return (Array.isArray(type) ? type : [type]).map((name) => pythonRepr(String(name))).join(', ')
}

function unexpected(error: ErrorObject, all: readonly ErrorObject[]): string {
  const names = all
    .filter(({ keyword, parentSchema, instancePath }) => {
      return keyword === error.keyword && parentSchema === error.parentSchema && instancePath === error.instancePath
    })
    .map(({ params }) => pythonRepr(String(params.additionalProperty ?? params.unevaluatedProperty)))
  const kind = error.keyword === 'additionalProperties' ? 'Additional' : 'Unevaluated'
  return `${kind} properties are not allowed (${names.join(', ')} ${names.length === 1 ? 'was' : 'were'} unexpected)`
}
