/** Why Prefect refuses a rule, by a code that stays the same. */
export type RuleProblem = {
  readonly code:
    | 'invalid-cron'
    | 'random-cron'
    | 'invalid-rrule'
    | 'rrule-too-long'
    | 'invalid-interval'
    | 'invalid-anchor'
    | 'invalid-timezone'
    | 'invalid-day-or'
    | 'unknown-field'
  readonly message: string
  /** What was refused, as it was given. */
  readonly value?: unknown
}
