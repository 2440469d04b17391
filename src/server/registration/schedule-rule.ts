import type { Schedule } from '../model/requests.ts'
import type { ScheduleRule } from '../../model/schedule.ts'
import { readAnchorDate } from '../../schedule/anchor-date.ts'
import { checkRule } from '../../schedule/check.ts'
import { intervalSeconds } from '../../schedule/interval-seconds.ts'
import type { RuleProblem } from '../../schedule/rule-problem.ts'
import { storedRRule } from '../../schedule/stored-rrule.ts'
import { MINUTE, wallText } from '../../schedule/wall.ts'
import { placeOfKind } from '../bodies/schedule-kind.ts'
import { type InvalidDetail, valueError } from '../problem.ts'
import { pythonRepr } from '../python-repr.ts'

/** Why Prefect refuses a schedule, at its place in the request. `now` is UNIX milliseconds. */
export function ruleDetail(rule: Schedule, loc: readonly (string | number)[], now: number): InvalidDetail | undefined {
  const problem = checkRule(rule, now)
  if (problem === undefined) return undefined
  const { kind, key } = kindOf(rule)
  const { field, message } = wordsOf(problem, key)
  const at = [...loc, placeOfKind(kind), ...(field === undefined ? [] : [field])]
  return valueError(at, message, field === undefined ? rule : problem.value)
}

/**
 * The schedule as Prefect stores it: an interval in seconds with its anchor (by default now) and zone, a cron with both
 * its options, an rrule with a start. The rule must be one that `ruleDetail` lets pass.
 */
export function storedRule(rule: Schedule, now: number): ScheduleRule {
  if ('interval' in rule) {
    return {
      interval: intervalSeconds(rule.interval) ?? 0,
      anchor_date: anchorText(rule.anchor_date, now),
      timezone: rule.timezone ?? 'UTC',
    }
  }
  if ('cron' in rule) return { cron: rule.cron, timezone: rule.timezone ?? null, day_or: rule.day_or ?? true }
  const timezone = rule.timezone === undefined ? 'UTC' : rule.timezone
  return { rrule: storedRRule(rule.rrule, timezone, now), timezone }
}

function kindOf(rule: Schedule) {
  if ('interval' in rule) return { kind: 'IntervalSchedule', key: 'interval' } as const
  if ('cron' in rule) return { kind: 'CronSchedule', key: 'cron' } as const
  return { kind: 'RRuleSchedule', key: 'rrule' } as const
}

type Words = { readonly field: string | undefined; readonly message: string }

/** Prefect's own sentences (`prefect/server/schemas/schedules.py`). */
function wordsOf(problem: RuleProblem, key: 'interval' | 'cron' | 'rrule'): Words {
  const shown = typeof problem.value === 'string' ? problem.value : pythonRepr(problem.value)
  switch (problem.code) {
    case 'invalid-cron':
      return { field: 'cron', message: `Invalid cron string: "${shown}"` }
    case 'random-cron':
      return { field: 'cron', message: `Random and Hashed expressions are unsupported, received: "${shown}"` }
    case 'invalid-rrule':
      return { field: 'rrule', message: `Invalid RRule string "${shown}": ${problem.message}` }
    case 'rrule-too-long': {
      const { length } = shown
      return {
        field: 'rrule',
        message: `Invalid RRule string "${shown.slice(0, 40)}..."\nMax length is 6500, got ${length}`,
      }
    }
    case 'invalid-interval':
      return {
        field: 'interval',
        message: intervalSeconds(problem.value) === undefined ? problem.message : 'interval must be positive',
      }
    case 'invalid-anchor':
      return { field: 'anchor_date', message: `Unable to parse string [${shown}]` }
    case 'invalid-timezone':
      return {
        field: key === 'rrule' ? 'timezone' : undefined,
        message: `Invalid timezone: "${shown}" (specify in IANA tzdata format, for example, America/New_York)`,
      }
    case 'invalid-day-or':
      return { field: 'day_or', message: problem.message }
    case 'unknown-field':
      return { field: undefined, message: problem.message }
  }
}

/** An anchor keeps the offset it was sent with; without one it is UTC, whatever the schedule's zone. */
function anchorText(anchor: string | number | undefined, now: number): string {
  const read = readAnchorDate(anchor ?? new Date(now).toISOString(), now, 'pendulum')
  if (read === undefined) throw new Error(`an anchor that was checked cannot be read: ${String(anchor)}`)
  return wallText(read.wall, 'T') + offsetText(read.offset ?? 0)
}

function offsetText(offset: number): string {
  if (offset === 0) return 'Z'
  const minutes = Math.abs(offset) / MINUTE
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
}
