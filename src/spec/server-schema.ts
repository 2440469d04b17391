import { isJsonObject, type Json, type JsonObject } from '../model/json.ts'

/**
 * A parameter schema as the server reads it when a deployment is made: nothing is required, a property that is neither
 * required nor defaulted may be null, `items` lists are tuples (prefect/utilities/schema_tools/validation.py, 3.8.8,
 * `preprocess_schema` and `ignore_required`).
 */
export function serverSchema(schema: JsonObject): JsonObject {
  const { $schema: _, ...plain } = schema
  const definitions = isJsonObject(plain['definitions']) ? plain['definitions'] : {}
  const known = Object.entries(definitions).map(([name, each]): [string, Json] => [name, withNulls(each)])
  const whole: JsonObject = { ...(withNulls(plain) as JsonObject), definitions: Object.fromEntries(known) }
  return withoutRequired(whole) as JsonObject
}

function withNulls(schema: Json): Json {
  if (!isJsonObject(schema) || !isJsonObject(schema['properties'])) return schema
  const required: readonly Json[] = Array.isArray(schema['required']) ? schema['required'] : []
  const properties = Object.entries(schema['properties']).map(([name, property]) => [name, nullable(property, required.includes(name))])
  return { ...schema, properties: Object.fromEntries(properties) as JsonObject }
}

function nullable(property: Json, isRequired: boolean): Json {
  if (!isJsonObject(property)) return property
  const inner = withTuple(withNulls(property) as JsonObject)
  const { type, ...rest } = inner
  if (isRequired || type === undefined || type === 'null' || 'default' in inner) return inner
  return { ...rest, anyOf: [{ type }, { type: 'null' }] }
}

function withTuple(property: JsonObject): JsonObject {
  const { items, ...rest } = property
  return Array.isArray(items) && items.length > 0 && rest['prefixItems'] === undefined ? { ...rest, prefixItems: items as Json } : property
}

/** A list under `required` is the keyword; a property of that name holds a schema. */
function withoutRequired(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutRequired)
  if (!isJsonObject(value)) return value
  const kept = Object.entries(value).filter(([key, inner]) => key !== 'required' || !Array.isArray(inner))
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutRequired(inner)]))
}
