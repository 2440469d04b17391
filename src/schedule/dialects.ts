import type { ScheduleDialect, ScheduleRule } from '../model/schedule.ts'
import { checkRule } from './check.ts'
import { firings } from './firings.ts'
import type { Instant } from './instant.ts'

/**
 * Whether Prefect on Python up to 3.12 and on 3.13 and later give different next firings, or only one of them takes
 * the rule. They do so near clock changes, and for anchor dates without an offset.
 */
export function dialectsDiffer(
  rule: ScheduleRule,
  { start, count }: { readonly start: Instant; readonly count: number },
): boolean {
  const outcome = (dialect: ScheduleDialect) =>
    JSON.stringify([checkRule(rule, start, dialect)?.code, firings(rule, { start, count, dialect })])
  return outcome('pendulum') !== outcome('whenever')
}
