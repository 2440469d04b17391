import { buildCommand, buildRouteMap } from '@stricli/core'
import type { SchedulePreviewFlags } from '../commands/schedule-preview.ts'
import type { Context } from '../context.ts'
import * as flags from '../flags.ts'
import { reporting } from '../reporting.ts'

const text = { kind: 'parsed', parse: String, optional: true } as const

const preview = buildCommand<SchedulePreviewFlags, string[], Context>({
  loader: async () => reporting((await import('../commands/schedule-preview.ts')).schedulePreview),
  parameters: {
    flags: {
      cron: { ...text, placeholder: 'rule', brief: 'A cron rule to try, such as "0 9 * * 1-5"' },
      interval: { ...text, placeholder: 'duration', brief: 'An interval to try: seconds, or a duration such as PT15M' },
      rrule: { ...text, placeholder: 'rule', brief: 'A recurrence rule to try, such as "FREQ=WEEKLY;BYDAY=MO"' },
      timezone: {
        ...text,
        placeholder: 'zone',
        brief: 'The zone of the rule to try, such as Europe/Berlin (default UTC)',
      },
      anchor: { ...text, placeholder: 'iso', brief: 'With --interval: the moment it is counted from' },
      count: {
        kind: 'parsed',
        parse: flags.positiveNumber,
        optional: true,
        placeholder: 'n',
        brief: 'How many firings (default 5)',
      },
      from: { ...text, placeholder: 'iso', brief: 'From when on, such as 2026-03-28T00:00:00Z (default now)' },
      only: { ...flags.only, brief: 'Only deployments whose flow/name matches, such as "etl/*"' },
      target: flags.target,
      json: flags.json,
      verbose: flags.verbose,
      noColor: flags.noColor,
    },
    positional: flags.paths,
  },
  docs: {
    customUsage: ['[flags] [path...]', '[--cron|--interval|--rrule rule] [flags]'],
    brief: 'Show when schedules fire next; no server is asked',
    fullDescription: `Shows the next firings in the schedule's own zone and in UTC, exactly as Prefect computes them, with a mark where
the clocks change in between, and where servers on Python up to 3.12 and from 3.13 on differ.

EXAMPLES
  registrar schedule preview
  registrar schedule preview deployments/etl.yaml --count 10
  registrar schedule preview --cron '30 2 * * *' --timezone Europe/Berlin --from 2026-03-27`,
  },
})

export const scheduleRoute = buildRouteMap({ routes: { preview }, docs: { brief: 'Look at schedules' } })
