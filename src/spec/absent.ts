import { isJsonObject, type JsonObject } from '../model/json.ts'

/** The record without the keys whose value is undefined: absent and undefined are the same to people, and not to JSON or equality. */
export function withoutUndefined<Type extends object>(record: Type): Type {
  const copy = { ...record }
  for (const [key, value] of Object.entries(copy)) if (value === undefined) Reflect.deleteProperty(copy, key)
  return copy
}

/** A mapping that came out of JSON or YAML, by its type; undefined for anything else. */
export function jsonObject(value: unknown): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined
}
