import type { LiveDeployment } from '../model/deployment.ts'
import type { Change, Refusal } from '../model/plan.ts'
import { pauseOf } from './change.ts'
import { ownershipOf, removalOf } from './ownership.ts'

/** More than this share of what we manage, from `BRAKE_FROM` on, is not deleted unless the number is named. */
const BRAKE_PERCENT = 20
const BRAKE_FROM = 10

export type PruneOptions = {
  readonly scope: string
  readonly prune: boolean
  readonly pruneAdopted: boolean
  /** Keys that another spec says it was renamed from. */
  readonly renamed: ReadonlySet<string>
}

/** What becomes of a managed deployment that no spec wants. */
export function removalFor(live: LiveDeployment, { scope, prune, pruneAdopted, renamed }: PruneOptions): Change {
  const wasRenamed = renamed.has(live.key)
  const reason = wasRenamed ? 'renamed' : 'not_desired'
  const kept = (why: 'kept' | 'kept_by_mark' | 'kept_adopted'): Change => ({
    action: 'noop',
    reason: why,
    key: live.key,
    live,
    schedules: [],
  })
  const ownership = ownershipOf(live, scope)
  if (!prune) return wasRenamed ? pauseOf(live, 'renamed') : kept('kept')
  // the tag is the licence to prune; a label alone may be what a copy brought along
  if (ownership.owner !== 'managed' || !ownership.tagged) return kept('kept')
  const { onRemove } = removalOf(live, scope)
  if (onRemove === 'keep') return kept('kept_by_mark')
  if (onRemove === 'pause') return pauseOf(live, reason)
  if (!ownership.created && !pruneAdopted) return kept('kept_adopted')
  return { action: 'prune', reason, key: live.key, live, consequences: [{ kind: 'runs_deleted' }] }
}

/**
 * The brakes: a plan that would delete too much, or what is protected, is refused with its numbers. They look at the
 * sizes of the sets and not at single deployments, so that one odd deployment cannot disarm them.
 */
export function refusalsFor(
  changes: readonly Change[],
  args: { readonly scope: string; readonly desired: number; readonly managed: number; readonly allowDelete?: number },
): readonly Refusal[] {
  const prunes = changes.filter((change) => change.action === 'prune')
  const protectedKeys = prunes.filter(({ live }) => removalOf(live, args.scope).protect).map(({ key }) => key)
  const percent = Math.round((100 * prunes.length) / Math.max(1, args.managed))
  const { allowDelete } = args
  const allowed = allowDelete === prunes.length
  return [
    ...(allowDelete !== undefined && !allowed
      ? [{ code: 'prune_count_differs', prunes: prunes.length, allowed: allowDelete } as const]
      : []),
    ...(protectedKeys.length > 0 ? [{ code: 'prune_protected', keys: protectedKeys } as const] : []),
    ...(prunes.length > 0 && args.desired === 0 && !allowed
      ? [{ code: 'prune_nothing_desired', prunes: prunes.length } as const]
      : []),
    ...(args.managed >= BRAKE_FROM && percentAbove(prunes.length, args.managed) && !allowed
      ? [{ code: 'prune_too_many', prunes: prunes.length, managed: args.managed, percent } as const]
      : []),
  ]
}

function percentAbove(part: number, whole: number): boolean {
  return part * 100 > whole * BRAKE_PERCENT
}
