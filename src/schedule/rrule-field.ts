import { type Instant, microsOf } from './instant.ts'
import { recurrenceOf } from './recurrence.ts'
import { RRuleRefusal, type RRuleText, readRRule } from './rrule-text.ts'
import type { RuleProblem } from './rule-problem.ts'

/**
 * Reads the `rrule` field and refuses what Prefect refuses. Where a rule has no DTSTART, Prefect checks it with one of
 * the present moment, and so does this.
 */
export function readRRuleField(
  value: unknown,
  now: Instant,
): { readonly text: RRuleText } | { readonly problem: RuleProblem } {
  if (typeof value !== 'string') return problem('invalid-rrule', 'rrule must be a text', value)
  try {
    const text = readRRule(value)
    for (const part of [...text.rules, ...text.exceptRules]) {
      const hasZone = text.start?.hasZone ?? part.until?.hasZone ?? false
      recurrenceOf(part, text.start?.wall ?? microsOf(now), hasZone)
    }
    const length = Array.from(value).length
    if (length > MAX_LENGTH) return problem('rrule-too-long', `${length} characters, at most ${MAX_LENGTH}`, value)
    return { text }
  } catch (error) {
    if (error instanceof RRuleRefusal) return problem(error.code, error.message, value)
    throw error
  }
}

const MAX_LENGTH = 6500

function problem(code: RuleProblem['code'], message: string, value: unknown): { readonly problem: RuleProblem } {
  return { problem: { code, message, value } }
}
