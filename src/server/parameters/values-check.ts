import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import { keysOf } from '../bodies/lax-body.ts'
import { HydrationFailure, hydratedValue } from './hydration.ts'
import { type PlacedViolation, violationsOf } from './json-schema.ts'

/** What is wrong with values that somebody is filling in: messages, within the properties and items they are about. */
export type ValuesCheck = { readonly errors: readonly ValueError[]; readonly valid: boolean }
type ValueError =
  | string
  | { readonly property: string; readonly errors: ValueError[] }
  | { readonly index: number; readonly errors: ValueError[] }

/**
 * Checks values against a schema, as Prefect's form for parameters wants it. Placeholders are rendered first; one that
 * cannot be is told instead of what the schema says about its place, and a template is taken as it is. `reason` says
 * why the schema itself cannot be used. Throws `CircularSchema`.
 */
export function checkedValues(
  values: JsonObject,
  schema: JsonObject,
  variables: ReadonlyMap<string, Json>,
): ValuesCheck | { readonly reason: string } {
  const { value, told, silent } = rendered(values, variables)
  const found = violationsOf(value ?? {}, schema)
  if ('reason' in found) return found
  const skipped = [...silent, ...told.map(({ pointer }) => pointer)]
  const violations = [...found.filter(({ pointer }) => !skipped.some((place) => isWithin(pointer, place))), ...told]
  const errors: ValueError[] = []
  for (const violation of violations) place(errors, violation, value ?? {})
  return { errors, valid: errors.length === 0 }
}

type Rendered = {
  readonly value: Json | undefined
  readonly told: readonly PlacedViolation[]
  /** Where templates are, about which nothing is known yet. */
  readonly silent: readonly string[]
}

function rendered(values: JsonObject, variables: ReadonlyMap<string, Json>): Rendered {
  const told: PlacedViolation[] = []
  const silent: string[] = []
  function walk(value: Json, pointer: string): Json | undefined {
    if (Array.isArray(value)) return walkItems(value, pointer)
    if (!isJsonObject(value)) return value
    if (typeof value.__prefect_kind !== 'string') return walkMembers(value, pointer)
    if (value.__prefect_kind === 'jinja' && value.template !== undefined) {
      silent.push(pointer)
      return ''
    }
    try {
      return hydratedValue(value, variables)
    } catch (error) {
      if (!(error instanceof HydrationFailure)) throw error
      told.push({ pointer, keyword: 'placeholder', reason: error.reason })
      return null
    }
  }
  function walkItems(items: readonly Json[], pointer: string): Json {
    const kept: Json[] = []
    for (const item of items) {
      const found = walk(item, `${pointer}/${kept.length}`)
      if (found !== undefined) kept.push(found)
    }
    return kept
  }
  function walkMembers(object: JsonObject, pointer: string): Json {
    const members = Object.entries(object).flatMap(([key, inner]) => {
      const found = walk(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
      return found === undefined ? [] : [[key, found] as const]
    })
    return Object.fromEntries(members)
  }
  return { value: walk(values, ''), told, silent }
}

function isWithin(pointer: string, place: string): boolean {
  return pointer === place || pointer.startsWith(`${place}/`)
}

/** Puts a message where it belongs. What is missing is told of the property that should be there. */
function place(errors: ValueError[], { pointer, keyword, reason }: PlacedViolation, value: Json): void {
  const parts = partsOf(pointer, value)
  const path = keyword === 'required' ? [...parts, reason.split(' ')[0]?.replaceAll(/^'|'$/g, '') ?? ''] : parts
  const last = path.at(-1)
  const inner = path.slice(0, -1).reduce((outer, part) => entryOf(outer, part), errors)
  if (last === undefined) inner.push(reason)
  else inner.push(newEntry(last, [reason]))
}

function entryOf(errors: ValueError[], part: string | number): ValueError[] {
  for (const entry of errors) {
    if (typeof entry === 'string') continue
    if ('index' in entry ? entry.index === part : entry.property === part) return entry.errors
  }
  const inner: ValueError[] = []
  errors.push(newEntry(part, inner))
  return inner
}

function newEntry(part: string | number, errors: ValueError[]): ValueError {
  return typeof part === 'number' ? { index: part, errors } : { property: part, errors }
}

/** The steps of a JSON pointer: numbers for items, texts for properties. */
function partsOf(pointer: string, value: Json): readonly (string | number)[] {
  let at: Json | undefined = value
  return keysOf(pointer).map((name) => {
    const part: string | number = Array.isArray(at) ? Number(name) : name
    at = Array.isArray(at) ? at[Number(name)] : isJsonObject(at) ? at[name] : undefined
    return part
  })
}
