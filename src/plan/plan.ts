import type { DesiredDeployment, LiveDeployment, LiveWorkPool } from '../model/deployment.ts'
import type { Finding } from '../model/finding.ts'
import type { Change, Plan, TargetIdentity } from '../model/plan.ts'
import { changeFor, creationOf } from './change.ts'
import { fingerprintOf } from './fingerprint.ts'
import { liveFindings } from './live-findings.ts'
import { ownershipOf } from './ownership.ts'
import { refusalsFor, removalFor } from './prune.ts'

export type PlanRequest = {
  readonly desired: readonly DesiredDeployment[]
  /** Whether every file could be read; if not, nothing is pruned. */
  readonly complete: boolean
  readonly live: readonly LiveDeployment[]
  readonly workPools: readonly LiveWorkPool[]
  readonly scope: string
  readonly target: TargetIdentity
  readonly prune: boolean
  readonly pruneAdopted: boolean
  /** The exact number of deletions that a person allowed, past the brakes. */
  readonly allowDelete?: number
  /** Which keys the run is about; what is outside is neither changed nor pruned nor shown. */
  readonly selected: (key: string) => boolean
  /** Where runs on this machine find the code, for specs that say nothing of it. Absent for a server elsewhere. */
  readonly codeDirectory?: string
}

/**
 * Compares what the specs want with what the server has. Pure: no clock, no randomness, no input besides the request,
 * and the order of files plays no part.
 */
export function planFor(request: PlanRequest): Plan {
  const { scope, target, selected } = request
  const desired = request.desired.filter(({ key }) => selected(key)).toSorted(byKey)
  const liveByKey = new Map(request.live.map((live) => [live.key, live]))
  const managed = new Set(request.live.filter((live) => ownershipOf(live, scope).owner === 'managed'))

  const wantedKeys = new Set(request.desired.map(({ key }) => key))
  const renamed = new Set(desired.flatMap(({ renamedFrom }) => renamedFrom ?? []))
  // the server was asked by name, so it also answered with other flows' deployments of that name: no part of this plan
  const ofConcern = request.live.filter(
    (live) => managed.has(live) || wantedKeys.has(live.key) || renamed.has(live.key),
  )
  const prune = request.prune && request.complete
  // what was renamed belongs to the selection of its successor, or both would run; it is never deleted from outside
  const undesired = [...managed]
    .filter(({ key }) => !wantedKeys.has(key) && (selected(key) || renamed.has(key)))
    .toSorted(byKey)
  const removals = undesired.map((live) =>
    removalFor(live, { scope, prune: prune && selected(live.key), pruneAdopted: request.pruneAdopted, renamed }),
  )
  const changes = [
    ...desired.flatMap((one) => wantedChange(one, liveByKey, request)),
    ...removals.filter(({ action }) => action !== 'prune'),
    ...removals.filter(({ action }) => action === 'prune'),
  ]
  const { allowDelete } = request
  const settings = {
    scope,
    url: target.url,
    prune,
    pruneAdopted: request.pruneAdopted,
    code: request.codeDirectory ?? null,
  }
  return {
    scope,
    target,
    fingerprint: fingerprintOf(desired, ofConcern, settings),
    changes,
    refusals: refusalsFor(changes, { scope, desired: request.desired.length, managed: managed.size, allowDelete }),
    findings: findingsOf(desired, liveByKey, request),
  }
}

function wantedChange(
  desired: DesiredDeployment,
  liveByKey: ReadonlyMap<string, LiveDeployment>,
  { scope, codeDirectory }: PlanRequest,
): readonly Change[] {
  const live = liveByKey.get(desired.key)
  if (live === undefined) {
    const former = desired.renamedFrom === undefined ? undefined : liveByKey.get(desired.renamedFrom)
    return [creationOf(desired, { scope, former, codeDirectory })]
  }
  // wanting what another scope owns is a finding; there is nothing to plan for it
  return ownershipOf(live, scope).owner === 'foreign' ? [] : [changeFor(desired, live, scope)]
}

function findingsOf(
  desired: readonly DesiredDeployment[],
  liveByKey: ReadonlyMap<string, LiveDeployment>,
  { scope, workPools, codeDirectory }: PlanRequest,
): readonly Finding[] {
  const pools = workPools.map(({ name }) => name)
  return desired.flatMap((one) =>
    liveFindings(one, { live: liveByKey.get(one.key), scope, pools, codeKnown: codeDirectory !== undefined }),
  )
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}
