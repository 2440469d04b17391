import { createHash } from 'node:crypto'
import type { Json, JsonObject } from '../../model/json.ts'
import { isMembers } from './exact-json.ts'

/**
 * What a block schema is known by to every client: a digest of its fields, as `Block._calculate_schema_checksum`
 * makes it. Which of the fields are secret does not count, and neither do the definitions of nested blocks.
 */
export function schemaChecksum(fields: JsonObject): string {
  const counted = withoutSecretFields(fields)
  const { definitions, ...rest } = counted
  const whole = hasMembers(definitions) ? withDefinitions(rest, plainDefinitions(counted, definitions)) : counted
  return `sha256:${createHash('sha256')
    .update(pythonJson([[whole], {}]))
    .digest('hex')}`
}

/** None rather than an empty object. */
export function withDefinitions(fields: JsonObject, definitions: JsonObject): JsonObject {
  return hasMembers(definitions) ? { ...fields, definitions } : fields
}

/**
 * The definitions that anything in `value` refers to, directly or through others, and that are not of blocks. Those of
 * blocks are schemas of their own.
 */
export function plainDefinitions(value: Json, definitions: JsonObject): JsonObject {
  const found = new Map<string, Json>()
  const waiting: Json[] = [value]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const reference of referencesIn(next)) {
      const name = reference.replaceAll('#/definitions/', '')
      const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined
      if (found.has(name) || !hasMembers(definition) || (definition.block_type_slug ?? null) !== null) continue
      found.set(name, definition)
      waiting.push(definition)
    }
  }
  return Object.fromEntries(found)
}

/** Every `$ref` within a value, from outside to inside. */
export function referencesIn(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => referencesIn(item))
  if (!isMembers(value)) return []
  const own = typeof value.$ref === 'string' && value.$ref !== '' ? [value.$ref] : []
  return [...own, ...Object.values(value).flatMap(referencesIn)]
}

export function hasMembers(value: Json | undefined): value is JsonObject {
  return isMembers(value) && Object.keys(value).length > 0
}

function withoutSecretFields(value: JsonObject): JsonObject {
  const kept = Object.entries(value).filter(([key]) => key !== 'secret_fields')
  return Object.fromEntries(kept.map(([key, inner]) => [key, isMembers(inner) ? withoutSecretFields(inner) : inner]))
}

/** The text that Python's `json.dumps(value, sort_keys=True)` gives. */
function pythonJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
  if (isMembers(value)) {
    const members = Object.entries(value).sort(([a], [b]) => byCodePoint(a, b))
    return `{${members.map(([key, inner]) => `${pythonText(key)}: ${pythonJson(inner)}`).join(', ')}}`
  }
  return typeof value === 'string' ? pythonText(value) : JSON.stringify(value)
}

/** ASCII only, everything else escaped by UTF-16 units. */
function pythonText(text: string): string {
  return JSON.stringify(text).replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Python's order of texts, which differs from JavaScript's beyond the basic plane. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
