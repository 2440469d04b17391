import { pythonInt, splitWords } from './python-text.ts'
import { type RRuleDate, readRRuleDate } from './rrule-date.ts'
import { timeZoneNames } from './time-zone-names.ts'

const FREQUENCIES = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY'] as const
export type Frequency = (typeof FREQUENCIES)[number]

/** A weekday, 0 is Monday, and which one of the period (negative from its end). */
export type RRuleWeekday = { readonly weekday: number; readonly nth?: number }

/** One RRULE or EXRULE as it is written, names and numbers read. */
export type RRulePart = {
  readonly frequency?: Frequency
  readonly interval: number
  readonly count?: number
  readonly until?: RRuleDate
  readonly weekStart: number
  readonly lists: Readonly<Partial<Record<ListName, readonly number[]>>>
  readonly weekdays?: readonly RRuleWeekday[]
}

/** A whole rrule text. `isSet` is false for one RRULE alone. */
export type RRuleText = {
  readonly start?: RRuleDate
  readonly isSet: boolean
  readonly rules: readonly RRulePart[]
  readonly exceptRules: readonly RRulePart[]
  readonly dates: readonly RRuleDate[]
  readonly exceptDates: readonly RRuleDate[]
}

const LIST_NAMES = [
  'BYSETPOS',
  'BYMONTH',
  'BYMONTHDAY',
  'BYYEARDAY',
  'BYEASTER',
  'BYWEEKNO',
  'BYHOUR',
  'BYMINUTE',
  'BYSECOND',
] as const
export type ListName = (typeof LIST_NAMES)[number]

const WEEKDAY_NAMES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

/** Thrown where Prefect refuses an rrule, zones that do not agree apart; its callers turn it into a problem. */
export class RRuleRefusal extends Error {
  readonly code: 'invalid-rrule' | 'invalid-timezone'

  constructor(message: string, code: RRuleRefusal['code'] = 'invalid-rrule') {
    super(message)
    this.code = code
  }
}

/**
 * Reads an rrule text as dateutil 2.9's `rrulestr` does for Prefect: upper-cased, split at white space, a line for
 * each piece. Throws `RRuleRefusal` for what it refuses.
 */
export function readRRule(text: string): RRuleText {
  const zones = zonesNamedIn(text)
  const upper = text.toUpperCase()
  const lines = splitWords(upper)
  const [only] = lines
  if (only === undefined) throw new RRuleRefusal('empty string')
  if (lines.length === 1 && (!upper.includes(':') || upper.startsWith('RRULE:'))) {
    return { isSet: false, rules: [readPart(withoutName(only))], exceptRules: [], dates: [], exceptDates: [] }
  }
  return readLines(lines, zones)
}

function readLines(lines: readonly string[], zones: ReadonlyMap<string, string>): RRuleText {
  let start: RRuleDate | undefined
  const rules: RRulePart[] = []
  const exceptRules: RRulePart[] = []
  const dates: RRuleDate[] = []
  const exceptDates: RRuleDate[] = []
  for (const line of lines) {
    const { name, parameters, value } = propertyOf(line)
    if (name === 'RRULE' || name === 'EXRULE') {
      refuseParameters(name, parameters)
      ;(name === 'RRULE' ? rules : exceptRules).push(readPart(withoutName(value)))
    } else if (name === 'RDATE') {
      refuseParameters(
        name,
        parameters.filter((parameter) => parameter !== 'VALUE=DATE-TIME'),
      )
      dates.push(...value.split(',').map((date) => readDate(date)))
    } else if (name === 'EXDATE') {
      exceptDates.push(...readDates(value, parameters, zones))
    } else if (name === 'DTSTART') {
      const [first, ...others] = readDates(value, parameters, zones)
      if (others.length > 0) throw new RRuleRefusal(`Multiple DTSTART values specified: ${value}`)
      start = first
    } else {
      throw new RRuleRefusal(`unsupported property: ${name}`)
    }
  }
  const isSet = rules.length > 1 || dates.length > 0 || exceptRules.length > 0 || exceptDates.length > 0
  if (!isSet && rules.length === 0) throw new RRuleRefusal('no RRULE (Prefect answers 500)')
  return { ...(start !== undefined && { start }), isSet, rules, exceptRules, dates, exceptDates }
}

type Property = { readonly name: string; readonly parameters: readonly string[]; readonly value: string }

function propertyOf(line: string): Property {
  const colon = line.indexOf(':')
  if (colon < 0) return { name: 'RRULE', parameters: [], value: line }
  const [name = '', ...parameters] = line.slice(0, colon).split(';')
  return { name, parameters, value: line.slice(colon + 1) }
}

function refuseParameters(name: string, parameters: readonly string[]): void {
  if (parameters.length > 0) throw new RRuleRefusal(`unsupported ${name} parm: ${parameters[0]}`)
}

/** The text after an inner `RRULE:`, which is tolerated once more. */
function withoutName(value: string): string {
  const pieces = value.split(':')
  if (pieces.length === 1) return value
  if (pieces.length > 2 || pieces[0] !== 'RRULE') throw new RRuleRefusal('unknown parameter name')
  return pieces[1] ?? ''
}

function readPart(text: string): RRulePart {
  const lists: Partial<Record<ListName, readonly number[]>> = {}
  const part: { -readonly [Name in keyof RRulePart]: RRulePart[Name] } = { interval: 1, weekStart: 0, lists }
  for (const pair of text.split(';')) {
    const [name = '', value, ...rest] = pair.split('=')
    if (value === undefined || rest.length > 0) throw new RRuleRefusal(`expected NAME=VALUE, got "${pair}"`)
    if (isListName(name)) lists[name] = value.split(',').map((number) => readNumber(name, number, value))
    else Object.assign(part, readParameter(name, value))
  }
  return part
}

function isListName(name: string): name is ListName {
  return LIST_NAMES.some((known) => known === name)
}

function readParameter(name: string, value: string): Partial<RRulePart> {
  if (name === 'FREQ') return { frequency: readFrequency(value) }
  if (name === 'INTERVAL') return { interval: readNumber(name, value) }
  if (name === 'COUNT') return { count: readNumber(name, value) }
  if (name === 'UNTIL') return { until: readDate(value, `invalid 'UNTIL': ${value}`) }
  if (name === 'WKST') return { weekStart: readWeekdayName(name, value) }
  if (name === 'BYDAY' || name === 'BYWEEKDAY') {
    return { weekdays: value.split(',').map((weekday) => readWeekday(name, weekday)) }
  }
  throw new RRuleRefusal(`unknown parameter '${name}'`)
}

function readFrequency(value: string): Frequency {
  const frequency = FREQUENCIES.find((known) => known === value)
  if (frequency === undefined) throw new RRuleRefusal(`invalid 'FREQ': ${value}`)
  return frequency
}

function readNumber(name: string, text: string, value = text): number {
  const number = pythonInt(text)
  if (number === undefined) throw new RRuleRefusal(`invalid '${name}': ${value}`)
  return number
}

/** `MO`, `+1MO` or `MO(+1)`. */
function readWeekday(name: string, text: string): RRuleWeekday {
  const {
    before = '',
    weekday = '',
    inside,
  } = /^(?<before>[-+\d]*)(?<weekday>[^(]*)(?:\((?<inside>[^(]*)[^(])?$/u.exec(text)?.groups ?? {}
  const number = inside ?? before
  if (inside !== undefined && before !== '') throw new RRuleRefusal(`invalid '${name}': ${text}`)
  const named = readWeekdayName(name, weekday)
  if (inside === undefined && before === '') return { weekday: named }
  const nth = readNumber(name, number, text)
  if (nth === 0) throw new RRuleRefusal(`invalid '${name}': ${text}`)
  return { weekday: named, nth }
}

function readWeekdayName(name: string, value: string): number {
  const index = WEEKDAY_NAMES.findIndex((known) => known === value)
  if (index < 0) throw new RRuleRefusal(`invalid '${name}': ${value}`)
  return index
}

function readDate(text: string, refusal = `unknown date: ${text}`): RRuleDate {
  const date = readRRuleDate(text)
  if (date === undefined) throw new RRuleRefusal(refusal)
  return date
}

function readDates(
  value: string,
  parameters: readonly string[],
  zones: ReadonlyMap<string, string>,
): readonly RRuleDate[] {
  let hasZone = false
  let valueKinds = 0
  for (const parameter of parameters) {
    if (parameter.startsWith('TZID=')) {
      const zone = zones.get(parameter.slice('TZID='.length))
      if (zone !== undefined) hasZone = isKnownZone(zone)
    } else {
      if (parameter !== 'VALUE=DATE' && parameter !== 'VALUE=DATE-TIME')
        throw new RRuleRefusal(`unsupported parm: ${parameter}`)
      valueKinds += 1
    }
  }
  if (valueKinds > 1) throw new RRuleRefusal('Duplicate value parameter found')
  return value.split(',').map((text) => {
    const date = readDate(text)
    if (hasZone && date.hasZone)
      throw new RRuleRefusal('DTSTART/EXDATE specifies multiple timezone', 'invalid-timezone')
    return { wall: date.wall, hasZone: hasZone || date.hasZone }
  })
}

/** The names after `TZID=` in their own case, by the upper-cased ones. */
function zonesNamedIn(text: string): ReadonlyMap<string, string> {
  return new Map(Array.from(text.matchAll(/TZID=([^:]+):/gu), ([, name = '']) => [name.toUpperCase(), name]))
}

/** Whether dateutil finds a zone by the name: an IANA name, or a POSIX text such as `EST5EDT4`. */
function isKnownZone(name: string): boolean {
  return timeZoneNames.has(name) || /^[A-Za-z]{3,}[+-]?\d/u.test(name)
}
