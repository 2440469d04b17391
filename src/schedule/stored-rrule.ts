import { type Instant, microsOf } from './instant.ts'
import { recurrenceOf } from './recurrence.ts'
import { DEFAULT_START } from './rrule.ts'
import { RRuleRefusal, type RRuleText, readRRule } from './rrule-text.ts'
import { timeZoneNames } from './time-zone-names.ts'
import { MINUTE, SECOND, type Wall, wallText } from './wall.ts'
import { wallAt, zoneNamed } from './zone.ts'

/**
 * The rrule text that Prefect's API stores for one that is sent: a DTSTART line is put in front where there is none.
 * For a single MINUTELY or SECONDLY rule without COUNT it is the latest step of the interval up to `now`, so that it
 * differs from write to write; else 2020-01-01 (`normalize_rrule_string`, Prefect 3.8).
 */
export function storedRRule(rrule: string, timezone: string | null | undefined, now: Instant): string {
  if (rrule.toUpperCase().includes('DTSTART')) return rrule
  const text = readOrUndefined(rrule)
  if (text === undefined) return rrule
  return `${startLine(recentStart(text, timezone, now))}${rrule}`
}

/** The text without the DTSTART line that the server has put in front. */
export function withoutStoredStart(rrule: string): string {
  return rrule.replace(/^DTSTART:\d{8}T\d{6}\n/u, '')
}

function startLine(start: Wall): string {
  return `DTSTART:${wallText(start, 'T').replaceAll(/[-:]/gu, '')}\n`
}

/** Text that dateutil cannot read is stored as it is. */
function readOrUndefined(rrule: string): RRuleText | undefined {
  try {
    const text = readRRule(rrule)
    for (const part of [...text.rules, ...text.exceptRules]) recurrenceOf(part, DEFAULT_START, false)
    return text
  } catch (error) {
    if (error instanceof RRuleRefusal) return undefined
    throw error
  }
}

function recentStart({ isSet, rules }: RRuleText, timezone: string | null | undefined, now: Instant): Wall {
  const [rule] = rules
  const unit = rule?.frequency === 'MINUTELY' ? MINUTE : rule?.frequency === 'SECONDLY' ? SECOND : undefined
  if (isSet || rule === undefined || unit === undefined || rule.count !== undefined || rule.interval === 0)
    return DEFAULT_START
  const zone = zoneNamed(timezone && timeZoneNames.has(timezone) ? timezone : 'UTC')
  const elapsed = wallAt(zone, microsOf(now)) - DEFAULT_START
  const period = unit * rule.interval
  return elapsed <= 0 ? DEFAULT_START : DEFAULT_START + Math.floor(elapsed / period) * period
}
