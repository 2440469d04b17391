import type { Node } from 'web-tree-sitter'

const SIMPLE: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/**
 * The value of a Python expression that is a text written out: plain, raw, triple-quoted, in parentheses, or several
 * side by side. Undefined for anything that has to be computed (an f-string with a field, bytes, a call).
 */
export function stringLiteral(node: Node): string | undefined {
  switch (node.type) {
    case 'string':
      return oneString(node)
    case 'concatenated_string':
    case 'parenthesized_expression':
      return joined(node.namedChildren.filter((child) => child.type !== 'comment').map(stringLiteral))
    default:
      return undefined
  }
}

function joined(parts: readonly (string | undefined)[]): string | undefined {
  return parts.length > 0 && parts.every((part) => part !== undefined) ? parts.join('') : undefined
}

function oneString(node: Node): string | undefined {
  const prefix = (node.namedChildren[0]?.text ?? '').replace(/['"]+$/, '').toLowerCase()
  const inside = node.namedChildren.slice(1, -1)
  if (prefix.includes('b') || prefix.includes('t') || inside.some((part) => part.type === 'interpolation'))
    return undefined
  const text = inside.map((part) => part.text).join('')
  if (prefix.includes('f') && /[{}]/.test(text)) return undefined
  return prefix.includes('r') ? text : unescaped(text)
}

/** Escapes of Python's lexical analysis, §2.4.1.1; undefined for `\N{…}`, which needs the Unicode name table. */
function unescaped(text: string): string | undefined {
  if (/\\N\{/.test(text)) return undefined
  return text.replace(
    /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|[\s\S])/g,
    (whole: string, escape: string) => {
      if (/^[xuU][0-9a-fA-F]{2}/.test(escape)) return codePoint(Number.parseInt(escape.slice(1), 16))
      if (/^[0-7]/.test(escape)) return codePoint(Number.parseInt(escape, 8))
      return SIMPLE[escape] ?? whole
    },
  )
}

function codePoint(value: number): string {
  return value <= 0x10_ff_ff ? String.fromCodePoint(value) : '\u{FFFD}'
}
