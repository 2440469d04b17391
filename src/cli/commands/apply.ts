import { writes } from '../../model/plan.ts'
import type { Outcome } from '../../model/outcome.ts'
import { carryOutPlan, gate } from '../../reconcile/reconcile.ts'
import { type WriteAccess, writeAccess } from '../connection.ts'
import type { Context } from '../context.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { planned, type PlanningFlags } from '../planning.ts'
import { withProgress } from '../progress.ts'
import { countText } from '../views/count-text.ts'
import { outcomeCounts, outcomesText } from '../views/outcomes-text.ts'
import { planJson } from '../views/plan-json.ts'
import { jsonText, plannedExitCode, plannedText } from './plan.ts'
import type { Plan } from '../../model/plan.ts'

export type ApplyFlags = PlanningFlags & {
  readonly json?: boolean
  readonly yes?: boolean
  readonly parallel?: number
  readonly noColor?: boolean
}

const PARALLEL = 8

/** `registrar apply`: shows the plan and carries it out. Asks first when a person sits in front. */
export async function apply(context: Context, flags: ApplyFlags, ...paths: string[]): Promise<void> {
  await planned(context, { flags, paths, access: writeAccess }, async (found) => {
    const { process } = context
    const { findings } = found.reading
    const say = (text: string) => {
      if (!flags.json) process.stdout.write(text)
    }
    say(await plannedText(context, found))
    const { against } = found
    if (against === undefined || gate(against.plan) !== undefined) {
      if (flags.json) process.stdout.write(jsonText(planJson({ findings, ...against })))
      process.exitCode = plannedExitCode(found, false)
      return
    }
    const { plan, connection } = against
    const waiting = plan.changes.filter(writes).length
    if (waiting > 0 && context.isInteractive && !flags.yes && !flags.json) {
      const agreed = await context.confirm(`Apply ${countText(waiting, 'change')} to ${plan.target.url}?`)
      if (!agreed) {
        say('Nothing was written.\n')
        process.exitCode = EXIT.error
        return
      }
      const now = await against.again()
      if (now?.fingerprint !== plan.fingerprint) {
        say('The specs or the server have changed since this plan was shown. Nothing was written; look again.\n')
        process.exitCode = EXIT.refused
        return
      }
    }
    const outcomes = await carriedOut(context, plan, connection, flags.parallel)
    if (flags.json) process.stdout.write(jsonText(planJson({ findings, plan, outcomes })))
    else if (waiting > 0) say(`${outcomesText(outcomes, process.stdout.paint)}\n`)
    process.exitCode = outcomesExitCode(outcomes, waiting > 0 && context.signal.aborted)
  })
}

/** Carries out a plan that has passed the gate, telling on a terminal how far it is. */
export async function carriedOut(
  context: Context,
  plan: Plan,
  { writer }: WriteAccess,
  parallel = PARALLEL,
): Promise<readonly Outcome[]> {
  const total = plan.changes.filter(writes).length
  let ended = 0
  return withProgress(context.process.stderr, `Writing ${countText(total, 'change')}`, (say) =>
    carryOutPlan(plan, {
      writer,
      parallel,
      signal: total > 0 ? context.signal : new AbortController().signal,
      clock: context.clock,
      onOutcome: () => {
        ended += 1
        say(`Writing: ${ended} of ${total}`)
      },
    }),
  )
}

/** 0 when everything is done; 4 when part of it is, or a Ctrl-C came between; 1 when nothing at all could be done. */
export function outcomesExitCode(outcomes: readonly Outcome[], interrupted: boolean): ExitCode {
  const { failed, not_attempted: notAttempted, created, updated, adopted, pruned } = outcomeCounts(outcomes)
  if (failed + notAttempted === 0) return EXIT.done
  return created + updated + adopted + pruned > 0 || interrupted ? EXIT.partlyApplied : EXIT.error
}
