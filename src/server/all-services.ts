import type { Reach } from './automations/action-attempt.ts'
import { newAutomations } from './automations/service.ts'
import { newScheduler } from './scheduling/scheduler.ts'
import { newCancellationCleanup } from './services/cancellation-cleanup.ts'
import { eventRetention } from './services/event-retention.ts'
import { foreman } from './services/foreman.ts'
import { lateRuns } from './services/late-runs.ts'
import { leaseExpiry } from './services/lease-expiry.ts'
import { pauseExpiry } from './services/pause-expiry.ts'
import { newRetention } from './services/retention.ts'
import type { Service } from './services/service.ts'
import type { Stamp } from './model/stamp.ts'

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
  readonly reach: Omit<Reach, 'signal'>
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
