import { boundedDelay } from '../../model/bounded-delay.ts'
import type { LimitView, TaskContext } from '../../model/context.ts'
import { hasFreeSlot } from './free-slot.ts'
import { ACCEPT, ANY, type TaskRule, type Verdict } from './rule.ts'
import type { TaskRunChanges } from '../../model/run.ts'

/** The longest that a task run is told to wait for a slot, in seconds (`tag_concurrency_slot_wait_seconds`). */
const MOST_WAIT_SECONDS = 10

/** Task runs renew no lease, so theirs holds for about 100 years (`V1_LEASE_TTL`). */
export const TAG_LEASE_SECONDS = 100 * 365 * 86_400

/**
 * A task run begins with a slot of every limit on its tags, or waits for as long as slots are usually held
 * (`SecureTaskConcurrencySlots`, `S:orchestration/core_policy.py`).
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
    if (never !== undefined) return { verdict: 'abort', reason: neverText(never) }
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

function neverText(limit: LimitView): string {
  return `The concurrency limit on tag "${tagOf(limit)}" is 0 and will deadlock if the task tries to run again.`
}

function waited(limits: readonly LimitView[], { chance }: TaskContext): Verdict<TaskRunChanges> {
  const fullest = limits.reduce((one, other) => (fullness(other) > fullness(one) ? other : one))
  const average = Math.min(fullest.averageOccupancySeconds || MOST_WAIT_SECONDS, MOST_WAIT_SECONDS)
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
  return name.replace(/^tag:/, '')
}
