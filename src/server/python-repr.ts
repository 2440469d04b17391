import { isJsonObject } from '../model/json.ts'

/** The value as Python's `repr` writes it, since clients know Prefect's messages by it: `None`, `True`, `{'a': 1.5}`. */
export function pythonRepr(value: unknown): string {
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`
  if (!isJsonObject(value)) return 'None'
  const members = Object.entries(value).map(([key, inner]) => `${quoted(key)}: ${pythonRepr(inner)}`)
  return `{${members.join(', ')}}`
}

function quoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')
  if (text.includes("'") && !text.includes('"')) return `"${escaped}"`
  return `'${escaped.replaceAll("'", "\\'")}'`
}
