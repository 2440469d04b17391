import { plainDigits, splitWords } from './python-text.ts'

/** One field of a cron expression, expanded. `any`: every value. `last` is the last day of the month. */
export type CronField = { readonly any: boolean; readonly values: readonly number[]; readonly last: boolean }

/** The nth weekdays of a month that are asked for: `nth` 1 to 5, or the last one. `weekday` 0 is Sunday. */
export type NthWeekday = { readonly weekday: number; readonly nth: number | 'last' }

/** A cron expression, expanded. `second` and `year` are absent where the expression has not that many fields. */
export type CronExpression = {
  readonly minute: CronField
  readonly hour: CronField
  readonly day: CronField
  readonly month: CronField
  readonly weekday: CronField
  readonly nthWeekdays: readonly NthWeekday[]
  readonly second?: CronField
  readonly year?: CronField
}

export type CronRefusal = { readonly code: 'invalid-cron' | 'random-cron'; readonly reason: string }

/**
 * Reads a cron expression as Prefect 3.8 does (its vendored croniter): 5 to 7 fields, seconds sixth and years last.
 * Of a random part (`R(0-9)`, `R/5`: Prefect draws anew each time) the lowest value is taken.
 */
export function readCron(text: string): { readonly expression: CronExpression } | { readonly refusal: CronRefusal } {
  const lower = plainDigits(text.toLowerCase())
  const words = splitWords(ALIASES.get(lower) ?? lower)
  if (words.length < 5 || words.length > 7) return refuse(`expected 5, 6 or 7 fields, got ${words.length}`)
  try {
    const expression = expandAll(words)
    if (words.includes('r')) {
      return { refusal: { code: 'random-cron', reason: 'a field that is just "R" (random) is not supported' } }
    }
    return { expression }
  } catch (error) {
    if (error instanceof Refused) return refuse(error.message)
    throw error
  }
}

function refuse(reason: string): { readonly refusal: CronRefusal } {
  return { refusal: { code: 'invalid-cron', reason } }
}

/** Thrown and caught in this file only: an expression is refused from deep inside. */
class Refused extends Error {}

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
  ['@daily', '0 0 * * *'],
  ['@weekly', '0 0 * * 0'],
  ['@monthly', '0 0 1 * *'],
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
])

type FieldKind = {
  readonly name: 'minute' | 'hour' | 'day' | 'month' | 'weekday' | 'second' | 'year'
  readonly min: number
  readonly max: number
  readonly names: readonly string[]
}

const MONTHS = ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

const MINUTE: FieldKind = { name: 'minute', min: 0, max: 59, names: [] }
const HOUR: FieldKind = { name: 'hour', min: 0, max: 23, names: [] }
const DAY: FieldKind = { name: 'day', min: 1, max: 31, names: [] }
const MONTH: FieldKind = { name: 'month', min: 1, max: 12, names: MONTHS }
const WEEKDAY: FieldKind = { name: 'weekday', min: 0, max: 6, names: WEEKDAYS }
const SECOND: FieldKind = { name: 'second', min: 0, max: 59, names: [] }
const YEAR: FieldKind = { name: 'year', min: 1970, max: 2099, names: [] }

function expandAll(words: readonly string[]): CronExpression {
  const count = words.length
  const expand = (index: number, kind: FieldKind) => expandField(words[index] ?? '', kind, count)
  const day = expand(2, DAY)
  const weekday = expand(4, WEEKDAY)
  // a list of every value is a star, unless the other of the two days is restricted
  const dayIsFree = words[2]?.includes('*') === true
  const weekdayIsFree = words[4]?.includes('*') === true
  checkNthWeekdays(weekday)
  return {
    minute: fieldOf(expand(0, MINUTE), true),
    hour: fieldOf(expand(1, HOUR), true),
    day: fieldOf(day, weekdayIsFree),
    month: fieldOf(expand(3, MONTH), true),
    weekday: fieldOf(weekday, dayIsFree),
    nthWeekdays: weekday.nthWeekdays,
    ...(count > 5 && { second: fieldOf(expand(5, SECOND), true) }),
    ...(count > 6 && { year: fieldOf(expand(6, YEAR), true) }),
  }
}

function checkNthWeekdays({ values, nthWeekdays }: Expansion): void {
  if (nthWeekdays.length === 0 || values.size === WEEKDAYS.length) return
  const plain = [...values].filter((value) => value !== '*' && nthWeekdays.every(({ weekday }) => weekday !== value))
  if (plain.length > 0) throw new Refused('plain weekdays cannot be mixed with # or L ones')
}

/** What a field's items name; `*` and `l` are kept as they are. */
type Expansion = {
  readonly kind: FieldKind
  readonly values: ReadonlySet<number | '*' | 'l'>
  readonly nthWeekdays: readonly NthWeekday[]
}

function fieldOf({ kind, values }: Expansion, mayBecomeStar: boolean): CronField {
  const all = values.size === kind.max - kind.min + 1 && mayBecomeStar
  const numbers = [...values].filter((value) => typeof value === 'number').sort((a, b) => a - b)
  return { any: all || values.has('*'), values: numbers, last: values.has('l') }
}

function expandField(word: string, kind: FieldKind, fieldCount: number): Expansion {
  const text = expandRandom(word, kind)
  if (text.includes('?') && text !== '?') throw new Refused(`"?" must stand alone, got "${word}"`)
  if (text === '?' && kind !== DAY && kind !== WEEKDAY) throw new Refused(`"?" is for days, not for the ${kind.name}`)
  const values = new Set<number | '*' | 'l'>()
  const nthWeekdays: NthWeekday[] = []
  for (const item of (text === '?' ? '*' : text).split(',')) {
    for (const { value, nth } of expandItem(item, kind, fieldCount)) {
      values.add(value)
      if (nth !== undefined && typeof value === 'number') nthWeekdays.push({ weekday: value, nth })
    }
  }
  return { kind, values, nthWeekdays }
}

type Item = { readonly value: number | '*' | 'l'; readonly nth?: number | 'last' | undefined }

const NTH_WEEKDAY = /^(?:(?<day>[\p{L}\p{N}_]+|[a-z]{3}-[a-z]{3})#|l)(?<number>\d+)$/u
const BAND = /^(?<low>[^-]+)-(?<high>[^-/]+)(?:\/(?<step>\d+))?$/u

function expandItem(item: string, kind: FieldKind, fieldCount: number): readonly Item[] {
  let text = item
  let nth: number | 'last' | undefined
  const special = kind === WEEKDAY ? NTH_WEEKDAY.exec(item)?.groups : undefined
  if (special !== undefined) {
    const { day, number = '' } = special
    text = day ?? number
    nth = day === undefined ? 'last' : Number(number)
    if (nth !== 'last' && (nth < 1 || nth > 5)) throw new Refused(`there is no ${nth}th weekday in a month`)
  }
  const band = bandOf(text, kind)
  if (band === undefined) return [{ value: singleValue(text, kind, fieldCount), nth }]
  return expandBand(band, kind, fieldCount).map((number) => ({
    value: singleValue(String(number), kind, fieldCount),
    nth,
  }))
}

type Band = { readonly low: string; readonly high: string; readonly step: number }

function bandOf(text: string, kind: FieldKind): Band | undefined {
  const star = /^\*(?<rest>\/.+)$/u.exec(text)?.groups?.['rest']
  const open = /^(?<low>.+)\/(?<step>.+)$/u.exec(text)?.groups
  const match =
    BAND.exec(star === undefined ? text : `${kind.min}-${kind.max}${star}`) ??
    (open && BAND.exec(`${open['low']}-${kind.max}/${open['step']}`))
  if (!match) return undefined
  const { low = '', high = '', step = '1' } = match.groups ?? {}
  return { low, high: kind === DAY && high === 'l' ? '31' : high, step: Number(step) }
}

function expandBand({ low, high, step }: Band, kind: FieldKind, fieldCount: number): readonly number[] {
  const from = valueOf(low, kind, fieldCount)
  const to = valueOf(high, kind, fieldCount)
  if (typeof from !== 'number' || typeof to !== 'number') throw new Refused(`"L" cannot begin a range`)
  if (Math.max(from, to) > kind.max) throw new Refused(`${low}-${high} is out of range for the ${kind.name}`)
  if (step === 0) throw new Refused('a step of 0')
  // a range from a value to itself means the whole field
  if (from === to) return numbersBetween(kind.min, kind.max, step)
  return from < to ? numbersBetween(from, to, step) : wrappedRange(from, to, step, kind)
}

/** A range over the end of its field. A step larger than what is left goes on in the second part, not always in phase. */
function wrappedRange(from: number, to: number, step: number, kind: FieldKind): readonly number[] {
  const first = numbersBetween(from, kind.max, step)
  const last = first.at(-1) ?? from
  const already = kind.max - last
  const size = kind.max - kind.min + 1
  const skip = last - kind.min + step > size && already < step ? step - already : 0
  return [...first, ...numbersBetween(kind.min + skip, to, step)]
}

function numbersBetween(from: number, to: number, step: number): readonly number[] {
  const numbers: number[] = []
  for (let number = from; number <= to; number += step) numbers.push(number)
  return numbers
}

/** A value that stands alone, or comes out of a range: within the field's bounds. */
function singleValue(text: string, kind: FieldKind, fieldCount: number): number | '*' | 'l' {
  if (text === '*') return '*'
  const value = valueOf(text, kind, fieldCount)
  if (value !== 'l' && (value < kind.min || value > kind.max))
    throw new Refused(`${text} is out of range for the ${kind.name}`)
  return value
}

function valueOf(text: string, kind: FieldKind, fieldCount: number): number | 'l' {
  if (/^\d+$/u.test(text)) return aliased(Number(text), kind, fieldCount)
  if (kind === DAY && text === 'l') return 'l'
  const value = text === '' ? -1 : kind.names.indexOf(text)
  if (value < 0) throw new Refused(`"${text}" is not a ${kind.name}`)
  return value
}

/** 7 is Sunday with 5 fields only, 0 is the first day with 6 fields only. */
function aliased(value: number, kind: FieldKind, fieldCount: number): number {
  if (kind === WEEKDAY && value === 7 && fieldCount === 5) return 0
  if (kind === DAY && value === 0 && fieldCount === 6) return 1
  return value
}

const RANDOM = /^(?<type>[hr])(?:\((?<from>\d+)-(?<to>\d+)\))?(?:\/(?<step>\d+))?$/u

function expandRandom(word: string, kind: FieldKind): string {
  const parts = RANDOM.exec(word)?.groups
  if (parts === undefined) return word
  if (parts['type'] === 'h') throw new Refused('hashed values ("H") need an id, which Prefect does not give')
  const { from, to, step } = parts
  if (from !== undefined && Number(from) >= Number(to)) throw new Refused(`the range of "${word}" is empty`)
  if (step !== undefined && Number(step) === 0) throw new Refused('a step of 0')
  const low = from ?? String(kind.min)
  return step === undefined
    ? String(Number(low))
    : `${Number(low)}-${to === undefined ? kind.max : Number(to)}/${Number(step)}`
}
