import type { ScheduleChange } from '../../model/plan.ts'
import type { DesiredSchedule, ScheduleDialect, ScheduleRule } from '../../model/schedule.ts'
import { describeRule } from '../../schedule/describe.ts'
import { firings } from '../../schedule/firings.ts'
import { FIXED_ANCHOR } from '../../plan/schedules.ts'
import { countText } from './count-text.ts'
import { dueText } from './moment-text.ts'
import { printable } from './printable.ts'

/** When the reader looks (UNIX milliseconds), and which date library the server computes with. */
export type Moment = { readonly now: number; readonly dialect: ScheduleDialect }

/** `every 15 minutes` */
export function ruleText(rule: ScheduleRule): string {
  return printable(describeRule(rule))
}

/** `every 15 minutes, next 14:15 UTC`, in the schedule's own zone. */
export function scheduleText(schedule: DesiredSchedule, moment: Moment): string {
  const rule = ruleText(schedule.rule)
  if (schedule.active === false) return `${rule}, not active`
  const next = nextFiring(schedule.rule, moment)
  return next === undefined ? `${rule}, never` : `${rule}, next ${nextText(next, schedule.rule, moment.now)}`
}

/** The schedules that a change makes: one in full, several as their number and the first firing among them. */
export function schedulesText(changes: readonly ScheduleChange[], moment: Moment): string {
  const made = changes.flatMap((change) => (change.op === 'create' ? [change.desired] : []))
  const [first] = made
  if (first === undefined) return ''
  if (made.length === 1) return scheduleText(first, moment)
  const due = made
    .filter(({ active }) => active !== false)
    .flatMap(({ rule }) => {
      const at = nextFiring(rule, moment)
      return at === undefined ? [] : [{ rule, at }]
    })
    .toSorted((a, b) => a.at - b.at)[0]
  const count = countText(made.length, 'schedule')
  return due === undefined ? count : `${count}, next ${nextText(due.at, due.rule, moment.now)}`
}

/** The zone whose clock the schedule follows. Without one Prefect counts in UTC. */
export function zoneOf({ timezone }: ScheduleRule): string {
  return timezone || 'UTC'
}

/** The first firing from now on. Around a clock change Prefect's own list may begin earlier or be out of order. */
function nextFiring(rule: ScheduleRule, { now, dialect }: Moment): number | undefined {
  const { instants } = firings(anchored(rule), { start: now, count: 3, dialect })
  const coming = instants.filter((instant) => instant >= now)
  return coming.length === 0 ? undefined : Math.min(...coming)
}

/** The rule as it is sent: an interval is counted from a fixed moment unless its spec names one. */
export function anchored(rule: ScheduleRule): ScheduleRule {
  return 'interval' in rule && rule.anchor_date === undefined ? { ...rule, anchor_date: FIXED_ANCHOR } : rule
}

function nextText(at: number, rule: ScheduleRule, now: number): string {
  const zone = zoneOf(rule)
  const due = dueText(at, now, zone)
  // the rule's own words often name the zone
  return ruleText(rule).includes(zone) ? due : `${due} ${zone}`
}
