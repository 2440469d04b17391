import type { Budget } from './budget.ts'
import { RenderFailure } from './failure.ts'
import {
  type Callable,
  type Named,
  Thing,
  Tuple,
  Undefined,
  isDict,
  isEqual,
  itemsOf,
  iterated,
  lettersOf,
  numberOf,
  textOf,
  typeName,
} from './values.ts'

/** `value.name`: what it has by that name, else its member of that key. */
export function attributeOf(value: unknown, name: string, budget: Budget): unknown {
  if (value instanceof Undefined) return value
  const found = methodOf(value, name, budget) ?? keyed(value, name, budget)
  return found === undefined ? none(value, name) : found
}

/** `value[key]`: its member of that key, else what it has by that name. */
export function itemOf(value: unknown, key: unknown, budget: Budget): unknown {
  if (value instanceof Undefined) return value
  const found = keyed(value, key, budget)
  if (found !== undefined) return found
  return (typeof key === 'string' ? methodOf(value, key, budget) : undefined) ?? none(value, textOf(key))
}

function none(value: unknown, name: string): Undefined {
  const type = value === null ? "'None'" : `'${typeName(value)} object'`
  return new Undefined(`${type} has no attribute '${name}'`)
}

function keyed(value: unknown, key: unknown, budget: Budget): unknown {
  if (value instanceof Thing) return typeof key === 'string' ? value.member(key) : undefined
  if (isDict(value)) {
    const name = typeof key === 'string' ? key : undefined
    return name !== undefined && Object.hasOwn(value, name) ? value[name] : undefined
  }
  const index = typeof key === 'number' && Number.isInteger(key) ? key : undefined
  if (index === undefined) return undefined
  if (typeof value !== 'string') return itemsOf(value)?.at(index)
  budget.make(value.length)
  return lettersOf(value).at(index)
}

/** The methods of Python's texts, dictionaries and lists that change nothing. */
function methodOf(value: unknown, name: string, budget: Budget): Callable | undefined {
  if (typeof value === 'string') {
    const method = TEXT_METHODS.get(name)
    return (
      method &&
      ((args, named) => {
        budget.touch(value)
        return method(value, args, { named, budget })
      })
    )
  }
  if (isDict(value)) {
    const method = DICT_METHODS.get(name)
    return (
      method &&
      ((args) => {
        budget.make(Object.keys(value).length)
        return method(value, args)
      })
    )
  }
  const items = itemsOf(value)
  if (items === undefined) return undefined
  if (name !== 'index' && name !== 'count') return undefined
  return ([one]) => {
    budget.touch(items)
    if (name === 'count') return items.filter((item) => isEqual(item, one)).length
    const at = items.findIndex((item) => isEqual(item, one))
    if (at < 0) throw new RenderFailure('ValueError', `${textOf(one)} is not in list`)
    return at
  }
}

type Dict = { readonly [key: string]: unknown }

const DICT_METHODS: ReadonlyMap<string, (dict: Dict, args: readonly unknown[]) => unknown> = new Map<
  string,
  (dict: Dict, args: readonly unknown[]) => unknown
>([
  ['items', (dict) => Object.entries(dict).map((entry) => new Tuple(entry))],
  ['keys', (dict) => Object.keys(dict)],
  ['values', (dict) => Object.values(dict)],
  [
    'get',
    (dict, [key, fallback = null]) => (typeof key === 'string' && Object.hasOwn(dict, key) ? dict[key] : fallback),
  ],
])

type TextMethod = (
  text: string,
  args: readonly unknown[],
  by: { readonly named: Named; readonly budget: Budget },
) => unknown

const TEXT_METHODS: ReadonlyMap<string, TextMethod> = new Map<string, TextMethod>([
  ['upper', (text) => text.toUpperCase()],
  ['lower', (text) => text.toLowerCase()],
  ['title', titled],
  ['capitalize', capitalized],
  ['strip', (text, [marks]) => stripped(text, marks, { start: true, end: true })],
  ['lstrip', (text, [marks]) => stripped(text, marks, { start: true, end: false })],
  ['rstrip', (text, [marks]) => stripped(text, marks, { start: false, end: true })],
  ['startswith', (text, [begin]) => some(begin, (one) => text.startsWith(one))],
  ['endswith', (text, [end]) => some(end, (one) => text.endsWith(one))],
  ['removeprefix', (text, [begin]) => (text.startsWith(textOf(begin)) ? text.slice(textOf(begin).length) : text)],
  [
    'removesuffix',
    (text, [end]) => (text.endsWith(textOf(end)) ? text.slice(0, text.length - textOf(end).length) : text),
  ],
  ['replace', (text, [old, next, count], { budget }) => replaced(text, { old, next, count }, budget)],
  [
    'split',
    (text, [mark = null, most = -1], { named }) => split(text, named['sep'] ?? mark, named['maxsplit'] ?? most),
  ],
  ['splitlines', (text) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))],
  ['join', (text, [list], { budget }) => joined(iterated(list).map(requireText), text, budget)],
  ['find', (text, [part]) => text.indexOf(textOf(part))],
  ['count', (text, [part]) => text.split(textOf(part)).length - 1],
  ['isdigit', (text) => /^\d+$/.test(text)],
])

function some(value: unknown, test: (text: string) => boolean): boolean {
  return typeof value === 'string' ? test(value) : iterated(value).some((one) => typeof one === 'string' && test(one))
}

function requireText(value: unknown): string {
  if (typeof value === 'string') return value
  throw new RenderFailure('TypeError', `sequence item: expected str instance, ${typeName(value)} found`)
}

/** Each word with a capital letter. */
function titled(text: string): string {
  return text.toLowerCase().replaceAll(/\p{L}+/gu, capitalized)
}

export function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase()
}

/** A text without white space, or without the marks, at its ends. */
export function stripped(
  text: string,
  marks: unknown,
  { start, end }: { readonly start: boolean; readonly end: boolean },
): string {
  const isMark = (letter: string) => (typeof marks === 'string' ? marks.includes(letter) : letter.trim() === '')
  let [from, to] = [0, text.length]
  if (start) while (from < to && isMark(text.charAt(from))) from += 1
  if (end) while (to > from && isMark(text.charAt(to - 1))) to -= 1
  return text.slice(from, to)
}

/** A text in which some or all of a text are another. */
export function replaced(
  text: string,
  { old, next, count }: { readonly old: unknown; readonly next: unknown; readonly count: unknown },
  budget: Budget,
): string {
  const parts = text.split(textOf(old))
  const most = numberOf(count) ?? -1
  const limit = most < 0 ? parts.length - 1 : most
  const by = textOf(next)
  budget.make(text.length + by.length * parts.length)
  return parts.map((part, at) => (at === 0 ? part : (at <= limit ? by : textOf(old)) + part)).join('')
}

function split(text: string, mark: unknown, most: unknown): readonly string[] {
  const limit = numberOf(most) ?? -1
  const words = mark === null ? text.trim().split(/\s+/).filter(Boolean) : text.split(requireMark(mark))
  if (limit < 0 || words.length <= limit + 1) return words
  if (mark !== null) return [...words.slice(0, limit), words.slice(limit).join(textOf(mark))]
  const head = words.slice(0, limit)
  let rest = text.trimStart()
  for (const word of head) rest = rest.slice(word.length).trimStart()
  return [...head, rest]
}

function requireMark(mark: unknown): string {
  if (typeof mark !== 'string') throw new RenderFailure('TypeError', `must be str or None, not ${typeName(mark)}`)
  if (mark === '') throw new RenderFailure('ValueError', 'empty separator')
  return mark
}

/** Texts with another between them. */
export function joined(texts: readonly string[], between: string, budget: Budget): string {
  budget.make(texts.reduce((sum, text) => sum + text.length + between.length, 0))
  return texts.join(between)
}
