import type { Budget } from './budget.ts'
import { RenderFailure } from './failure.ts'
import { capitalized, itemOf, joined, replaced, stripped } from './members.ts'
import { percentFormatted } from './percent-format.ts'
import { pythonJson } from './python-json.ts'
import { isSo } from './tests.ts'
import {
  Float,
  type Named,
  Tuple,
  Undefined,
  compared,
  isDict,
  isEqual,
  isTrue,
  iterated,
  jsonOf,
  lengthOf,
  lettersOf,
  numberOf,
  textOf,
  typeName,
} from './values.ts'

/** What a filter is called with beside its value. */
export type FilterCall = { readonly args: readonly unknown[]; readonly named: Named; readonly budget: Budget }

type Filter = (value: unknown, call: FilterCall) => unknown
export type Filters = ReadonlyMap<string, Filter>

/** The value that a filter makes of another. Throws a `RenderFailure` for a filter that nobody knows. */
export function filtered(filters: Filters, name: string, value: unknown, call: FilterCall): unknown {
  const filter = filters.get(name) ?? FILTERS.get(name)
  if (filter === undefined) throw new RenderFailure('TemplateAssertionError', `No filter named '${name}'.`)
  return filter(value, call)
}

/** Filters that Prefect's server has and this one has not: a template that names one is refused. */
export const UNBUILT_FILTERS: ReadonlySet<string> = new Set(
  (
    'filesizeformat pprint random striptags urlize wordwrap xmlattr humanize_abs_timedelta humanize_naturalsize ' +
    'humanize_date_and_delta humanize_naturaldate humanize_naturalday humanize_naturaldelta humanize_naturaltime ' +
    'humanize_precisedelta humanize_ordinal humanize_intcomma humanize_intword humanize_apnumber humanize_fractional ' +
    'humanize_scientific humanize_clamp humanize_metric humanize_activate humanize_deactivate ' +
    'humanize_thousands_separator humanize_decimal_separator'
  ).split(' '),
)

/** An argument by its place or its name. */
function argument({ args, named }: FilterCall, at: number, name: string, fallback?: unknown): unknown {
  const given = args.length > at ? args[at] : named[name]
  return given === undefined ? fallback : given
}

function count(call: FilterCall, at: number, name: string, fallback: number): number {
  return numberOf(argument(call, at, name, fallback)) ?? fallback
}

const FILTERS: Filters = new Map<string, Filter>([
  ['abs', (value) => numeric(value, Math.abs(required(value)))],
  ['attr', (value, call) => itemOf(value, argument(call, 0, 'name'), call.budget)],
  [
    'batch',
    (value, call) =>
      batches(iterated(value), count(call, 0, 'linecount', 1), argument(call, 1, 'fill_with', null), call.budget),
  ],
  ['capitalize', (value) => capitalized(textOf(value))],
  ['center', (value, call) => centered(textOf(value), count(call, 0, 'width', 80), call.budget)],
  ...named(['count', 'length'], requiredLength),
  ...named(['d', 'default'], (value, call) => {
    const isMissing = value instanceof Undefined || (isTrue(argument(call, 1, 'boolean', false)) && !isTrue(value))
    return isMissing ? argument(call, 0, 'default_value', '') : value
  }),
  ['dictsort', (value, call) => dictSorted(value, call)],
  ...named(['e', 'escape', 'forceescape'], (value) =>
    textOf(value).replaceAll(/[&<>'"]/g, (mark) => ESCAPED[mark] ?? mark),
  ),
  ['first', (value) => orNothing(iterated(value)[0], 'No first item, sequence was empty.')],
  ['last', (value) => orNothing(iterated(value).at(-1), 'No last item, sequence was empty.')],
  ['float', (value, call) => Float.of(parsedNumber(value) ?? count(call, 0, 'default', 0))],
  ['int', (value, call) => Math.trunc(parsedNumber(value) ?? count(call, 0, 'default', 0))],
  ['format', (value, call) => percentFormatted(textOf(value), call.args, call.budget)],
  ['groupby', grouped],
  ['indent', indented],
  ['items', (value) => (value instanceof Undefined ? [] : members(value))],
  [
    'join',
    (value, call) => {
      const attribute = argument(call, 1, 'attribute')
      const texts = iterated(value).map((item) => textOf(part(item, attribute, call.budget)))
      return joined(texts, textOf(argument(call, 0, 'd', '')), call.budget)
    },
  ],
  ['list', (value) => [...iterated(value)]],
  ['lower', (value) => textOf(value).toLowerCase()],
  ['upper', (value) => textOf(value).toUpperCase()],
  ['map', mapped],
  ['max', (value, call) => extreme(value, call, 1)],
  ['min', (value, call) => extreme(value, call, -1)],
  ['reject', (value, call) => selected(value, call, { isWanted: false, hasAttribute: false })],
  ['rejectattr', (value, call) => selected(value, call, { isWanted: false, hasAttribute: true })],
  ['select', (value, call) => selected(value, call, { isWanted: true, hasAttribute: false })],
  ['selectattr', (value, call) => selected(value, call, { isWanted: true, hasAttribute: true })],
  [
    'replace',
    (value, call) => {
      const change = {
        old: argument(call, 0, 'old'),
        next: argument(call, 1, 'new'),
        count: argument(call, 2, 'count', -1),
      }
      return replaced(textOf(value), change, call.budget)
    },
  ],
  [
    'reverse',
    (value) => (typeof value === 'string' ? lettersOf(value).toReversed().join('') : iterated(value).toReversed()),
  ],
  ['round', rounded],
  ['safe', textOf],
  [
    'slice',
    (value, call) =>
      slices(iterated(value), count(call, 0, 'slices', 1), argument(call, 1, 'fill_with', null), call.budget),
  ],
  ['sort', sorted],
  ['string', textOf],
  ['sum', summed],
  ['title', (value) => textOf(value).replaceAll(/[^-\s({[<]+/g, capitalized)],
  [
    'tojson',
    (value, call) => {
      const indent = numberOf(argument(call, 0, 'indent'))
      const text = pythonJson(jsonOf(value), indent === undefined ? undefined : Math.min(Math.max(indent, 0), 16))
      call.budget.make(text.length)
      return text
    },
  ],
  ['trim', (value, call) => stripped(textOf(value), argument(call, 0, 'chars'), { start: true, end: true })],
  ['truncate', truncated],
  [
    'unique',
    (value, call) => {
      const attribute = argument(call, 1, 'attribute')
      const seen = new Set<string>()
      return iterated(value).filter((item) => {
        const key = comparable(part(item, attribute, call.budget), isTrue(argument(call, 0, 'case_sensitive', false)))
        const text = JSON.stringify(jsonOf(key))
        return !seen.has(text) && seen.add(text) !== undefined
      })
    },
  ],
  ['urlencode', (value) => urlEncoded(value)],
  ['wordcount', (value) => textOf(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0],
])

function named(names: readonly string[], filter: Filter): readonly (readonly [string, Filter])[] {
  return names.map((name) => [name, filter] as const)
}

function orNothing(value: unknown, reason: string): unknown {
  return value === undefined ? new Undefined(reason) : value
}

const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&#39;', '"': '&#34;' }

function required(value: unknown): number {
  if (value instanceof Undefined) throw value.fail()
  const number = numberOf(value)
  if (number === undefined) throw new RenderFailure('TypeError', `bad operand type: '${typeName(value)}'`)
  return number
}

/** A number that has a decimal point if the one it is made of has. */
function numeric(like: unknown, number: number): unknown {
  return like instanceof Float ? Float.of(number) : number
}

function requiredLength(value: unknown): number {
  const length = lengthOf(value)
  if (length === undefined) throw new RenderFailure('TypeError', `object of type '${typeName(value)}' has no len()`)
  return length
}

function parsedNumber(value: unknown): number | undefined {
  if (typeof value !== 'string') return numberOf(value)
  const text = value.trim()
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : undefined
}

function members(value: unknown): readonly Tuple[] {
  if (!isDict(value)) throw new RenderFailure('TypeError', 'Can only get item pairs from a mapping.')
  return Object.entries(value).map((entry) => new Tuple(entry))
}

/** A member by a path of names and numbers such as `a.b.0`. */
function part(item: unknown, attribute: unknown, budget: Budget): unknown {
  if (attribute === undefined || attribute === null) return item
  const path = typeof attribute === 'string' ? attribute.split('.') : [attribute]
  return path.reduce<unknown>(
    (value, key) => itemOf(value, typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : key, budget),
    item,
  )
}

function comparable(value: unknown, isCaseSensitive: boolean): unknown {
  return typeof value === 'string' && !isCaseSensitive ? value.toLowerCase() : value
}

function batches(items: readonly unknown[], size: number, fill: unknown, budget: Budget): readonly unknown[] {
  if (!(size >= 1)) return [items]
  const rows: unknown[][] = []
  for (let at = 0; at < items.length; at += size) rows.push(items.slice(at, at + size))
  const last = rows.at(-1)
  if (fill !== null && last !== undefined) {
    budget.make(size)
    while (last.length < size) last.push(fill)
  }
  return rows
}

function slices(items: readonly unknown[], columns: number, fill: unknown, budget: Budget): readonly unknown[] {
  if (!(columns >= 1)) throw new RenderFailure('ZeroDivisionError', 'integer division or modulo by zero')
  budget.make(columns)
  const each = Math.floor(items.length / columns)
  const more = items.length % columns
  let at = 0
  return Array.from({ length: columns }, (_none, column) => {
    const size = each + (column < more ? 1 : 0)
    const slice = items.slice(at, at + size)
    at += size
    return fill !== null && column >= more && more > 0 ? [...slice, fill] : slice
  })
}

function centered(text: string, width: number, budget: Budget): string {
  budget.make(width)
  const room = Math.max(width - text.length, 0)
  // where it cannot be in the middle, Python puts it one way or the other
  const left = Math.floor(room / 2) + (room % 2 === 1 && width % 2 === 1 ? 1 : 0)
  return ' '.repeat(left) + text + ' '.repeat(room - left)
}

function dictSorted(value: unknown, call: FilterCall): readonly unknown[] {
  const at = argument(call, 1, 'by', 'key') === 'value' ? 1 : 0
  const isSensitive = isTrue(argument(call, 0, 'case_sensitive', false))
  const pairs = [...members(value)].sort((one, other) =>
    compared(comparable(one.items[at], isSensitive), comparable(other.items[at], isSensitive)),
  )
  return isTrue(argument(call, 2, 'reverse', false)) ? pairs.reverse() : pairs
}

function grouped(value: unknown, call: FilterCall): readonly unknown[] {
  const attribute = argument(call, 0, 'attribute')
  const keyOf = (item: unknown) => comparable(part(item, attribute, call.budget), isTrue(caseSensitive(call)))
  const groups: { readonly key: unknown; readonly items: unknown[] }[] = []
  for (const item of iterated(value).toSorted((one, other) => compared(keyOf(one), keyOf(other)))) {
    const last = groups.at(-1)
    if (last !== undefined && isEqual(last.key, keyOf(item))) last.items.push(item)
    else groups.push({ key: keyOf(item), items: [item] })
  }
  return groups.map(({ items }) => new Tuple([part(items[0], attribute, call.budget), items]))
}

function caseSensitive({ named: values }: FilterCall): unknown {
  return values['case_sensitive'] ?? false
}

function indented(value: unknown, call: FilterCall): string {
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

function mapped(value: unknown, call: FilterCall): readonly unknown[] {
  const attribute = call.named['attribute']
  if (attribute !== undefined) {
    const fallback = call.named['default']
    return iterated(value).map((item) => {
      const found = part(item, attribute, call.budget)
      return found instanceof Undefined && fallback !== undefined ? fallback : found
    })
  }
  const [name, ...args] = call.args
  return iterated(value).map((item) => {
    call.budget.step()
    return filtered(new Map(), textOf(name), item, { ...call, args })
  })
}

function extreme(value: unknown, call: FilterCall, sign: 1 | -1): unknown {
  const attribute = argument(call, 1, 'attribute')
  const isSensitive = isTrue(argument(call, 0, 'case_sensitive', false))
  const keyOf = (item: unknown) => comparable(part(item, attribute, call.budget), isSensitive)
  const [first, ...rest] = iterated(value)
  if (first === undefined) return new Undefined('No aggregated item, sequence was empty.')
  return rest.reduce((best, item) => (compared(keyOf(item), keyOf(best)) * sign > 0 ? item : best), first)
}

function selected(
  value: unknown,
  call: FilterCall,
  { isWanted, hasAttribute }: { readonly isWanted: boolean; readonly hasAttribute: boolean },
): readonly unknown[] {
  const [attribute, ...rest] = hasAttribute ? call.args : [undefined, ...call.args]
  const [name, argumentOfTest] = rest
  return iterated(value).filter((item) => {
    call.budget.step()
    const looked = part(item, attribute, call.budget)
    return (name === undefined ? isTrue(looked) : isSo(looked, textOf(name), argumentOfTest)) === isWanted
  })
}

function rounded(value: unknown, call: FilterCall): unknown {
  const places = Math.min(Math.max(count(call, 0, 'precision', 0), -20), 20)
  const scale = 10 ** places
  const number = required(value) * scale
  const method = argument(call, 1, 'method', 'common')
  if (method === 'ceil') return Float.of(Math.ceil(number) / scale)
  if (method === 'floor') return Float.of(Math.floor(number) / scale)
  if (method !== 'common') throw new RenderFailure('FilterArgumentError', 'method must be common, ceil or floor')
  const floor = Math.floor(number)
  // halves go to the even neighbour
  const nearest = number - floor === 0.5 ? floor + (floor % 2 === 0 ? 0 : 1) : Math.round(number)
  const result = nearest / scale
  return typeof value === 'number' && Number.isInteger(value) ? result : Float.of(result)
}

function sorted(value: unknown, call: FilterCall): readonly unknown[] {
  const attribute = argument(call, 2, 'attribute')
  const isSensitive = isTrue(argument(call, 1, 'case_sensitive', false))
  const paths = typeof attribute === 'string' ? attribute.split(',') : [attribute]
  const keyed = iterated(value).map((item) => ({
    item,
    keys: paths.map((path) => comparable(part(item, path, call.budget), isSensitive)),
  }))
  const sign = isTrue(argument(call, 0, 'reverse', false)) ? -1 : 1
  return keyed.sort((one, other) => sign * compared(one.keys, other.keys)).map(({ item }) => item)
}

function summed(value: unknown, call: FilterCall): unknown {
  const attribute = argument(call, 0, 'attribute')
  const items = [argument(call, 1, 'start', 0), ...iterated(value).map((item) => part(item, attribute, call.budget))]
  const sum = items.reduce<number>((total, item) => total + required(item), 0)
  return items.some((item) => item instanceof Float) ? Float.of(sum) : sum
}

/** How many letters more than it may have a text can have and stay whole. */
const LEEWAY = 5

function truncated(value: unknown, call: FilterCall): string {
  const text = textOf(value)
  const most = count(call, 0, 'length', 255)
  const end = textOf(argument(call, 2, 'end', '...'))
  if (text.length <= most + count(call, 3, 'leeway', LEEWAY)) return text
  const cut = text.slice(0, Math.max(most - end.length, 0))
  if (isTrue(argument(call, 1, 'killwords', false))) return cut + end
  const at = cut.lastIndexOf(' ')
  return (at < 0 ? cut : cut.slice(0, at)) + end
}

function urlEncoded(value: unknown): string {
  const quoted = (text: string) =>
    encodeURIComponent(text).replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
  if (!isDict(value)) return quoted(textOf(value)).replaceAll('%2F', '/')
  return Object.entries(value)
    .map(([key, inner]) => `${quoted(key)}=${quoted(textOf(inner))}`.replaceAll('%20', '+'))
    .join('&')
}
