import { isJsonObject, type Json, type JsonObject } from '../model/json.ts'

/**
 * A parameter schema as the server reads it when a deployment is made: nothing is required, a property that is neither
 * required nor defaulted may be null, `items` lists are tuples (prefect/utilities/schema_tools/validation.py, 3.8.8,
 * `preprocess_schema` and `ignore_required`).
 */
export function serverSchema(schema: JsonObject): JsonObject {
  const { $schema: _, ...plain } = schema
  const definitions = isJsonObject(plain['definitions'])
    ? { definitions: mapped(plain['definitions'], nullsIn) }
    : undefined
  return mapped({ ...withNulls(plain), ...definitions }, withoutRequired, isRequiredList)
}

function mapped(
  object: JsonObject,
  change: (value: Json) => Json,
  isLeftOut = (_key: string, _value: Json) => false,
): JsonObject {
  const kept = Object.entries(object).filter(([key, value]) => !isLeftOut(key, value))
  return Object.fromEntries(kept.map(([key, value]) => [key, change(value)]))
}

/** A list under `required` is the keyword; a property of that name holds a schema. */
function isRequiredList(key: string, value: Json): boolean {
  return key === 'required' && Array.isArray(value)
}

function withoutRequired(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutRequired)
  return isJsonObject(value) ? mapped(value, withoutRequired, isRequiredList) : value
}

function nullsIn(schema: Json): Json {
  return isJsonObject(schema) ? withNulls(schema) : schema
}

function withNulls(schema: JsonObject): JsonObject {
  if (!isJsonObject(schema['properties'])) return schema
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : []
  const properties = Object.entries(schema['properties']).map(([name, property]): [string, Json] => [
    name,
    isJsonObject(property) ? nullable(property, required.includes(name)) : property,
  ])
  return { ...schema, properties: Object.fromEntries(properties) }
}

function nullable(property: JsonObject, isRequired: boolean): JsonObject {
  const inner = withTuple(withNulls(property))
  const { type, ...rest } = inner
  if (isRequired || type === undefined || type === 'null' || 'default' in inner) return inner
  return { ...rest, anyOf: [{ type }, { type: 'null' }] }
}

function withTuple(property: JsonObject): JsonObject {
  const { items, ...rest } = property
  const isTuple = items !== undefined && Array.isArray(items) && items.length > 0 && rest['prefixItems'] === undefined
  return isTuple ? { ...rest, prefixItems: items } : property
}
