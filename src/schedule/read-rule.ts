import { type JsonObject, isJsonObject } from '../model/json.ts'
import type { ScheduleDialect } from '../model/schedule.ts'
import { type AnchorDate, readAnchorDate } from './anchor-date.ts'
import { type CronExpression, readCron } from './cron-expression.ts'
import { type Instant, instantText, microsOf } from './instant.ts'
import { intervalMicros } from './interval-seconds.ts'
import { readRRuleField } from './rrule-field.ts'
import type { RRuleText } from './rrule-text.ts'
import type { RuleProblem } from './rule-problem.ts'
import { timeZoneNames } from './time-zone-names.ts'
import type { Micros } from './wall.ts'

/** A rule as Prefect takes it, read. `timezone` is as the server keeps it: cron null is UTC, an interval's is never null. */
export type ReadRule =
  | {
      readonly kind: 'cron'
      readonly expression: CronExpression
      readonly dayOr: boolean
      readonly timezone: string | null
    }
  | { readonly kind: 'interval'; readonly interval: Micros; readonly anchor: AnchorDate; readonly timezone: string }
  | { readonly kind: 'rrule'; readonly text: RRuleText; readonly timezone: string | null }

export type RuleReading = { readonly rule: ReadRule } | { readonly problem: RuleProblem }

/**
 * Reads a rule and refuses what Prefect refuses. `now` stands in for an absent anchor and for the present hour, which
 * Prefect checks some rrules against. The dialects differ in the anchor dates they take.
 */
export function readRule(rule: unknown, now: Instant, dialect: ScheduleDialect): RuleReading {
  const kinds = isJsonObject(rule) ? KINDS.filter((kind) => Object.hasOwn(rule, kind)) : []
  const [kind] = kinds
  if (!isJsonObject(rule) || kind === undefined) {
    return problem('unknown-field', 'expected one of cron, interval and rrule', rule)
  }
  const unknown = Object.keys(rule).find((field) => !FIELDS[kind].includes(field))
  if (unknown !== undefined) return problem('unknown-field', `${unknown} is not a field of a ${kind} schedule`, unknown)
  if (kind === 'cron') return readCronRule(rule)
  return kind === 'interval' ? readIntervalRule(rule, now, dialect) : readRRuleRule(rule, now)
}

const KINDS = ['cron', 'interval', 'rrule'] as const

const FIELDS: Readonly<Record<(typeof KINDS)[number], readonly string[]>> = {
  cron: ['cron', 'timezone', 'day_or'],
  interval: ['interval', 'anchor_date', 'timezone'],
  rrule: ['rrule', 'timezone'],
}

function problem(code: RuleProblem['code'], message: string, value: unknown): { readonly problem: RuleProblem } {
  return { problem: { code, message, value } }
}

function readCronRule(rule: JsonObject): RuleReading {
  const { cron, timezone = null, day_or: dayOr = true } = rule
  if (typeof cron !== 'string') return problem('invalid-cron', 'cron must be a text', cron)
  const read = readCron(cron)
  if ('refusal' in read) return problem(read.refusal.code, read.refusal.reason, cron)
  const either = readBoolean(dayOr)
  if (either === undefined) return problem('invalid-day-or', 'day_or must be true or false', dayOr)
  if (!isZoneOrNull(timezone)) return zoneProblem(timezone)
  return { rule: { kind: 'cron', expression: read.expression, dayOr: either, timezone } }
}

const TRUE = new Set<unknown>([true, 1, '1', 'on', 't', 'true', 'y', 'yes'])
const FALSE = new Set<unknown>([false, 0, '0', 'off', 'f', 'false', 'n', 'no'])

/** What Pydantic takes as a boolean. */
function readBoolean(value: unknown): boolean | undefined {
  const plain = typeof value === 'string' ? value.toLowerCase() : value
  return TRUE.has(plain) ? true : FALSE.has(plain) ? false : undefined
}

function readIntervalRule(rule: JsonObject, now: Instant, dialect: ScheduleDialect): RuleReading {
  const { interval, anchor_date: anchorDate, timezone = null } = rule
  const micros = intervalMicros(interval)
  if (micros === undefined) return problem('invalid-interval', 'expected seconds or an ISO 8601 duration', interval)
  if (micros <= 0) return problem('invalid-interval', 'an interval must be positive', interval)
  const anchor =
    anchorDate === undefined ? { wall: microsOf(now), offset: 0 } : readAnchorDate(anchorDate, now, dialect)
  if (anchor === undefined) {
    return problem('invalid-anchor', `expected a date and time such as ${instantText(0)}`, anchorDate)
  }
  if (!isZoneOrNull(timezone)) return zoneProblem(timezone)
  return { rule: { kind: 'interval', interval: micros, anchor, timezone: timezone ?? 'UTC' } }
}

function isZoneOrNull(timezone: unknown): timezone is string | null {
  return timezone === null || timezone === '' || (typeof timezone === 'string' && timeZoneNames.has(timezone))
}

function zoneProblem(timezone: unknown): { readonly problem: RuleProblem } {
  return problem('invalid-timezone', `${JSON.stringify(timezone)} is not an IANA time zone name`, timezone)
}

function readRRuleRule(rule: JsonObject, now: Instant): RuleReading {
  const { rrule, timezone = 'UTC' } = rule
  const read = readRRuleField(rrule, now)
  if ('problem' in read) return read
  if (timezone !== null && !(typeof timezone === 'string' && containsZone(timezone))) return zoneProblem(timezone)
  return { rule: { kind: 'rrule', text: read.text, timezone } }
}

/** Prefect searches for a zone name anywhere in the text. */
function containsZone(text: string): boolean {
  if (timeZoneNames.has(text)) return text !== 'localtime'
  for (const name of timeZoneNames) if (name !== 'localtime' && text.includes(name)) return true
  return false
}
