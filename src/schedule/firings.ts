import type { ScheduleDialect, ScheduleRule } from '../model/schedule.ts'
import { cronFirings } from './cron-firings.ts'
import type { Firing } from './firing.ts'
import { type Instant, instantOf, microsOf } from './instant.ts'
import { intervalFirings } from './interval.ts'
import { type ReadRule, readRule } from './read-rule.ts'
import { rruleFirings } from './rrule.ts'
import { timeZoneNames } from './time-zone-names.ts'
import type { Micros } from './wall.ts'
import { type Zone, readingsOf, wallAt, zoneNamed } from './zone.ts'

/**
 * `end` is inclusive. `count`: 1 without an end, 1000 with one. The dialect is `pendulum` unless named. `zones` tells
 * the clocks of a time zone name; without it they come from this process's own zone data (Intl).
 */
export type FiringRequest = {
  readonly start: Instant
  readonly end?: Instant | undefined
  readonly count?: number | undefined
  readonly dialect?: ScheduleDialect | undefined
  readonly zones?: ((name: string) => Zone) | undefined
}

/**
 * When a rule fires: what Prefect's `get_dates` gives, in the same order (by local digits, so that instants may go
 * back in an overlap). At most 1002 instants. `failure` says why Prefect raises: it then gives no dates, and
 * `instants` are those made before. An interval without an anchor counts from `start`.
 */
export function firings(
  rule: ScheduleRule,
  request: FiringRequest,
): { readonly instants: readonly Instant[]; readonly failure?: string } {
  const made: Firing[] = []
  const making = makeFirings(rule, request)
  let step = making.next()
  for (; step.done !== true; step = making.next()) made.push(step.value)
  const instants = made.sort((a, b) => a.wall - b.wall).map(({ instant }) => instantOf(instant))
  return step.value === undefined ? { instants } : { instants, failure: step.value }
}

/** Prefect gives up after as many tries, doubles included. */
const MAX_ITERATIONS = 1000

/** The firings in the order Prefect makes them, doubles dropped. Returns the reason where Prefect raises. */
export function* makeFirings(rule: ScheduleRule, request: FiringRequest): Generator<Firing, string | undefined> {
  const { start, end, dialect = 'pendulum', zones = zoneNamed } = request
  const read = readRule(rule, start, dialect)
  if ('problem' in read) return `${read.problem.code}: ${read.problem.message}`
  const zone = zoneOfRule(read.rule, zones)
  if (typeof zone === 'string') return zone
  const count = request.count ?? (end === undefined ? 1 : MAX_ITERATIONS)
  const isPast = pastTest(read.rule, zone, end, dialect)
  const keyOf = read.rule.kind === 'interval' && dialect === 'whenever' ? instantKey : wallKey
  const made = new Set<Micros>()
  const making = allFirings(read.rule, zone, microsOf(start), dialect)
  for (let tries = 0; ; tries += 1) {
    const { value: firing, done } = making.next()
    if (done === true) return firing
    if (isPast(firing)) return undefined
    const key = keyOf(firing)
    if (!made.has(key)) {
      made.add(key)
      yield firing
    }
    if (made.size >= count || tries > MAX_ITERATIONS) return undefined
  }
}

/** Python compares two times of one zone by their digits. */
function wallKey({ wall }: Firing): Micros {
  return wall
}

function instantKey({ instant }: Firing): Micros {
  return instant
}

function pastTest(
  rule: ReadRule,
  zone: Zone,
  end: Instant | undefined,
  dialect: ScheduleDialect,
): (firing: Firing) => boolean {
  if (end === undefined) return () => false
  const endMicros = microsOf(end)
  const byInstant = rule.kind === 'rrule' || (rule.kind === 'interval' && dialect === 'whenever')
  if (byInstant) return ({ instant }) => instant > endMicros
  const endWall = wallAt(zone, endMicros)
  return ({ wall }) => wall > endWall
}

/** The zone that a rule is computed in, or why Prefect raises. */
function zoneOfRule({ kind, timezone }: ReadRule, zones: (name: string) => Zone): Zone | string {
  if (kind === 'cron') return zones(timezone === null || timezone === '' ? 'UTC' : timezone)
  if (timezone === null) return 'TypeError: the timezone is null'
  return timeZoneNames.has(timezone) ? zones(timezone) : `InvalidTimezone: ${JSON.stringify(timezone)}`
}

function allFirings(
  rule: ReadRule,
  zone: Zone,
  start: Micros,
  dialect: ScheduleDialect,
): Generator<Firing, string | undefined> {
  switch (rule.kind) {
    case 'cron':
      return cronFirings(rule.expression, rule.dayOr, zone, start, dialect)
    case 'interval':
      return intervalFirings(rule.interval, anchorInstant(rule, zone, dialect), zone, start, dialect)
    case 'rrule':
      return rruleFirings(rule.text, zone, start)
  }
}

function anchorInstant({ anchor }: ReadRule & { kind: 'interval' }, zone: Zone, dialect: ScheduleDialect): Micros {
  if (anchor.offset !== undefined) return anchor.wall - anchor.offset
  return dialect === 'pendulum' ? anchor.wall : anchor.wall - readingsOf(zone, anchor.wall).before
}
