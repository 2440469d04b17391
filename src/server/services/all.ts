import type { Means } from '../automations/doing.ts'
import { newAutomations } from '../automations/service.ts'
import { newScheduler } from '../scheduling/scheduler.ts'
import { newCancellationCleanup } from './cancellation-cleanup.ts'
import { eventRetention } from './event-retention.ts'
import { foreman } from './foreman.ts'
import { lateRuns } from './late-runs.ts'
import { leaseExpiry } from './lease-expiry.ts'
import { pauseExpiry } from './pause-expiry.ts'
import { newRetention } from './retention.ts'
import type { Service } from './service.ts'
import type { Stamp } from '../store/stamp.ts'

/**
 * Everything that the server does by itself: by the clock, where it `isActive`, and because of events in any case. `keep`
 * is how long ended runs are kept: for ever when it is undefined. `reach` is how automations act.
 */
export function allServices({
  isActive,
  keep,
  reach,
}: {
  readonly isActive: boolean
  readonly keep: Stamp | undefined
  readonly reach: Omit<Means, 'signal'>
}): readonly Service[] {
  if (!isActive) return [newAutomations(reach)]
  const retention = keep === undefined ? [] : [newRetention(keep)]
  return [
    newScheduler(),
    foreman,
    lateRuns,
    pauseExpiry,
    newCancellationCleanup(),
    leaseExpiry,
    eventRetention,
    newAutomations(reach),
    ...retention,
  ]
}
