import type { Finding } from '../../model/finding.ts'
import { type Plan, writes } from '../../model/plan.ts'
import { gate } from '../../reconcile/reconcile.ts'
import { readAccess } from '../connection.ts'
import type { Context } from '../context.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { type Planned, planned, type PlanningFlags } from '../planning.ts'
import { sourcesOf } from '../sources.ts'
import { findingsSummary, findingsText } from '../views/findings-text.ts'
import { headerText } from '../views/header-text.ts'
import { noSpecsText } from '../views/no-specs-text.ts'
import { planJson } from '../views/plan-json.ts'
import { planText } from '../views/plan-text.ts'

export type PlanFlags = PlanningFlags & {
  readonly json?: boolean
  readonly detailedExitcode?: boolean
  readonly noColor?: boolean
}

/** `registrar plan`: shows what apply would do. Exit code 2 means that changes wait, if `--detailed-exitcode` was given. */
export async function plan(context: Context, flags: PlanFlags, ...paths: string[]): Promise<void> {
  await planned(context, { flags, paths, access: readAccess }, async (found) => {
    const { stdout } = context.process
    if (flags.json) stdout.write(jsonText(planJson({ findings: found.reading.findings, ...found.against })))
    else stdout.write(await plannedText(context, found))
    context.process.exitCode = plannedExitCode(found, flags.detailedExitcode ?? false)
  })
}

/** What `--json` prints when there is no plan because of an error. */
export function stoppedPlan(error: unknown): unknown {
  return planJson({ error })
}

/** Findings with their lines, then the server and the plan; ends with a line break. */
export async function plannedText(context: Context, { paths, reading, project, against }: Planned): Promise<string> {
  const { paint } = context.process.stdout
  const findings: readonly Finding[] = [...reading.findings, ...(against?.plan.findings ?? [])]
  const found = findingsText(findings, await sourcesOf(findings, project.folder), paint)
  const stop = stopText(findings, against?.plan)
  const parts =
    against === undefined
      ? [found, stop]
      : [
          found,
          headerText(against.target, against.plan.scope, paint),
          noSpecsText(reading, { paths, include: project.config.include }),
          planText(against.plan, { now: context.clock(), dialect: against.target.dialect, paint }),
          stop,
        ]
  return `${parts.filter((part) => part !== '').join('\n')}\n`
}

/** Why it goes no further; empty when it may. */
function stopText(findings: readonly Finding[], plan: Plan | undefined): string {
  if (plan === undefined) return `${findingsSummary(findings)} Nothing was compared or written.`
  return gate(plan) === 'findings' ? `${findingsSummary(findings)} Nothing was written.` : ''
}

/** The exit code of a run that goes no further than the plan. */
export function plannedExitCode({ against }: Planned, detailed: boolean): ExitCode {
  if (against === undefined) return EXIT.error
  switch (gate(against.plan)) {
    case 'findings':
      return EXIT.error
    case 'refusals':
      return EXIT.refused
    case undefined:
      return detailed && against.plan.changes.some(writes) ? EXIT.changesWait : EXIT.done
  }
}

export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}
