/**
 * Whether a value matches a pattern with the wildcards of Python's `fnmatchcase` (`*`, `?`, `[…]`). A `!` before the
 * pattern turns it round. What is not there matches nothing (`prefect/server/events/schemas/events.py`, `matches`).
 */
export function matchesWildcard(pattern: string, value: string | null | undefined): boolean {
  if (value === null || value === undefined) return false
  const isNegated = pattern.startsWith('!')
  return expressionOf(isNegated ? pattern.slice(1) : pattern).test(value) !== isNegated
}

const EXPRESSIONS = new Map<string, RegExp>()
const MOST_EXPRESSIONS = 1000

function expressionOf(pattern: string): RegExp {
  const known = EXPRESSIONS.get(pattern)
  if (known !== undefined) return known
  if (EXPRESSIONS.size >= MOST_EXPRESSIONS) EXPRESSIONS.clear()
  const source = pattern.replaceAll(/\*+|\?|\[!?\]?[^\]]*\]|[^*?[]+|\[/gs, translated)
  const expression = new RegExp(`^(?:${source})$`, 'su')
  EXPRESSIONS.set(pattern, expression)
  return expression
}

function translated(part: string): string {
  if (part.startsWith('*')) return '.*'
  if (part === '?') return '.'
  if (part.startsWith('[') && part.endsWith(']') && part.length > 2) return setOf(part.slice(1, -1))
  return escaped(part)
}

/** A range that runs backwards holds nothing, as in Python. */
function setOf(inner: string): string {
  const isNegated = inner.startsWith('!')
  const characters = Array.from(isNegated ? inner.slice(1) : inner)
  const parts: string[] = []
  for (let at = 0; at < characters.length; at += 1) {
    const from = characters[at] ?? ''
    const to = characters[at + 2]
    if (characters[at + 1] !== '-' || to === undefined) {
      parts.push(point(from))
      continue
    }
    if (from <= to) parts.push(`${point(from)}-${point(to)}`)
    at += 2
  }
  if (parts.length === 0) return isNegated ? '.' : '(?!)'
  return `[${isNegated ? '^' : ''}${parts.join('')}]`
}

function point(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
}
