import { RegistrarError } from '../../model/error.ts'
import { isError } from '../../model/finding.ts'
import type { ScheduleDialect, ScheduleRule } from '../../model/schedule.ts'
import { checkRule } from '../../schedule/check.ts'
import type { Context } from '../context.ts'
import { EXIT } from '../exit-code.ts'
import { previewOf, type PreviewSubject } from '../preview.ts'
import { openProject } from '../project.ts'
import { selectedBy } from '../selection.ts'
import { sourcesOf } from '../sources.ts'
import { findingsText } from '../views/findings-text.ts'
import { previewJson, previewText } from '../views/preview-text.ts'
import { jsonText } from './plan.ts'

export type SchedulePreviewFlags = {
  readonly cron?: string
  readonly interval?: string
  readonly rrule?: string
  readonly timezone?: string
  readonly anchor?: string
  readonly count?: number
  readonly from?: string
  readonly only?: string
  readonly target?: string
  readonly json?: boolean
  readonly verbose?: boolean
  readonly noColor?: boolean
}

const COUNT = 5

/** `registrar schedule preview`: the next firings of the specs' schedules, or of one that was typed in. */
export async function schedulePreview(
  context: Context,
  flags: SchedulePreviewFlags,
  ...paths: string[]
): Promise<void> {
  const { stdout } = context.process
  const start = startOf(flags.from) ?? context.clock()
  const { subjects, dialect } = await whatToShow(context, flags, paths, start)
  const previews = subjects.map((subject) => previewOf(subject, { start, count: flags.count ?? COUNT, dialect }))
  if (flags.json) return stdout.write(jsonText({ schedules: previews.map(previewJson) }))
  if (previews.length === 0) return stdout.write('No spec has a schedule.\n')
  stdout.write(previews.map((preview) => `${previewText(preview, stdout.paint)}\n`).join('\n'))
}

type ToShow = { readonly subjects: readonly PreviewSubject[]; readonly dialect: ScheduleDialect }

async function whatToShow(
  context: Context,
  flags: SchedulePreviewFlags,
  paths: readonly string[],
  now: number,
): Promise<ToShow> {
  const rule = typedRule(flags, now)
  if (rule !== undefined && paths.length > 0) throw usage('a rule or paths, not both', 'leave one of them out')
  const project = await openProject(context, flags.target)
  const dialect =
    (flags.target === undefined ? undefined : project.config.targets?.[flags.target]?.schedule_dialect) ?? 'pendulum'
  if (rule !== undefined) return { subjects: [{ rule }], dialect }
  const reading = await project.read(paths)
  const errors = reading.findings.filter(isError)
  if (errors.length > 0) {
    const { stderr } = context.process
    stderr.write(`${findingsText(errors, await sourcesOf(errors, project.folder), stderr.paint)}\n`)
    context.process.exitCode = EXIT.error
  }
  const matches = selectedBy(flags.only)
  const subjects = reading.desired
    .filter(({ key }) => matches(key))
    .flatMap(({ key, fields, places, at }) =>
      Object.entries(fields.schedules ?? {}).map(([slug, { rule: own, active }]) => ({
        rule: own,
        deployment: key,
        slug,
        at: places[`schedules.${slug}`] ?? at,
        active,
      })),
    )
  return { subjects, dialect }
}

/** The rule on the command line; undefined when there is none. What Prefect would refuse is an error that says why. */
function typedRule(
  { cron, interval, rrule, timezone, anchor }: SchedulePreviewFlags,
  now: number,
): ScheduleRule | undefined {
  const kinds = [cron, interval, rrule].filter((text) => text !== undefined)
  if (kinds.length > 1) throw usage('one of --cron, --interval and --rrule at a time', 'run it once for each')
  const zone = timezone === undefined ? {} : { timezone }
  const rule: ScheduleRule | undefined =
    cron !== undefined
      ? { cron, ...zone }
      : interval !== undefined
        ? {
            interval: /^\d+(\.\d+)?$/.test(interval) ? Number(interval) : interval,
            ...(anchor === undefined ? {} : { anchor_date: anchor }),
            ...zone,
          }
        : rrule === undefined
          ? undefined
          : { rrule, ...zone }
  if (rule === undefined && (timezone !== undefined || anchor !== undefined)) {
    throw usage('--cron, --interval or --rrule with --timezone and --anchor', 'schedules of specs have their own')
  }
  if (rule !== undefined) refuseWrong(rule, now)
  return rule
}

function refuseWrong(rule: ScheduleRule, now: number): void {
  const problem = checkRule(rule, now)
  if (problem === undefined) return
  throw new RegistrarError({ code: 'schedule_invalid', subject: writtenRule(rule), message: problem.message })
}

/** The flag as it was written: `--cron "61 * * * *"`. */
function writtenRule(rule: ScheduleRule): string {
  if ('cron' in rule) return `--cron ${JSON.stringify(rule.cron)}`
  return 'interval' in rule ? `--interval ${rule.interval}` : `--rrule ${JSON.stringify(rule.rrule)}`
}

const MOMENT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/i

function startOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const [, date, time = '00:00', offset = 'Z'] = MOMENT.exec(text) ?? []
  // a moment without an offset means UTC, as everywhere in Prefect's API
  const moment = date === undefined ? Number.NaN : Date.parse(`${date}T${time}${offset.toUpperCase()}`)
  if (!Number.isNaN(moment)) return moment
  throw new RegistrarError({
    code: 'usage',
    subject: `--from ${text}`,
    message: 'expected a moment such as 2026-03-28 or 2026-03-28T00:00:00Z',
  })
}

function usage(message: string, hint: string): RegistrarError {
  return new RegistrarError({ code: 'usage', subject: 'schedule preview', message: `expected ${message}`, hint })
}
