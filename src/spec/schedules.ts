import { isJsonObject, type JsonObject } from '../model/json.ts'
import type { DesiredSchedule, ScheduleRule } from '../model/schedule.ts'
import { checkRule, neverFires } from '../schedule/check.ts'
import { timeZoneNames } from '../schedule/time-zone-names.ts'
import type { Report } from './report.ts'
import { nearest } from './suggestion.ts'

const KINDS = ['cron', 'interval', 'rrule'] as const
type Kind = (typeof KINDS)[number]

/** The fields that say when, which belong to one kind only. */
const KIND_OF_FIELD: Readonly<Record<string, Kind>> = { day_or: 'cron', anchor_date: 'interval' }

/**
 * A spec's schedules by slug, those that are right. `now` is UNIX milliseconds: from then on a rule is asked whether
 * it ever fires.
 */
export function readSchedules(value: unknown, report: Report, now: number): Readonly<Record<string, DesiredSchedule>> {
  if (!isJsonObject(value)) return {}
  const schedules: Record<string, DesiredSchedule> = {}
  for (const [slug, schedule] of Object.entries(value)) {
    if (report.isWrong(['schedules', slug]) || !isJsonObject(schedule)) continue
    const rule = readRule(slug, schedule, report, now)
    if (rule !== undefined) schedules[slug] = { rule, ...owned(schedule) }
  }
  return schedules
}

function owned({ active, parameters, max_scheduled_runs }: JsonObject): Omit<DesiredSchedule, 'rule'> {
  return {
    ...(active === undefined ? {} : { active: active as boolean }),
    ...(parameters === undefined ? {} : { parameters: (parameters ?? {}) as JsonObject }),
    ...(max_scheduled_runs === undefined ? {} : { max_scheduled_runs: max_scheduled_runs as number }),
  }
}

function readRule(slug: string, schedule: JsonObject, report: Report, now: number): ScheduleRule | undefined {
  const path = ['schedules', slug]
  const kinds = KINDS.filter((kind) => schedule[kind] !== undefined)
  const kind = kinds[0]
  if (kind === undefined || kinds.length > 1) {
    report.add(path, { code: 'schedule_kind', slug, kinds }, { part: 'key' })
    return undefined
  }
  for (const [field, owner] of Object.entries(KIND_OF_FIELD)) {
    if (schedule[field] !== undefined && owner !== kind) {
      report.add([...path, field], { code: 'schedule_field_unused', slug, field, kind }, { part: 'key' })
    }
  }
  checkZone(path, schedule['timezone'], report)
  const rule = ruleOf(kind, schedule)
  if (report.isWrong([...path, 'timezone'])) return rule
  const problem = checkRule(rule, now)
  if (problem !== undefined) {
    const field = problem.code === 'invalid-anchor' ? 'anchor_date' : kind
    report.add([...path, field], { code: 'schedule_invalid', slug, reason: problem.code, detail: problem.message })
  } else if (neverFires(rule, now)) {
    const detail = String(schedule[kind])
    report.add([...path, kind], { code: 'schedule_never_fires', slug, detail }, { severity: 'warning' })
  }
  return rule
}

/** What says when, of a schedule; what a spec does not write stays absent. */
function ruleOf(kind: Kind, schedule: JsonObject): ScheduleRule {
  const names = [kind, 'timezone', ...Object.keys(KIND_OF_FIELD).filter((field) => KIND_OF_FIELD[field] === kind)]
  return Object.fromEntries(names.flatMap((name) => (schedule[name] === undefined ? [] : [[name, schedule[name]]]))) as ScheduleRule
}

/** A real zone's name is asked of every kind, also of rrule, where Prefect would take anything and fail later. */
function checkZone(path: readonly string[], zone: unknown, report: Report): void {
  if (typeof zone !== 'string' || timeZoneNames.has(zone)) return
  const city = zone.toLowerCase()
  const suggestion = [...timeZoneNames].find((name) => name.toLowerCase().endsWith(`/${city}`)) ?? nearest(zone, timeZoneNames)
  report.add([...path, 'timezone'], { code: 'time_zone_unknown', zone, ...(suggestion && { suggestion }) })
}
