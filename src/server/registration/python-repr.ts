import { type Json, isJsonObject } from '../../model/json.ts'

/** The value as Python's `repr` writes it, since clients know Prefect's messages by it: `None`, `True`, `{'a': 1.5}`. */
export function pythonRepr(value: Json): string {
  if (value === null) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return quoted(value)
  if (isJsonObject(value)) {
    return `{${Object.entries(value)
      .map(([key, inner]) => `${quoted(key)}: ${pythonRepr(inner)}`)
      .join(', ')}}`
  }
  return `[${(value as readonly Json[]).map(pythonRepr).join(', ')}]`
}

function quoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')
  if (text.includes("'") && !text.includes('"')) return `"${escaped}"`
  return `'${escaped.replaceAll("'", "\\'")}'`
}
