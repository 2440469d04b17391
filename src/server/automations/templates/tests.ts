import { RenderFailure } from './failure.ts'
import {
  Float,
  Thing,
  Tuple,
  Undefined,
  compared,
  isDict,
  isEqual,
  isFloat,
  iterated,
  lengthOf,
  numberOf,
  textOf,
} from './values.ts'

type Test = (value: unknown, argument: unknown) => boolean

/** `value is name(argument)`. Throws a `RenderFailure` for a test that nobody knows. */
export function isSo(value: unknown, name: string, argument: unknown): boolean {
  const test = TESTS.get(name)
  if (test === undefined) throw new RenderFailure('TemplateAssertionError', `No test named '${name}'.`)
  return test(value, argument)
}

/** The tests of Jinja, but for those of filters and tests themselves. */
const TESTS: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['defined', (value) => !(value instanceof Undefined)],
  ['undefined', (value) => value instanceof Undefined],
  ['none', (value) => value === null],
  ['boolean', (value) => typeof value === 'boolean'],
  ['true', (value) => value === true],
  ['false', (value) => value === false],
  ['integer', (value) => typeof value === 'number' && Number.isInteger(value)],
  ['float', isFloat],
  ['number', (value) => numberOf(value) !== undefined],
  ['string', (value) => typeof value === 'string'],
  ['mapping', (value) => isDict(value)],
  ['sequence', (value) => lengthOf(value) !== undefined],
  ['iterable', (value) => lengthOf(value) !== undefined],
  ['callable', (value) => typeof value === 'function'],
  ['escaped', () => false],
  ['sameas', isSame],
  ['odd', (value) => Math.abs(number(value) % 2) === 1],
  ['even', (value) => number(value) % 2 === 0],
  ['divisibleby', (value, by) => number(value) % number(by) === 0],
  ['lower', (value) => isCase(textOf(value), textOf(value).toLowerCase())],
  ['upper', (value) => isCase(textOf(value), textOf(value).toUpperCase())],
  ['in', (value, list) => contains(list, value)],
  ...named(['==', 'eq', 'equalto'], isEqual),
  ...named(['!=', 'ne'], (one, other) => !isEqual(one, other)),
  ...named(['<', 'lt', 'lessthan'], (one, other) => compared(one, other, '<') < 0),
  ...named(['<=', 'le'], (one, other) => compared(one, other, '<=') <= 0),
  ...named(['>', 'gt', 'greaterthan'], (one, other) => compared(one, other, '>') > 0),
  ...named(['>=', 'ge'], (one, other) => compared(one, other, '>=') >= 0),
])

function named(names: readonly string[], test: Test): readonly (readonly [string, Test])[] {
  return names.map((name) => [name, test] as const)
}

function isCase(text: string, cased: string): boolean {
  return text === cased && text.toLowerCase() !== text.toUpperCase()
}

function isSame(one: unknown, other: unknown): boolean {
  if (one instanceof Float && other instanceof Float) return one.value === other.value
  return one === other
}

function number(value: unknown): number {
  if (value instanceof Undefined) throw value.fail()
  const found = numberOf(value)
  if (found === undefined) throw new RenderFailure('TypeError', 'not all arguments converted during string formatting')
  return found
}

/** Whether a value is in a list or a text in another, or a key among the members of an object. */
export function contains(list: unknown, value: unknown): boolean {
  if (typeof list === 'string') {
    if (typeof value === 'string') return list.includes(value)
    throw new RenderFailure('TypeError', "'in <string>' requires string as left operand")
  }
  if (list instanceof Thing) return typeof value === 'string' && list.member(value) !== undefined
  const items = list instanceof Tuple ? list.items : iterated(list)
  return items.some((item) => isEqual(item, value))
}
