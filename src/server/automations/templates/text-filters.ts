import type { Budget } from './budget.ts'
import { type FilterCall, argument, count } from './filter-call.ts'
import { isDict, isTrue, numberOf, textOf } from './values.ts'

const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&#39;', '"': '&#34;' }

/** Text for HTML, as markupsafe escapes it. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>'"]/g, (mark) => ESCAPED[mark] ?? mark)
}

export function centered(text: string, width: number, budget: Budget): string {
  budget.make(width)
  const room = Math.max(width - text.length, 0)
  // where it cannot be in the middle, Python puts it one way or the other
  const left = Math.floor(room / 2) + (room % 2 === 1 && width % 2 === 1 ? 1 : 0)
  return ' '.repeat(left) + text + ' '.repeat(room - left)
}

export function indented(value: unknown, call: FilterCall): string {
  const width = argument(call, 0, 'width', 4)
  const text = textOf(value)
  const lines = text.split('\n')
  const size = typeof width === 'string' ? width.length : (numberOf(width) ?? 4)
  call.budget.make(text.length + size * lines.length)
  const by = typeof width === 'string' ? width : ' '.repeat(Math.max(size, 0))
  const isFirst = isTrue(argument(call, 1, 'first', false))
  const isBlank = isTrue(argument(call, 2, 'blank', false))
  return lines.map((line, at) => ((at === 0 ? isFirst : isBlank || line !== '') ? by + line : line)).join('\n')
}

/** How many letters more than it may have a text can have and stay whole. */
const LEEWAY = 5

export function truncated(value: unknown, call: FilterCall): string {
  const text = textOf(value)
  const most = count(call, 0, 'length', 255)
  const end = textOf(argument(call, 2, 'end', '...'))
  if (text.length <= most + count(call, 3, 'leeway', LEEWAY)) return text
  const cut = text.slice(0, Math.max(most - end.length, 0))
  if (isTrue(argument(call, 1, 'killwords', false))) return cut + end
  const at = cut.lastIndexOf(' ')
  return (at < 0 ? cut : cut.slice(0, at)) + end
}

export function urlEncoded(value: unknown): string {
  const quoted = (text: string) =>
    encodeURIComponent(text).replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
  if (!isDict(value)) return quoted(textOf(value)).replaceAll('%2F', '/')
  return Object.entries(value)
    .map(([key, inner]) => `${quoted(key)}=${quoted(textOf(inner))}`.replaceAll('%20', '+'))
    .join('&')
}
