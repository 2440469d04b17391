import type { Json } from '../../../model/json.ts'
import { pythonRepr } from '../../python-repr.ts'
import { RenderFailure } from './failure.ts'

/**
 * What templates work with: JSON, and these. A name that stands for nothing is an `Undefined`. Objects of JavaScript have
 * nothing that a template could reach: their members are looked up by `memberOf`, which knows every kind there is.
 */
export class Undefined {
  /** What an operation on it says. */
  readonly reason: string

  constructor(reason: string) {
    this.reason = reason
  }

  fail(): RenderFailure {
    return new RenderFailure('UndefinedError', this.reason)
  }
}

/** A number that Python writes with a decimal point though it is whole. Others are numbers. */
export class Float {
  readonly value: number

  private constructor(value: number) {
    this.value = value
  }

  static of(value: number): Float | number {
    return Number.isInteger(value) ? new Float(value) : value
  }

  toJSON(): number {
    return this.value
  }
}

/** A list that Python writes with round brackets. */
export class Tuple {
  readonly items: readonly unknown[]

  constructor(items: readonly unknown[]) {
    this.items = items
  }

  toJSON(): readonly unknown[] {
    return this.items
  }
}

/** An object with members of its own: a resource, its labels, an object of the API, a loop. */
export abstract class Thing {
  /** Undefined when it has none of that name. */
  abstract member(name: string): unknown
  abstract toJSON(): unknown
  text(): string {
    return pythonText(this.toJSON())
  }

  /** Whether it is more than nothing. */
  isTrue(): boolean {
    return true
  }
}

/** What can be called. */
export type Callable = (args: readonly unknown[], named: Named) => unknown
export type Named = Readonly<Record<string, unknown>>

/** What `{% set ns.x = … %}` may change. */
export class Namespace extends Thing {
  readonly values: Map<string, unknown>

  constructor(values: Named) {
    super()
    this.values = new Map(Object.entries(values))
  }

  member(name: string): unknown {
    return this.values.get(name)
  }

  /** What it holds may hold it. */
  toJSON(): unknown {
    return '<Namespace>'
  }
}

/** A plain object: JSON's, or one that a template has made. */
export function isDict(value: unknown): value is { readonly [key: string]: unknown } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return !(value instanceof Thing || value instanceof Undefined || value instanceof Float || value instanceof Tuple)
}

/** The items of a list or tuple. */
export function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  return value instanceof Tuple ? value.items : undefined
}

/** A number, also that of a truth value; undefined for anything else. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  return value instanceof Float ? value.value : undefined
}

/** Whether Python takes a number for one with a decimal point. */
export function isFloat(value: unknown): boolean {
  return value instanceof Float || (typeof value === 'number' && !Number.isInteger(value))
}

/** Whether a value counts as true. */
export function isTrue(value: unknown): boolean {
  if (value instanceof Undefined || value === null || value === undefined) return false
  if (value instanceof Thing) return value.isTrue()
  if (typeof value === 'string') return value !== ''
  const number = numberOf(value)
  if (number !== undefined) return number !== 0
  if (typeof value === 'function') return true
  return lengthOf(value) !== 0
}

/** The letters of a text as Python counts them. */
export function lettersOf(text: string): readonly string[] {
  return Array.from(text)
}

/** How many items, members or letters it has; undefined when it has no length. */
export function lengthOf(value: unknown): number | undefined {
  if (value instanceof Undefined) return 0
  if (typeof value === 'string') return lettersOf(value).length
  const items = itemsOf(value)
  if (items !== undefined) return items.length
  return isDict(value) ? Object.keys(value).length : undefined
}

/** What a loop goes through. Throws a `RenderFailure` for what is no list. */
export function iterated(value: unknown): readonly unknown[] {
  if (value instanceof Undefined) return []
  if (typeof value === 'string') return lettersOf(value)
  const items = itemsOf(value) ?? (isDict(value) ? Object.keys(value) : undefined)
  if (items === undefined) throw new RenderFailure('TypeError', `'${typeName(value)}' object is not iterable`)
  return items
}

/** What Python calls the type of a value. */
export function typeName(value: unknown): string {
  if (value === null) return 'NoneType'
  if (value instanceof Undefined) return 'ChainableUndefined'
  if (typeof value === 'string') return 'str'
  if (typeof value === 'boolean') return 'bool'
  if (isFloat(value)) return 'float'
  if (typeof value === 'number') return 'int'
  if (Array.isArray(value)) return 'list'
  if (value instanceof Tuple) return 'tuple'
  return isDict(value) ? 'dict' : 'object'
}

/** The value as `{{ }}` writes it. */
export function textOf(value: unknown): string {
  if (value instanceof Undefined) return ''
  if (typeof value === 'string') return value
  if (value instanceof Thing) return value.text()
  return pythonText(value)
}

/** Python's `repr`. */
export function pythonText(value: unknown): string {
  if (value instanceof Undefined) return 'Undefined'
  if (value instanceof Float) return floatText(value.value)
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : floatText(value)
  if (value instanceof Thing) return typeof value.toJSON() === 'string' ? pythonRepr(value.text()) : value.text()
  if (typeof value === 'function') return '<function>'
  if (Array.isArray(value)) return `[${value.map(pythonText).join(', ')}]`
  if (value instanceof Tuple) {
    const items = value.items.map(pythonText)
    return items.length === 1 ? `(${items.join('')},)` : `(${items.join(', ')})`
  }
  if (!isDict(value)) return pythonRepr(value)
  return `{${Object.entries(value)
    .map(([key, inner]) => `${pythonRepr(key)}: ${pythonText(inner)}`)
    .join(', ')}}`
}

function floatText(value: number): string {
  const size = Math.abs(value)
  if (value !== 0 && (size < 1e-4 || size >= 1e16)) return value.toExponential().replace(/e([-+])(\d)$/, 'e$10$2')
  return Number.isInteger(value) ? value.toFixed(1) : String(value)
}

/** The value as JSON. Throws a `RenderFailure` for what JSON does not have. */
export function jsonOf(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value
  if (value instanceof Float) return value.value
  if (value instanceof Thing) return jsonOf(value.toJSON())
  const items = itemsOf(value)
  if (items !== undefined) return items.map(jsonOf)
  if (isDict(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, jsonOf(inner)]))
  throw new RenderFailure('TypeError', `Object of type ${typeName(value)} is not JSON serializable`)
}

/** Whether two values are the same to Python. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (one instanceof Undefined || other instanceof Undefined)
    return one instanceof Undefined && other instanceof Undefined
  const [left, right] = [numberOf(one), numberOf(other)]
  if (left !== undefined || right !== undefined) return left === right
  if (one instanceof Thing || other instanceof Thing) {
    return one === other || (isText(one) && isText(other) && textOf(one) === textOf(other))
  }
  const [items, others] = [itemsOf(one), itemsOf(other)]
  if (items !== undefined && others !== undefined) {
    return Array.isArray(one) === Array.isArray(other) && areEqual(items, others)
  }
  if (!isDict(one) || !isDict(other)) return one === other
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isEqual(one[key], other[key]))
  )
}

/** Labels are texts and have members all the same. */
function isText(value: unknown): boolean {
  return typeof (value instanceof Thing ? value.toJSON() : value) === 'string'
}

function areEqual(items: readonly unknown[], others: readonly unknown[]): boolean {
  return items.length === others.length && items.every((item, at) => isEqual(item, others[at]))
}

/** Negative when one comes before the other. Throws a `RenderFailure` for what has no order. */
export function compared(one: unknown, other: unknown, sign = '<'): number {
  for (const value of [one, other]) if (value instanceof Undefined) throw value.fail()
  const [left, right] = [numberOf(one), numberOf(other)]
  if (left !== undefined && right !== undefined) return left - right
  if (typeof one === 'string' && typeof other === 'string') return one < other ? -1 : one > other ? 1 : 0
  const [items, others] = [itemsOf(one), itemsOf(other)]
  if (items !== undefined && others !== undefined) {
    const at = items.findIndex((item, index) => index >= others.length || !isEqual(item, others[index]))
    return at < 0 || at >= others.length ? items.length - others.length : compared(items[at], others[at], sign)
  }
  const types = `'${typeName(one)}' and '${typeName(other)}'`
  throw new RenderFailure('TypeError', `'${sign}' not supported between instances of ${types}`)
}
