import type { Ask } from '../automations/ask.ts'
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
 * is how long ended runs are kept: for ever when it is undefined. `ask` is how automations act.
 */
export function allServices({
  isActive,
  keep,
  ask,
}: {
  readonly isActive: boolean
  readonly keep: Stamp | undefined
  readonly ask: Ask
}): readonly Service[] {
  if (!isActive) return [newAutomations(ask)]
  const retention = keep === undefined ? [] : [newRetention(keep)]
  return [
    newScheduler(),
    foreman,
    lateRuns,
    pauseExpiry,
    newCancellationCleanup(),
    leaseExpiry,
    eventRetention,
    newAutomations(ask),
    ...retention,
  ]
}
