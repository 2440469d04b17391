import { applyPlan, type ApplyOptions } from '../apply/apply.ts'
import type { DesiredDeployment, LiveDeployment, LiveWorkPool } from '../model/deployment.ts'
import { type Finding, isError } from '../model/finding.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Change, Plan, TargetIdentity } from '../model/plan.ts'
import { changeFor } from '../plan/change.ts'
import { markTag } from '../plan/ownership.ts'
import { planFor } from '../plan/plan.ts'

/** What is read of a server to make a plan. It has no way to write. */
export type DeploymentReader = {
  /** What carries the tag, or what has one of the names in whatever flow. */
  readonly deployments: (
    which: { readonly marked: string } | { readonly names: readonly string[] },
  ) => Promise<readonly LiveDeployment[]>
  readonly workPools: () => Promise<readonly LiveWorkPool[]>
}

/** What the specs say: everything that was read, and every problem. */
export type Reading = {
  readonly desired: readonly DesiredDeployment[]
  readonly findings: readonly Finding[]
  readonly complete: boolean
}

export type ReconcileOptions = {
  readonly target: TargetIdentity
  readonly prune: boolean
  readonly pruneAdopted: boolean
  readonly allowDelete?: number
  readonly selected: (key: string) => boolean
  readonly codeDirectory?: string
}

/** The reading, and the plan that follows from it: absent when a file has an error, for then nothing is compared. */
export type Observation = { readonly reading: Reading; readonly plan?: Plan }

/**
 * Reads the specs and, meanwhile, what the scope manages on the server; then compares. What is desired and not managed
 * is asked for by name. When a spec is wrong nothing is compared, and it does not matter whether the server answers.
 * `options` may depend on what was read.
 */
export async function observe(args: {
  readonly read: () => Promise<Reading>
  readonly reader: DeploymentReader
  readonly scope: string
  readonly options: (reading: Reading) => ReconcileOptions
}): Promise<Observation> {
  const { reader, scope } = args
  const managed = reader.deployments({ marked: markTag(scope) })
  managed.catch(() => undefined) // heard of below, unless the specs are wrong
  const reading = await args.read()
  if (reading.findings.some(isError)) return { reading }
  const options = args.options(reading)
  const wanted = reading.desired.filter(({ key }) => options.selected(key))
  const [live, workPools] = await Promise.all([
    managed.then((known) => withUnmanaged(known, wanted, reader)),
    wanted.some(({ fields }) => typeof fields['work_pool.name'] === 'string') ? reader.workPools() : [],
  ])
  return { reading, plan: planFor({ ...options, ...reading, scope, live, workPools }) }
}

/** Adds what has the names of desired deployments that are not among the managed ones. */
async function withUnmanaged(
  managed: readonly LiveDeployment[],
  wanted: readonly DesiredDeployment[],
  reader: DeploymentReader,
): Promise<readonly LiveDeployment[]> {
  const known = new Set(managed.map(({ key }) => key))
  const missing = wanted
    .flatMap(({ key, renamedFrom }) => (renamedFrom === undefined ? [key] : [key, renamedFrom]))
    .filter((key) => !known.has(key))
  if (missing.length === 0) return managed
  const names = [...new Set(missing.map((key) => key.slice(key.indexOf('/') + 1)))].toSorted()
  const named = await reader.deployments({ names })
  return [...new Map([...managed, ...named].map((live) => [live.id, live])).values()]
}

/** Why a plan may not be applied, or undefined: a finding of severity error comes before a refusal. */
export function gate(plan: Plan): 'findings' | 'refusals' | undefined {
  if (plan.findings.some(isError)) return 'findings'
  return plan.refusals.length > 0 ? 'refusals' : undefined
}

/** Applies a plan that has passed the gate. */
export async function carryOutPlan(plan: Plan, options: Omit<ApplyOptions, 'unsettled'>): Promise<readonly Outcome[]> {
  if (gate(plan) !== undefined) throw new Error('a plan that is refused must not be applied')
  return applyPlan(plan, { ...options, unsettled: (change, stored) => unsettledFields(change, stored, plan.scope) })
}

/** The names of fields that are still at odds with what the server stored after the write. */
function unsettledFields(change: Change, stored: LiveDeployment, scope: string): readonly string[] {
  if (change.action === 'prune') return []
  if (change.desired === undefined) return change.action === 'update' && !stored.paused ? ['paused'] : []
  const left = changeFor(change.desired, stored, scope)
  if (left.action === 'noop') return []
  return [
    ...left.fields.map(({ field }) => field),
    ...left.schedules.flatMap((row) =>
      row.op === 'update' || row.op === 'create'
        ? [`schedules.${row.slug}`]
        : row.op === 'delete'
          ? [`schedules.${row.live.slug ?? row.live.id}`]
          : [],
    ),
  ]
}
