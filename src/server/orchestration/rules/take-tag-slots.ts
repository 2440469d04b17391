import { boundedDelay } from '../../model/bounded-delay.ts'
import type { LimitView, TaskContext } from '../../model/context.ts'
import { MOST_WAIT_SECONDS } from '../../model/slot-wait.ts'
import { deadlockReason, tagOfName } from '../../model/tag-limit.ts'
import { hasFreeSlot } from './free-slot.ts'
import { ACCEPT, ANY, type TaskRule, type Verdict } from './rule.ts'
import type { TaskRunChanges } from '../../model/run.ts'

/** Task runs renew no lease, so theirs holds for about 100 years (`V1_LEASE_TTL`). */
export const TAG_LEASE_SECONDS = 100 * 365 * 86_400

/**
 * A task run begins with a slot of every limit on its tags, or waits for as long as slots are usually held
 * (`SecureTaskConcurrencySlots`, `prefect/server/orchestration/core_policy.py`).
 */
export const takeTagSlots: TaskRule = {
  name: 'take slots of the tags',
  from: ANY,
  to: ['RUNNING'],
  takeBack: () => ({}),
  before({ id }, _proposed, context) {
    const limits = context.tagLimits.filter(({ active }) => active)
    // Of several limits of 0, Prefect names the last.
    const never = limits.findLast(({ limit }) => limit === 0)
    if (never !== undefined) return { verdict: 'abort', reason: deadlockReason(tagOf(never)) }
    if (limits.length === 0) return ACCEPT
    if (!limits.every(hasFreeSlot)) return waited(limits, context)
    const { lease: leaseId } = context.ids
    const holder = { type: 'task_run', id } as const
    const limitIds = limits.map((limit) => limit.id)
    return {
      verdict: 'accept',
      effects: [{ kind: 'take-slots', leaseId, limitIds, seconds: TAG_LEASE_SECONDS, holder }],
    }
  },
}

function waited(limits: readonly LimitView[], { chance }: TaskContext): Verdict<TaskRunChanges> {
  const fullest = limits.reduce((one, other) => (fullness(other) > fullness(one) ? other : one))
  const average = Math.min(fullest.averageOccupancySeconds || MOST_WAIT_SECONDS.tag, MOST_WAIT_SECONDS.tag)
  return {
    verdict: 'wait',
    delaySeconds: Math.round(boundedDelay(average, { chance })),
    reason: `Concurrency limit reached for tags: ${limits.map(tagOf).join(', ')}`,
  }
}

function fullness({ activeSlots, limit }: LimitView): number {
  return activeSlots / limit
}

function tagOf({ name }: LimitView): string {
  return tagOfName(name) ?? name
}
