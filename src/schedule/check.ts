import type { ScheduleDialect, ScheduleRule } from '../model/schedule.ts'
import { firings } from './firings.ts'
import type { Instant } from './instant.ts'
import { readRule } from './read-rule.ts'
import type { RuleProblem } from './rule-problem.ts'
import { scheduledWindow } from './scheduled-window.ts'

/**
 * Why Prefect would refuse a rule; undefined when it takes it. `now` matters to few: some rrules without DTSTART are
 * checked against the present hour. The `whenever` dialect (Python 3.13 and later) takes fewer forms of anchor dates.
 */
export function checkRule(rule: unknown, now: Instant, dialect: ScheduleDialect = 'pendulum'): RuleProblem | undefined {
  const read = readRule(rule, now, dialect)
  return 'problem' in read ? read.problem : undefined
}

/**
 * Why a rule that Prefect takes gives no runs: it never fires again after `now`, or computing its dates fails, now or
 * within the scheduler's reach. Undefined when all is well, and for a rule that Prefect refuses.
 */
export function neverFires(
  rule: ScheduleRule,
  now: Instant,
  dialect: ScheduleDialect = 'pendulum',
): string | undefined {
  if (checkRule(rule, now, dialect) !== undefined) return undefined
  const { instants, failure } = firings(rule, { start: now, count: 1, dialect })
  if (failure !== undefined) return `Prefect takes it but cannot compute a date (${failure})`
  if (instants.length === 0) return 'none of its dates lies ahead'
  const window = scheduledWindow(rule, { now, dialect })
  if (window.failure !== undefined) {
    return `Prefect's scheduler fails on it after ${window.runs.length} dates and makes no runs (${window.failure})`
  }
  return undefined
}
