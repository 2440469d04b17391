import type { ScheduleSpec } from '../generated/deployment.ts'
import { isJsonObject } from '../model/json.ts'
import type { DesiredSchedule, ScheduleDialect, ScheduleRule } from '../model/schedule.ts'
import { checkRule, neverFires } from '../schedule/check.ts'
import { timeZoneNames } from '../schedule/time-zone-names.ts'
import { jsonObject, withoutUndefined } from './absent.ts'
import type { Report } from './report.ts'
import { nearest } from './suggestion.ts'

const KINDS = ['cron', 'interval', 'rrule'] as const
type Kind = (typeof KINDS)[number]

/** The fields that say when, which belong to one kind only. */
const KIND_OF_FIELD = [
  ['day_or', 'cron'],
  ['anchor_date', 'interval'],
] as const satisfies readonly (readonly [string, Kind])[]

/** From when on a rule is asked whether it ever fires (UNIX milliseconds), and how the server computes. */
export type Firing = { readonly now: number; readonly dialect: ScheduleDialect }

/** A spec's schedules by slug, those that are right. */
export function readSchedules(
  value: unknown,
  report: Report,
  clock: Firing,
): Readonly<Record<string, DesiredSchedule>> {
  if (!isJsonObject(value)) return {}
  const schedules: Record<string, DesiredSchedule> = {}
  for (const [slug, schedule] of Object.entries(value)) {
    if (!isShapely(schedule, slug, report)) continue
    const rule = readRule(slug, schedule, report, clock)
    if (rule !== undefined) schedules[slug] = { rule, ...owned(schedule) }
  }
  return schedules
}

/** What the schema had nothing against is a schedule's spec. */
function isShapely(schedule: unknown, slug: string, report: Report): schedule is ScheduleSpec {
  return isJsonObject(schedule) && !report.isWrong(['schedules', slug])
}

function owned({ active, parameters, max_scheduled_runs }: ScheduleSpec): Omit<DesiredSchedule, 'rule'> {
  return withoutUndefined({ active, parameters: parameters === null ? {} : jsonObject(parameters), max_scheduled_runs })
}

function readRule(slug: string, schedule: ScheduleSpec, report: Report, clock: Firing): ScheduleRule | undefined {
  const path = ['schedules', slug]
  const kinds = KINDS.filter((kind) => schedule[kind] !== undefined)
  const kind = kinds[0]
  const rule = ruleOf(schedule)
  if (kind === undefined || rule === undefined || kinds.length > 1) {
    report.add(path, { code: 'schedule_kind', slug, kinds }, { part: 'key' })
    return undefined
  }
  for (const [field, owner] of KIND_OF_FIELD) {
    if (schedule[field] !== undefined && owner !== kind) {
      report.add([...path, field], { code: 'schedule_field_unused', slug, field, kind }, { part: 'key' })
    }
  }
  checkZone(path, schedule.timezone, report)
  // a zone that is wrong has been said; the rest of the rule is looked at as if it were right
  const checked = report.isWrong([...path, 'timezone']) ? { ...rule, timezone: 'UTC' } : rule
  checkFirings(slug, checked, kind, report, clock)
  return rule
}

function checkFirings(slug: string, rule: ScheduleRule, kind: Kind, report: Report, { now, dialect }: Firing): void {
  const problem = checkRule(rule, now, dialect)
  const silence = problem === undefined ? neverFires(rule, now, dialect) : undefined
  if (problem !== undefined) {
    const field = problem.code === 'invalid-anchor' ? 'anchor_date' : kind
    const detail = { code: 'schedule_invalid', slug, reason: problem.code, detail: problem.message } as const
    report.add(['schedules', slug, field], detail)
  } else if (silence !== undefined) {
    report.add(
      ['schedules', slug, kind],
      { code: 'schedule_never_fires', slug, detail: silence },
      { severity: 'warning' },
    )
  }
}

/** What says when, of a schedule; what a spec does not write stays absent. */
function ruleOf({ cron, interval, rrule, timezone, day_or, anchor_date }: ScheduleSpec): ScheduleRule | undefined {
  if (cron !== undefined) return withoutUndefined({ cron, timezone, day_or })
  if (interval !== undefined) return withoutUndefined({ interval, timezone, anchor_date })
  if (rrule !== undefined) return withoutUndefined({ rrule, timezone })
  return undefined
}

/** A real zone's name is asked of every kind, also of rrule, where Prefect would take anything and fail later. */
function checkZone(path: readonly string[], zone: unknown, report: Report): void {
  if (typeof zone !== 'string' || timeZoneNames.has(zone)) return
  const city = zone.toLowerCase()
  const suggestion =
    [...timeZoneNames].find((name) => name.toLowerCase().endsWith(`/${city}`)) ?? nearest(zone, timeZoneNames)
  report.add([...path, 'timezone'], { code: 'time_zone_unknown', zone, ...(suggestion && { suggestion }) })
}
