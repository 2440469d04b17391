import type { JsonObject } from './json.ts'

/** When a schedule fires, in the shape that Prefect's API takes and returns. */
export type ScheduleRule = CronRule | IntervalRule | RRuleRule

export type CronRule = {
  readonly cron: string
  readonly timezone?: string | null
  readonly day_or?: boolean
}

/** `interval` is in seconds, or a duration text (`PT15M`, `1:30:00`); the server returns float seconds. */
export type IntervalRule = {
  readonly interval: number | string
  readonly anchor_date?: string
  readonly timezone?: string | null
}

export type RRuleRule = {
  readonly rrule: string
  readonly timezone?: string | null
}

/** Which date library the server computes with: Prefect on Python up to 3.12, or on 3.13 and later. */
export type ScheduleDialect = 'pendulum' | 'whenever'

/** A schedule as a spec asks for it. What is undefined is not ours: neither sent nor compared. */
export type DesiredSchedule = {
  readonly rule: ScheduleRule
  readonly active?: boolean
  readonly parameters?: JsonObject
  readonly max_scheduled_runs?: number
}

/** A schedule row on the server. */
export type LiveSchedule = {
  readonly id: string
  readonly slug: string | null
  readonly rule: ScheduleRule
  readonly active: boolean
  readonly parameters: JsonObject
  readonly max_scheduled_runs: number | null
}
