import type { Json } from '../../../model/json.ts'
import { isJsonObject } from '../../../model/json.ts'

/** JSON as Python writes it with sorted keys, and so that it can stand in HTML (`htmlsafe_json_dumps`). */
export function pythonJson(value: Json, indent?: number): string {
  return dumped(value, { indent, depth: 0 }).replaceAll(
    /[<>&']|[^ -~\n]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

type Layout = { readonly indent: number | undefined; readonly depth: number }

function dumped(value: Json, { indent, depth }: Layout): string {
  const inner = { indent, depth: depth + 1 }
  if (Array.isArray(value)) {
    const items: readonly Json[] = value
    return bracketed(
      '[]',
      items.map((item) => dumped(item, inner)),
      inner,
    )
  }
  if (!isJsonObject(value)) return JSON.stringify(value)
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return bracketed(
    '{}',
    members.map(([key, member]) => `${JSON.stringify(key)}: ${dumped(member, inner)}`),
    inner,
  )
}

function bracketed(brackets: string, parts: readonly string[], { indent, depth }: Layout): string {
  const [open = '', close = ''] = brackets
  if (parts.length === 0) return brackets
  if (indent === undefined) return `${open}${parts.join(', ')}${close}`
  const line = (at: number) => `\n${' '.repeat(indent * at)}`
  return `${open}${line(depth)}${parts.join(`,${line(depth)}`)}${line(depth - 1)}${close}`
}
