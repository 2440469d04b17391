import { newScheduler } from '../scheduling/scheduler.ts'
import { newCancellationCleanup } from './cancellation-cleanup.ts'
import { lateRuns } from './late-runs.ts'
import { leaseExpiry } from './lease-expiry.ts'
import { pauseExpiry } from './pause-expiry.ts'
import type { Service } from './service.ts'

/** Everything that the server does by itself. */
export function allServices(): readonly Service[] {
  return [newScheduler(), lateRuns, pauseExpiry, newCancellationCleanup(), leaseExpiry]
}
