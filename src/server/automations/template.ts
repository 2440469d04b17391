import type { Json } from '../../model/json.ts'
import { pythonRepr } from '../python-repr.ts'
import { Diver, Labelled } from './labelled.ts'

/** What is wrong with a template, and in which line. */
export class TemplateProblem extends Error {
  readonly line: number

  constructor(message: string, line: number) {
    super(message)
    this.name = 'TemplateProblem'
    this.line = line
  }
}

/** A text in which expressions stand, read. */
export type Template = readonly (string | Expression)[]

/** A value by its path, changed by filters one after the other. */
type Expression = {
  readonly path: readonly (string | number)[]
  readonly literal?: Json
  readonly filters: readonly Filter[]
}
type Filter = { readonly name: FilterName; readonly argument: Json | undefined }

/** Whether a text may be a template. */
export function isTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%')
}

/**
 * Reads a Jinja template of plain expressions: `{{ event.resource.name }}`, `{{ event.payload['a'][0] | tojson }}`.
 * Throws a `TemplateProblem` for everything else that Jinja has, which is not rendered here.
 */
export function parseTemplate(source: string): Template {
  const parts: (string | Expression)[] = []
  let at = 0
  let line = 1
  for (;;) {
    const begin = nextMark(source, at)
    if (begin < 0) {
      parts.push(source.slice(at))
      return parts
    }
    const before = source.slice(at, begin)
    parts.push(before)
    line += linesIn(before)
    const mark = source.slice(begin, begin + 2)
    if (mark === '{%')
      throw new TemplateProblem('This server renders no {% … %}, only {{ … }} with a plain value.', line)
    const close = mark === '{{' ? '}}' : '#}'
    const end = endOf(source, begin + 2, close)
    if (end < 0) throw new TemplateProblem(UNCLOSED[close], line)
    if (mark === '{{') parts.push(parseExpression(source.slice(begin + 2, end).replace(/^-|-$/g, ''), line))
    at = end + 2
    line += linesIn(source.slice(begin, at))
  }
}

const UNCLOSED = {
  '}}': "unexpected end of template, expected 'end of print statement'.",
  '#}': 'Missing end of comment tag',
}

/** The template's only expression, when nothing stands around it: its value keeps its type. */
export function soleExpression(template: Template): Expression | undefined {
  const parts = template.filter((part) => typeof part !== 'string' || part.trim() !== '')
  const [first] = parts
  return parts.length === 1 && typeof first === 'object' ? first : undefined
}

/** The names at the beginning of all paths, such as `event` and `flow_run`. */
export function namesIn(template: Template): readonly string[] {
  return template.flatMap((part) => (typeof part === 'string' || part.path.length === 0 ? [] : [String(part.path[0])]))
}

/** The text that a template gives. What is not there gives nothing, as in Jinja. */
export function renderText(template: Template, context: Context): string {
  return template.map((part) => (typeof part === 'string' ? part : textOf(valueOf(part, context)))).join('')
}

/** The value of an expression as JSON; undefined when it is not there. */
export function renderValue(expression: Expression, context: Context): Json | undefined {
  return jsonOf(valueOf(expression, context))
}

/** What templates can speak of, by name. */
export type Context = { readonly [name: string]: unknown }

function nextMark(source: string, from: number): number {
  const mark = /\{[{%#]/g
  mark.lastIndex = from
  return mark.exec(source)?.index ?? -1
}

function linesIn(text: string): number {
  return text.split('\n').length - 1
}

/** Where the mark is that closes; within quotes it closes nothing. */
function endOf(source: string, from: number, close: '}}' | '#}'): number {
  if (close === '#}') return source.indexOf(close, from)
  let quote = ''
  for (let at = from; at < source.length; at += 1) {
    const character = source.charAt(at)
    if (quote !== '') {
      if (character === '\\') at += 1
      else if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (source.startsWith(close, at)) return at
  }
  return -1
}

const TOKEN = /\s*(?:([A-Za-z_]\w*)|(-?\d+(?:\.\d+)?)|"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|(.))/gsy

type Token = { readonly kind: 'name' | 'number' | 'text' | 'sign'; readonly text: string }

function parseExpression(source: string, line: number): Expression {
  const tokens = tokensOf(source)
  let at = 0
  const problem = (message: string) => new TemplateProblem(message, line)
  const take = (): Token => {
    const token = tokens[at]
    if (token === undefined) throw problem(`Expected an expression, got 'end of print statement'`)
    at += 1
    return token
  }
  const takeSign = (sign: string): boolean => {
    const token = tokens[at]
    if (token?.kind !== 'sign' || token.text !== sign) return false
    at += 1
    return true
  }
  const takeLiteral = (): Json => {
    const token = take()
    const literal = literalOf(token)
    if (literal === undefined)
      throw problem(`This server takes only a plain text or number where '${token.text}' stands.`)
    return literal
  }

  const first = take()
  const literal = literalOf(first)
  if (literal === undefined && first.kind !== 'name') throw problem(`unexpected '${first.text}'`)
  const path: (string | number)[] = literal === undefined ? [first.text] : []
  const filters: Filter[] = []
  while (at < tokens.length) {
    if (takeSign('.')) {
      const name = take()
      if (name.kind !== 'name') throw problem('expected name or number')
      path.push(name.text)
    } else if (takeSign('[')) {
      const key = takeLiteral()
      if (typeof key !== 'string' && typeof key !== 'number') throw problem(`unexpected '${JSON.stringify(key)}'`)
      path.push(key)
      if (!takeSign(']')) throw problem("unexpected end of template, expected ']'.")
    } else if (takeSign('|')) {
      const { text } = take()
      const name = FILTER_NAMES.find((known) => known === text)
      if (name === undefined) throw problem(`No filter named '${text}'.`)
      let argument: Json | undefined
      if (takeSign('(')) {
        if (!takeSign(')')) {
          argument = takeLiteral()
          if (!takeSign(')')) throw problem("expected token ')'")
        }
      }
      filters.push({ name, argument })
    } else throw problem(`This server renders only plain values: '${take().text}' is more than that.`)
  }
  return { path, ...(literal === undefined ? {} : { literal }), filters }
}

function tokensOf(source: string): readonly Token[] {
  return [...source.trimEnd().matchAll(TOKEN)].map(([, name, number, double, single, sign = '']): Token => {
    if (name !== undefined) return { kind: 'name', text: name }
    if (number !== undefined) return { kind: 'number', text: number }
    const text = double ?? single
    return text === undefined ? { kind: 'sign', text: sign } : { kind: 'text', text: text.replaceAll(/\\(.)/gs, '$1') }
  })
}

function literalOf({ kind, text }: Token): Json | undefined {
  if (kind === 'text') return text
  if (kind === 'number') return Number(text)
  return kind === 'name' ? CONSTANTS.get(text) : undefined
}

const CONSTANTS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ...(['true', 'True'] as const).map((name) => [name, true] as const),
  ...(['false', 'False'] as const).map((name) => [name, false] as const),
  ...(['none', 'None'] as const).map((name) => [name, null] as const),
])

const FILTER_NAMES = ['tojson', 'default', 'd', 'upper', 'lower', 'trim', 'string', 'length'] as const
type FilterName = (typeof FILTER_NAMES)[number]

function valueOf({ path, literal, filters }: Expression, context: Context): unknown {
  const [name, ...rest] = path
  let value: unknown = name === undefined ? literal : Object.hasOwn(context, name) ? context[name] : undefined
  for (const key of rest) value = memberOf(value, key)
  for (const filter of filters) value = filtered(filter, value)
  return value
}

function memberOf(value: unknown, key: string | number): unknown {
  if (value instanceof Labelled || value instanceof Diver) return value.member(String(key))
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value
    return typeof key === 'number' ? items.at(key) : undefined
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return Object.entries(value).find(([name]) => name === String(key))?.[1]
}

function filtered({ name, argument }: Filter, value: unknown): unknown {
  switch (name) {
    case 'tojson':
      return JSON.stringify(jsonOf(value) ?? null)
    case 'default':
    case 'd':
      return value === undefined ? (argument ?? '') : value
    case 'upper':
      return textOf(value).toUpperCase()
    case 'lower':
      return textOf(value).toLowerCase()
    case 'trim':
      return textOf(value).trim()
    case 'string':
      return textOf(value)
    case 'length':
      return Array.isArray(value) || typeof value === 'string' ? value.length : Object.keys(Object(value)).length
  }
}

function textOf(value: unknown): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  if (value instanceof Diver) return value.text
  return pythonRepr(jsonOf(value) ?? null)
}

function jsonOf(value: unknown): Json | undefined {
  if (value === undefined) return undefined
  const json: Json = JSON.parse(JSON.stringify(value))
  return json
}
