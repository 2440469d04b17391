import { readFileSync } from 'node:fs'

/** A case of `test/fixtures/schedules`, as its README describes it. */
export type ScheduleCase = {
  readonly id: string
  readonly schedule: unknown
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
  readonly schedule: unknown
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

/** The lines of a fixture file. */
export function casesOf<Case>(name: string): readonly Case[] {
  const text = readFileSync(new URL(`../fixtures/schedules/${name}.jsonl`, import.meta.url), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Case)
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
