import type { Budget } from './budget.ts'
import { RenderFailure } from './failure.ts'
import { type FilterCall, argument, comparable, part } from './filter-call.ts'
import { isSo } from './tests.ts'
import { Tuple, Undefined, compared, isDict, isEqual, isTrue, iterated, jsonOf, textOf } from './values.ts'

/** Lists of `size` items each; the last is filled up with `fill` unless that is null. */
export function batches(items: readonly unknown[], size: number, fill: unknown, budget: Budget): readonly unknown[] {
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

/** The items in so many columns, of which the first are one longer; the others get a `fill` unless that is null. */
export function slices(items: readonly unknown[], columns: number, fill: unknown, budget: Budget): readonly unknown[] {
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

export function dictSorted(value: unknown, call: FilterCall): readonly unknown[] {
  const at = argument(call, 1, 'by', 'key') === 'value' ? 1 : 0
  const isSensitive = isTrue(argument(call, 0, 'case_sensitive', false))
  const pairs = [...members(value)].sort((one, other) =>
    compared(comparable(one.items[at], isSensitive), comparable(other.items[at], isSensitive)),
  )
  return isTrue(argument(call, 2, 'reverse', false)) ? pairs.reverse() : pairs
}

export function members(value: unknown): readonly Tuple[] {
  if (!isDict(value)) throw new RenderFailure('TypeError', 'Can only get item pairs from a mapping.')
  return Object.entries(value).map((entry) => new Tuple(entry))
}

export function grouped(value: unknown, call: FilterCall): readonly unknown[] {
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

export function extreme(value: unknown, call: FilterCall, sign: 1 | -1): unknown {
  const attribute = argument(call, 1, 'attribute')
  const isSensitive = isTrue(argument(call, 0, 'case_sensitive', false))
  const keyOf = (item: unknown) => comparable(part(item, attribute, call.budget), isSensitive)
  const [first, ...rest] = iterated(value)
  if (first === undefined) return new Undefined('No aggregated item, sequence was empty.')
  return rest.reduce((best, item) => (compared(keyOf(item), keyOf(best)) * sign > 0 ? item : best), first)
}

export function selected(
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

export function sorted(value: unknown, call: FilterCall): readonly unknown[] {
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

export function unique(value: unknown, call: FilterCall): readonly unknown[] {
  const attribute = argument(call, 1, 'attribute')
  const isSensitive = isTrue(argument(call, 0, 'case_sensitive', false))
  const seen = new Set<string>()
  return iterated(value).filter((item) => {
    const text = JSON.stringify(jsonOf(comparable(part(item, attribute, call.budget), isSensitive)))
    return !seen.has(text) && seen.add(text) !== undefined
  })
}
