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
 * A failure does not stop the others, except that nothing is deleted once anything failed, and that a renamed deployment
 * runs on under its former name until it is there under the new one.
 */
export async function applyPlan(plan: Plan, options: ApplyOptions): Promise<readonly Outcome[]> {
  const last = plan.changes.filter(isLast)
  const rest = plan.changes.filter((change) => !isLast(change))
  const context = { ...options, flowIds: new Map<string, Promise<string>>() }
  const done = await Promise.all(inParallel(options, rest, (change) => attempt(change, context)))
  const failed = done.flatMap(({ result, change }) => (result === 'failed' ? [change] : []))
  const ended = await Promise.all(
    inParallel(options, last, (change) =>
      maySafely(change, failed) ? attempt(change, context) : notAttempted(change, options),
    ),
  )
  const outcomes = new Map([...done, ...ended].map((outcome) => [outcome.change, outcome]))
  return plan.changes.map((change) => outcomes.get(change)!)
}

/** What takes away, and so waits for all that gives: deletions, and the pause of what has another name now. */
function isLast({ action, reason }: Change): boolean {
  return action === 'prune' || (action === 'update' && reason === 'renamed')
}

function maySafely({ action, key }: Change, failed: readonly Change[]): boolean {
  if (action === 'prune') return failed.length === 0
  return failed.every((change) => change.action === 'prune' || change.desired?.renamedFrom !== key)
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
