import { RenderFailure } from './failure.ts'
import { type FilterCall, argument, count, part } from './filter-call.ts'
import { batches, dictSorted, extreme, grouped, members, selected, slices, sorted, unique } from './list-filters.ts'
import { capitalized, itemOf, joined, replaced, stripped } from './members.ts'
import { numeric, parsedNumber, required, rounded, summed } from './number-filters.ts'
import { percentFormatted } from './percent-format.ts'
import { pythonJson } from './python-json.ts'
import { centered, escaped, indented, truncated, urlEncoded } from './text-filters.ts'
import {
  Float,
  Undefined,
  isTrue,
  iterated,
  jsonOf,
  lengthOf,
  lettersOf,
  numberOf,
  textOf,
  typeName,
} from './values.ts'

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
  ...named(['e', 'escape', 'forceescape'], (value) => escaped(textOf(value))),
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
  ['unique', unique],
  ['urlencode', (value) => urlEncoded(value)],
  ['wordcount', (value) => textOf(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0],
])

function named(names: readonly string[], filter: Filter): readonly (readonly [string, Filter])[] {
  return names.map((name) => [name, filter] as const)
}

function orNothing(value: unknown, reason: string): unknown {
  return value === undefined ? new Undefined(reason) : value
}

function requiredLength(value: unknown): number {
  const length = lengthOf(value)
  if (length === undefined) throw new RenderFailure('TypeError', `object of type '${typeName(value)}' has no len()`)
  return length
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
