import { RenderFailure } from './failure.ts'
import { type FilterCall, argument, count, part } from './filter-call.ts'
import { Float, Undefined, iterated, numberOf, typeName } from './values.ts'

/** The number that a value has to be. Throws a `RenderFailure` for anything else. */
export function required(value: unknown): number {
  if (value instanceof Undefined) throw value.fail()
  const number = numberOf(value)
  if (number === undefined) throw new RenderFailure('TypeError', `bad operand type: '${typeName(value)}'`)
  return number
}

/** A number that has a decimal point if the one it is made of has. */
export function numeric(like: unknown, number: number): unknown {
  return like instanceof Float ? Float.of(number) : number
}

/** The number that a value is, or that a text spells; undefined for neither. */
export function parsedNumber(value: unknown): number | undefined {
  if (typeof value !== 'string') return numberOf(value)
  const text = value.trim()
  return /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : undefined
}

/** Python's `round`, with halves going to the even neighbour, unless another method is asked for. */
export function rounded(value: unknown, call: FilterCall): unknown {
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

export function summed(value: unknown, call: FilterCall): unknown {
  const attribute = argument(call, 0, 'attribute')
  const items = [argument(call, 1, 'start', 0), ...iterated(value).map((item) => part(item, attribute, call.budget))]
  const sum = items.reduce<number>((total, item) => total + required(item), 0)
  return items.some((item) => item instanceof Float) ? Float.of(sum) : sum
}
