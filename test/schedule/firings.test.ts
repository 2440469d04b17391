import { describe, expect, test } from 'vitest'
import type { ScheduleDialect } from '../../src/model/schedule.ts'
import { type FiringRequest, firings, makeFirings } from '../../src/schedule/firings.ts'
import { instantOf, instantText } from '../../src/schedule/instant.ts'
import { readRule } from '../../src/schedule/read-rule.ts'
import { zoneNamed } from '../../src/schedule/zone.ts'
import { type ScheduleCase, firingCases, instantOfText, isNaive, otherResults } from './fixtures.ts'
import { zone2025b, zonesThatMoved } from './zones-2025b.ts'

const KINDS = ['cron', 'interval', 'rrule'] as const

describe.each(KINDS)('%s schedules fire as in Prefect', (kind) => {
  test.each(firingCases(kind))('$id', (fixture) => {
    expect(outcomeOf(fixture, 'pendulum')).toEqual(expectedOf(fixture))
  })
})

describe('schedules fire as in Prefect on Python 3.13', () => {
  const others = otherResults()
  // rrules come out the same
  const cases = [...firingCases('cron'), ...firingCases('interval')].map((fixture) => {
    const other = others.get(fixture.id)
    if (other === undefined) return fixture
    const { id, schedule, start, end, n } = fixture
    return Object.assign({ id, schedule, start, end, n }, other)
  })

  test.each(cases)('$id', (fixture) => {
    expect(outcomeOf(fixture, 'whenever')).toEqual(expectedOf(fixture))
  })
})

describe('the zone data of this process', () => {
  const moved = new Set(zonesThatMoved())
  const cases = KINDS.flatMap((kind) => firingCases(kind)).filter(({ schedule }) => {
    const { timezone } = schedule
    return timezone === null || timezone === undefined || !moved.has(timezone)
  })

  test('gives the same firings in every zone whose clocks have not moved since 2025b', () => {
    const different = cases.filter((fixture) => {
      const own = outcomeOf(fixture, 'pendulum', zoneNamed)
      return JSON.stringify(own) !== JSON.stringify(expectedOf(fixture))
    })
    expect(different.map(({ id }) => id)).toEqual([])
    expect(cases.length).toBeGreaterThan(1000)
  })
})

/** What a fixture says, in the shape of `outcomeOf`. */
function expectedOf({ error, raises, partial, dates, generated }: ScheduleCase): object {
  if (error !== undefined) return { error }
  // a rule that never ends in Prefect may end here, or fail
  if (raises !== undefined) return { dates: partial, raises: !raises.startsWith('never-ends') }
  return { dates, generated: generated ?? dates, raises: false }
}

function outcomeOf(fixture: ScheduleCase, dialect: ScheduleDialect, zones: FiringRequest['zones'] = zone2025b): object {
  const { schedule, raises } = fixture
  const start = startOf(fixture, dialect)
  const read = readRule(schedule, start, dialect)
  if ('problem' in read) return { error: read.problem.code }
  const request: FiringRequest = {
    start,
    end: fixture.end === null ? undefined : instantOfText(fixture.end),
    count: fixture.n ?? undefined,
    dialect,
    zones,
  }
  const { instants, failure } = firings(schedule, request)
  const dates = instants.map((instant) => instantText(instant))
  if (raises?.startsWith('never-ends') === true) return { dates, raises: false }
  if (raises !== undefined) return { dates, raises: failure !== undefined }
  const generated = [...makeFirings(schedule, request)].map(({ instant }) => instantText(instantOf(instant)))
  return { dates, generated, raises: failure !== undefined }
}

/** A start without an offset is UTC, but for intervals on Python 3.13, where it is in the schedule's zone. */
function startOf({ start, schedule }: ScheduleCase, dialect: ScheduleDialect): number {
  const instant = instantOfText(start)
  const { timezone } = schedule
  const isLocal = dialect === 'whenever' && isNaive(start) && typeof timezone === 'string' && 'interval' in schedule
  return isLocal ? instant - zone2025b(timezone).offsetAt(instant * 1000) / 1000 : instant
}
