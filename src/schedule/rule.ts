import { type Json, type JsonObject, sameJson } from '../model/json.ts'
import type { CronRule, IntervalRule, RRuleRule, ScheduleRule } from '../model/schedule.ts'
import { readAnchorDate } from './anchor-date.ts'
import { instantOf, instantText } from './instant.ts'
import { intervalSeconds } from './interval-seconds.ts'
import { withoutStoredStart } from './stored-rrule.ts'

/**
 * Whether a live rule is what a desired one asks for, once the server has stored it. What the desired rule leaves to
 * the server (an anchor, a DTSTART) is not compared.
 */
export function sameRule(desired: ScheduleRule, live: ScheduleRule): boolean {
  return sameJson(normalRule(desired), normalRule(live, desired))
}

/**
 * A rule with its defaults written out: an interval in seconds, the anchor in UTC, the time zone. With `desired`,
 * what that leaves to the server is left out here too.
 */
export function normalRule(rule: ScheduleRule, desired: ScheduleRule = rule): JsonObject {
  if ('cron' in rule) return normalCron(rule)
  return 'interval' in rule ? normalInterval(rule, desired) : normalRRule(rule, desired)
}

function normalCron({ cron, timezone, day_or: dayOr = true }: CronRule): JsonObject {
  return {
    cron,
    timezone: timezone === undefined || timezone === null || timezone === '' ? 'UTC' : timezone,
    day_or: dayOr,
  }
}

function normalInterval(
  { interval, anchor_date: anchorDate, timezone }: IntervalRule,
  desired: ScheduleRule,
): JsonObject {
  const isAnchored = 'interval' in desired && desired.anchor_date !== undefined
  return {
    interval: intervalSeconds(interval) ?? interval,
    timezone: timezone ?? 'UTC',
    ...(isAnchored && { anchor_date: normalAnchor(anchorDate) }),
  }
}

function normalAnchor(anchorDate: string | undefined): Json {
  const anchor = readAnchorDate(anchorDate, 0, 'pendulum')
  return anchor === undefined ? (anchorDate ?? null) : instantText(instantOf(anchor.wall - (anchor.offset ?? 0)))
}

function normalRRule({ rrule, timezone = 'UTC' }: RRuleRule, desired: ScheduleRule): JsonObject {
  const isStarted = !('rrule' in desired) || desired.rrule.toUpperCase().includes('DTSTART')
  return { rrule: isStarted ? rrule : withoutStoredStart(rrule), timezone }
}
