import type { Budget } from './budget.ts'
import { RenderFailure } from './failure.ts'
import { percentFormatted } from './percent-format.ts'
import type { BinarySign } from './tree.ts'
import { Float, Tuple, Undefined, isFloat, itemsOf, numberOf, textOf, typeName } from './values.ts'

type Sign = Exclude<BinarySign, 'and' | 'or'>

/** What an operator makes of two values, as Python does. Throws a `RenderFailure`. */
export function combined(sign: Sign, left: unknown, right: unknown, budget: Budget): unknown {
  if (sign === '~') return concatenated(textOf(left), textOf(right), budget)
  for (const value of [left, right]) if (value instanceof Undefined) throw value.fail()
  const [one, other] = [numberOf(left), numberOf(right)]
  if (one !== undefined && other !== undefined) return calculated(sign, one, other, isFloat(left) || isFloat(right))
  if (sign === '%' && typeof left === 'string') {
    return percentFormatted(left, right instanceof Tuple ? right.items : [right], budget)
  }
  if (sign === '+') {
    if (typeof left === 'string' && typeof right === 'string') return concatenated(left, right, budget)
    const [items, others] = [itemsOf(left), itemsOf(right)]
    if (items !== undefined && others !== undefined && Array.isArray(left) === Array.isArray(right)) {
      budget.make(items.length + others.length)
      return like(left, [...items, ...others])
    }
  }
  if (sign === '*') {
    if (other !== undefined) return repeated(left, other, budget) ?? unsupported(sign, left, right)
    if (one !== undefined) return repeated(right, one, budget) ?? unsupported(sign, left, right)
  }
  return unsupported(sign, left, right)
}

/** `-value` and `+value`. */
export function negated(sign: '+' | '-', value: unknown): unknown {
  if (value instanceof Undefined) throw value.fail()
  const number = numberOf(value)
  if (number === undefined)
    throw new RenderFailure('TypeError', `bad operand type for unary ${sign}: '${typeName(value)}'`)
  const result = sign === '-' ? -number : number
  return isFloat(value) ? Float.of(result) : result + 0
}

function unsupported(sign: Sign, left: unknown, right: unknown): never {
  const [one, other] = [typeName(left), typeName(right)]
  if (sign === '+' && (one === 'str' || one === 'list' || one === 'tuple')) {
    throw new RenderFailure('TypeError', `can only concatenate ${one} (not "${other}") to ${one}`)
  }
  const types = `'${one}' and '${other}'`
  throw new RenderFailure('TypeError', `unsupported operand type(s) for ${sign}: ${types}`)
}

function concatenated(left: string, right: string, budget: Budget): string {
  budget.make(left.length + right.length)
  return left + right
}

function like(list: unknown, items: readonly unknown[]): unknown {
  return list instanceof Tuple ? new Tuple(items) : items
}

function repeated(value: unknown, times: number, budget: Budget): unknown {
  const count = Math.max(times, 0)
  if (!Number.isInteger(count)) return undefined
  if (typeof value === 'string') {
    budget.make(value.length * count)
    return value === '' ? '' : value.repeat(count)
  }
  const items = itemsOf(value)
  if (items === undefined) return undefined
  budget.make(items.length * count)
  return like(value, items.length === 0 ? [] : Array.from({ length: count }, () => items).flat())
}

function calculated(sign: Sign, one: number, other: number, isReal: boolean): unknown {
  const result = resultOf(sign, one, other)
  if (!Number.isFinite(result)) throw new RenderFailure('OverflowError', 'Numerical result out of range')
  if (isReal || sign === '/' || (sign === '**' && other < 0)) return Float.of(result)
  if (Number.isSafeInteger(result)) return result + 0
  throw new RenderFailure('OverflowError', 'This server calculates with whole numbers up to 2**53 only')
}

const BY_ZERO = {
  '/': 'division by zero',
  '//': 'integer division or modulo by zero',
  '%': 'integer modulo by zero',
} as const

function resultOf(sign: Sign, one: number, other: number): number {
  if (other === 0 && (sign === '/' || sign === '//' || sign === '%')) {
    throw new RenderFailure('ZeroDivisionError', BY_ZERO[sign])
  }
  switch (sign) {
    case '+':
      return one + other
    case '-':
      return one - other
    case '*':
      return one * other
    case '/':
      return one / other
    case '//':
      return Math.floor(one / other)
    case '%':
      return one - other * Math.floor(one / other)
    case '**':
      return one ** other
    case '~':
      return Number.NaN
  }
}
