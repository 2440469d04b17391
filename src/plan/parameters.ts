import { isJsonObject, type Json, type JsonObject } from '../model/json.ts'

/**
 * Parameters as the server stores them after a PATCH: it renders `__prefect_kind` (`json` and `none` here). The POST
 * does not render, so registrar sends the rendered value in both, and the two paths store the same.
 */
export function renderParameters(parameters: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, render(value)]))
}

function render(value: Json): Json {
  if (Array.isArray(value)) return value.map(render)
  if (!isJsonObject(value)) return value
  const inner = value['value'] ?? null
  if (value['__prefect_kind'] === 'none') return render(inner)
  if (value['__prefect_kind'] === 'json' && typeof inner === 'string') return parsed(inner) ?? value
  return renderParameters(value)
}

function parsed(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch {
    return undefined // left as written: the server refuses it with its own words
  }
}

/** The kinds inside that only the server can render, so that what it stores cannot be known or compared. */
export function serverRendered(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(serverRendered)
  if (!isJsonObject(value)) return []
  const kind = value['__prefect_kind']
  return kind === 'jinja' || kind === 'workspace_variable' ? [kind] : Object.values(value).flatMap(serverRendered)
}
