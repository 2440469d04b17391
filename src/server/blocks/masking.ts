import type { Json, JsonObject } from '../../model/json.ts'
import { isMembers } from './exact-json.ts'

/** What stands for a secret value in everything that is shown. */
export const MASK = '********'

/**
 * The data of a block without its secret values. `secretFields` are those of its schema: names, with dots for nested
 * ones; `*` stands for all that is nested. Beyond Prefect, which shows them, values inside a secret object and in
 * lists of nested models are masked, too.
 */
export function masked(data: JsonObject, secretFields: Json | undefined): JsonObject {
  return membersMasked(data, pathsOf(secretFields))
}

/**
 * Changed data with the stored values put back wherever a mask was sent for a secret: somebody sends back what they
 * were shown.
 */
export function unmasked(data: JsonObject, stored: JsonObject, secretFields: Json | undefined): JsonObject {
  return membersUnmasked(data, stored, pathsOf(secretFields))
}

/** A secret's place, relative to the value at hand. */
type Path = readonly string[]

function pathsOf(secretFields: Json | undefined): readonly Path[] {
  const fields: readonly Json[] = Array.isArray(secretFields) ? secretFields : []
  return fields.flatMap((field) => (typeof field === 'string' ? [field.split('.')] : []))
}

function isSecret(paths: readonly Path[]): boolean {
  return paths.some((path) => path.length === 0) || isWildcard(paths)
}

function isWildcard(paths: readonly Path[]): boolean {
  return paths.some(([first]) => first === '*')
}

/** The paths that go on below a member; a wildcard goes on for all of them. */
function below(paths: readonly Path[], name: string): readonly Path[] {
  return isWildcard(paths) ? paths : paths.filter(([first]) => first === name).map((path) => path.slice(1))
}

function membersMasked(value: JsonObject, paths: readonly Path[]): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, valueMasked(inner, below(paths, name))]),
  )
}

function valueMasked(value: Json, paths: readonly Path[]): Json {
  if (paths.length === 0) return value
  if (isSecret(paths)) return allMasked(value, isWildcard(paths))
  if (Array.isArray(value)) return value.map((item: Json) => valueMasked(item, paths))
  return isMembers(value) ? membersMasked(value, paths) : value
}

/** A null is no secret, except among members whose very presence is one. */
function allMasked(value: Json, isNullMasked: boolean): Json {
  if (value === null && !isNullMasked) return null
  if (!isMembers(value) || Object.keys(value).length === 0) return MASK
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, allMasked(inner, isNullMasked)]))
}

function membersUnmasked(value: JsonObject, stored: Json | undefined, paths: readonly Path[]): JsonObject {
  const known = isMembers(stored) ? stored : {}
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, valueUnmasked(inner, known[name], below(paths, name))]),
  )
}

function valueUnmasked(value: Json, stored: Json | undefined, paths: readonly Path[]): Json {
  if (paths.length === 0) return value
  if (isSecret(paths)) return allUnmasked(value, stored)
  if (Array.isArray(value)) {
    const known: readonly Json[] = Array.isArray(stored) ? stored : []
    return value.map((item: Json, index) => valueUnmasked(item, known[index], paths))
  }
  return isMembers(value) ? membersUnmasked(value, stored, paths) : value
}

function allUnmasked(value: Json, stored: Json | undefined): Json {
  if (value === MASK) return stored === undefined ? value : stored
  if (!isMembers(value)) return value
  const known = isMembers(stored) ? stored : {}
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, allUnmasked(inner, known[name])]))
}
