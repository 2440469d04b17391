import pLimit from 'p-limit'
import type { Clock } from '../model/clock.ts'
import type { LiveDeployment } from '../model/deployment.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Change, Plan } from '../model/plan.ts'
import { carryOut } from './carry-out.ts'
import type { DeploymentWriter } from './writer.ts'

export type ApplyOptions = {
  readonly writer: DeploymentWriter
  /** Changes in flight at most; the client lowers it further when the server asks for that. */
  readonly parallel: number
  /** Aborting lets what is in flight finish; the rest is `not_attempted`. */
  readonly signal: AbortSignal
  readonly clock: Clock
  /** The names of fields of `change` that still differ in what was read back after the write. */
  readonly unsettled: (change: Change, stored: LiveDeployment) => readonly string[]
  readonly onOutcome?: (outcome: Outcome) => void
}

/**
 * Carries out a plan and reports one outcome per change, in the plan's order; it never throws for a change that failed.
 * A failure does not stop the others, except that nothing is deleted once anything failed.
 */
export async function applyPlan(plan: Plan, options: ApplyOptions): Promise<readonly Outcome[]> {
  const prunes = plan.changes.filter(({ action }) => action === 'prune')
  const rest = plan.changes.filter(({ action }) => action !== 'prune')
  const context = { ...options, flowIds: new Map<string, Promise<string>>() }
  const done = await Promise.all(inParallel(options, rest, (change) => attempt(change, context)))
  const intact = done.every(({ result }) => result !== 'failed')
  const pruned = await Promise.all(
    inParallel(options, prunes, (change) => (intact ? attempt(change, context) : notAttempted(change, options))),
  )
  const outcomes = new Map([...done, ...pruned].map((outcome) => [outcome.change, outcome]))
  return plan.changes.map((change) => outcomes.get(change)!)
}

function inParallel(
  { parallel }: ApplyOptions,
  changes: readonly Change[],
  work: (change: Change) => Promise<Outcome>,
): readonly Promise<Outcome>[] {
  const limit = pLimit(parallel)
  return changes.map((change) => (change.action === 'noop' ? work(change) : limit(() => work(change))))
}

async function attempt(
  change: Change,
  context: ApplyOptions & { readonly flowIds: Map<string, Promise<string>> },
): Promise<Outcome> {
  if (change.action === 'noop') return { change, result: 'unchanged', unsettled: [] }
  if (context.signal.aborted) return notAttempted(change, context)
  const outcome = await tried(change, context)
  context.onOutcome?.(outcome)
  return outcome
}

async function tried(
  change: Exclude<Change, { action: 'noop' }>,
  context: ApplyOptions & { readonly flowIds: Map<string, Promise<string>> },
): Promise<Outcome> {
  try {
    const stored = await carryOut(change, context)
    return {
      change,
      result: DONE[change.action],
      unsettled: stored === undefined ? [] : context.unsettled(change, stored),
    }
  } catch (error) {
    return { change, result: 'failed', error }
  }
}

const DONE = { create: 'created', update: 'updated', adopt: 'adopted', prune: 'pruned' } as const

async function notAttempted(change: Change, { onOutcome }: ApplyOptions): Promise<Outcome> {
  const outcome: Outcome = { change, result: 'not_attempted' }
  onOutcome?.(outcome)
  return outcome
}
