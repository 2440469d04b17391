import { dateutilOffset, earliestWall } from './dateutil-zone.ts'
import type { Firing } from './firing.ts'
import { occurrences } from './occurrences.ts'
import { type Recurrence, recurrenceOf } from './recurrence.ts'
import { RRuleRefusal, type RRuleText } from './rrule-text.ts'
import { DAY, type Micros, type Wall, dayNumber } from './wall.ts'
import { type Zone, wallAt } from './zone.ts'

/** Where an rrule without a DTSTART starts, in the schedule's zone. */
export const DEFAULT_START: Wall = dayNumber(2020, 1, 1) * DAY

/**
 * The firings of an rrule at or after `start`, in the order Prefect makes them; doubles are not dropped yet.
 * Returns the reason where Prefect raises.
 */
export function* rruleFirings(rule: RRuleText, zone: Zone, start: Micros): Generator<Firing, string | undefined> {
  const walls = wallsOf(rule, earliestWall(zone, start))
  for (;;) {
    const { value: wall, done } = walls.next()
    if (done === true) return wall
    const instant = wall - dateutilOffset(zone, wall)
    if (instant >= start) yield { instant, wall: wallAt(zone, instant) }
  }
}

type Walls = Generator<Wall, string | undefined>

function* wallsOf(rule: RRuleText, from: Wall): Walls {
  let included: readonly Recurrence[]
  let excluded: readonly Recurrence[]
  try {
    included = recurrencesOf(rule, rule.rules)
    excluded = recurrencesOf(rule, rule.exceptRules)
  } catch (error) {
    if (error instanceof RRuleRefusal) return `ValueError: ${error.message}`
    throw error
  }
  const [only] = included
  if (!rule.isSet && only !== undefined) return yield* occurrences(only, from)
  const dates = new Set(rule.exceptDates.map(({ wall }) => wall))
  const exceptions = [(wall: Wall) => dates.has(wall), ...excluded.map((recurrence) => memberTest(recurrence, from))]
  return yield* without(
    merged([datesFrom(rule.dates, from), ...included.map((recurrence) => occurrences(recurrence, from))]),
    exceptions,
  )
}

function recurrencesOf(rule: RRuleText, parts: RRuleText['rules']): readonly Recurrence[] {
  const { start } = rule
  return parts.map((part) => recurrenceOf(part, start?.wall ?? DEFAULT_START, start?.hasZone ?? false))
}

function* datesFrom(dates: RRuleText['dates'], from: Wall): Walls {
  const walls = dates.map(({ wall }) => wall).sort((a, b) => a - b)
  for (const wall of walls) if (wall >= from) yield wall
  return undefined
}

/** Several ordered walks as one, equal times once. Fails when one of them does. */
function* merged(sources: readonly Walls[]): Walls {
  const heads: { wall: Wall; readonly source: Walls }[] = []
  for (const source of sources) {
    const { value, done } = source.next()
    if (done !== true) heads.push({ wall: value, source })
    else if (value !== undefined) return value
  }
  while (heads.length > 0) {
    const next = Math.min(...heads.map(({ wall }) => wall))
    yield next
    for (let index = heads.length - 1; index >= 0; index -= 1) {
      const head = heads[index]
      if (head === undefined || head.wall !== next) continue
      const { value, done } = head.source.next()
      if (done !== true) head.wall = value
      else if (value !== undefined) return value
      else heads.splice(index, 1)
    }
  }
  return undefined
}

/** Whether a time is excluded, or why dateutil cannot tell. */
type Exception = (wall: Wall) => boolean | string

/** A rule is walked along with the times that are asked about, which only grow; over a long way it begins anew. */
const LONG_WAY = 4

function memberTest(recurrence: Recurrence, from: Wall): Exception {
  let walls = occurrences(recurrence, from)
  let head = walls.next()
  return (wall) => {
    let left = recurrence.count === undefined ? LONG_WAY : MOST_EXCLUDED
    while (head.done !== true && head.value < wall) {
      if (left === 0) {
        if (recurrence.count !== undefined) return 'the COUNT of an EXRULE is too large'
        walls = occurrences(recurrence, wall)
      }
      left -= 1
      head = walls.next()
    }
    return head.done === true ? (head.value ?? false) : head.value === wall
  }
}

/**
 * After so many excluded times in a row, or so long, a set counts as empty: it would be walked to the year 9999. Every
 * second of a weekend can be excluded.
 */
const MOST_EXCLUDED = 180_000
const LONGEST_EXCLUDED = 146_097 * DAY

function* without(included: Walls, exceptions: readonly Exception[]): Walls {
  let inARow = 0
  let since = -Infinity
  for (;;) {
    const { value: wall, done } = included.next()
    if (done === true) return wall
    const answers = exceptions.map((isExcluded) => isExcluded(wall))
    const failure = answers.find((answer) => typeof answer === 'string')
    if (failure !== undefined) return failure
    if (answers.includes(true)) {
      if (inARow === 0) since = wall
      inARow += 1
      if (inARow > MOST_EXCLUDED || wall - since > LONGEST_EXCLUDED) return undefined
    } else {
      inARow = 0
      yield wall
    }
  }
}
