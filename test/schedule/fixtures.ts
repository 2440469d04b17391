import { readFileSync } from 'node:fs'
import type { ScheduleRule } from '../../src/model/schedule.ts'

/** A case of `test/fixtures/schedules`, as its README describes it. */
export type ScheduleCase = {
  readonly id: string
  /** As the file has it: also what Prefect refuses. */
  readonly schedule: ScheduleRule
  readonly start: string
  readonly end: string | null
  readonly n: number | null
  readonly dates?: readonly string[]
  readonly generated?: readonly string[]
  readonly error?: string
  readonly raises?: string
  readonly partial?: readonly string[]
}

export type WindowCase = {
  readonly id: string
  /** As the file has it: also what Prefect refuses. */
  readonly schedule: ScheduleRule
  readonly now: string
  readonly min_runs: number
  readonly max_runs: number
  readonly min_scheduled_time: number
  readonly max_scheduled_time: number
  readonly dates: readonly string[]
}

export type StoredCase = {
  readonly id: string
  readonly rrule: string
  readonly timezone: string
  readonly now: string
  readonly stored: string
}

/** The cases of one kind of schedule. */
export function firingCases(kind: 'cron' | 'interval' | 'rrule'): readonly ScheduleCase[] {
  return linesOf(kind).map((line) => {
    const fixture: ScheduleCase = JSON.parse(line)
    return fixture
  })
}

/** What comes out differently on Python 3.13, by the id of the case. */
export function otherResults(): ReadonlyMap<string, Partial<ScheduleCase>> {
  const others = linesOf('python-3.13').map((line) => {
    const fixture: ScheduleCase = JSON.parse(line)
    return fixture
  })
  return new Map(others.map((other) => [other.id, other]))
}

export function windowCases(): readonly WindowCase[] {
  return linesOf('window').map((line) => {
    const fixture: WindowCase = JSON.parse(line)
    return fixture
  })
}

export function storedCases(): readonly StoredCase[] {
  return linesOf('stored').map((line) => {
    const fixture: StoredCase = JSON.parse(line)
    return fixture
  })
}

function linesOf(name: string): readonly string[] {
  const text = readFileSync(new URL(`../fixtures/schedules/${name}.jsonl`, import.meta.url), 'utf8')
  return text.split('\n').filter((line) => line !== '')
}

/** UNIX milliseconds with the microseconds as decimals. A text without an offset is UTC. */
export function instantOfText(text: string): number {
  const [whole = '', fraction = '', zone = ''] = /^(.*?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/u.exec(text)?.slice(1) ?? []
  const micros = Number((fraction ?? '').padEnd(6, '0').slice(0, 6))
  return Date.parse(`${whole}${zone || 'Z'}`) + micros / 1000
}

/** Whether a time text has no offset. */
export function isNaive(text: string): boolean {
  return !/(?:Z|[+-]\d\d:\d\d)$/u.test(text)
}
