import type { Budget } from './budget.ts'
import { itemOf } from './members.ts'
import { type Named, numberOf } from './values.ts'

/** What a filter is called with beside its value. */
export type FilterCall = { readonly args: readonly unknown[]; readonly named: Named; readonly budget: Budget }

/** An argument by its place or its name. */
export function argument({ args, named }: FilterCall, at: number, name: string, fallback?: unknown): unknown {
  const given = args.length > at ? args[at] : named[name]
  return given === undefined ? fallback : given
}

/** A number among the arguments; the fallback for what is none. */
export function count(call: FilterCall, at: number, name: string, fallback: number): number {
  return numberOf(argument(call, at, name, fallback)) ?? fallback
}

/** A member by a path of names and numbers such as `a.b.0`. */
export function part(item: unknown, attribute: unknown, budget: Budget): unknown {
  if (attribute === undefined || attribute === null) return item
  const path = typeof attribute === 'string' ? attribute.split('.') : [attribute]
  return path.reduce<unknown>(
    (value, key) => itemOf(value, typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : key, budget),
    item,
  )
}

/** A value as it is compared: texts without regard to case unless it counts. */
export function comparable(value: unknown, isCaseSensitive: boolean): unknown {
  return typeof value === 'string' && !isCaseSensitive ? value.toLowerCase() : value
}
