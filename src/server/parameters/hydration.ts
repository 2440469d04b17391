import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import { reasonOf } from '../reason.ts'
import { Problem } from '../problem.ts'

/**
 * Parameters with Prefect's placeholders rendered, as a PATCH stores them: `__prefect_kind` of `none`, `json` and
 * `workspace_variable` (`prefect/utilities/schema_tools/hydration.py`). Throws a `HydrationFailure`
 * for a placeholder that cannot be rendered; `jinja` never can here.
 */
export function hydrated(parameters: JsonObject, variables: ReadonlyMap<string, Json>): JsonObject {
  return hydratedMembers(parameters, variables)
}

/** Whether any placeholder asks for a workspace variable, so that they need reading. */
export function namesVariables(parameters: JsonObject): boolean {
  return JSON.stringify(parameters).includes('"workspace_variable"')
}

/** One value with its placeholders rendered; undefined if nothing is to stay of it. Throws `HydrationFailure`. */
export function hydratedValue(value: Json, variables: ReadonlyMap<string, Json>): Json | undefined {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((inner) => {
      const found = hydratedValue(inner, variables)
      return found === undefined ? [] : [found]
    })
  }
  if (!isJsonObject(value)) return value
  const kind = value.__prefect_kind
  return typeof kind === 'string' ? placeholderValue(kind, value, variables) : hydratedMembers(value, variables)
}

function hydratedMembers(value: JsonObject, variables: ReadonlyMap<string, Json>): JsonObject {
  const members = Object.entries(value).flatMap(([key, inner]) => {
    const found = hydratedValue(inner, variables)
    return found === undefined ? [] : [[key, found] as const]
  })
  return Object.fromEntries(members)
}

function placeholderValue(kind: string, holder: JsonObject, variables: ReadonlyMap<string, Json>): Json | undefined {
  switch (kind) {
    case 'none':
      if (holder.value === undefined) throw unrendered("Missing 'value' key in __prefect object")
      return hydratedValue(holder.value, variables)
    case 'json':
      return holder.value === undefined ? undefined : jsonValue(holder.value, variables)
    case 'workspace_variable':
      return variableValue(holder, variables)
    case 'jinja':
      if (holder.template === undefined) throw unrendered("Missing 'template' key in __prefect object")
      throw unrendered('Invalid jinja: this server does not render Jinja templates')
    default:
      return holder.value ?? null
  }
}

function jsonValue(value: Json, variables: ReadonlyMap<string, Json>): Json | undefined {
  const text = isJsonObject(value) ? hydratedValue(value, variables) : value
  if (typeof text !== 'string') return text
  try {
    const parsed: Json = JSON.parse(text)
    return parsed
  } catch (error) {
    throw unrendered(`Invalid JSON: ${reasonOf(error)}`)
  }
}

function variableValue(holder: JsonObject, variables: ReadonlyMap<string, Json>): Json {
  const { variable_name: name } = holder
  if (typeof name !== 'string') throw unrendered("Missing 'variable_name' key in __prefect object")
  const found = variables.get(name)
  if (found === undefined) throw unrendered(`Variable '${name}' not found in workspace.`)
  return found
}

/** A placeholder that cannot be rendered: the 400 of a PATCH, and its reason for whoever says it otherwise. */
export class HydrationFailure extends Problem {
  readonly reason: string

  constructor(reason: string) {
    super(400, { detail: `Error hydrating deployment parameters: ${reason}` })
    this.reason = reason
  }
}

function unrendered(reason: string): HydrationFailure {
  return new HydrationFailure(reason)
}
