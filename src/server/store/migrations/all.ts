import type { MigrationProvider } from 'kysely/migration'
import { registration } from './0001-registration.ts'
import { scheduledRuns } from './0002-scheduled-runs.ts'
import { runs } from './0003-runs.ts'
import { leases } from './0004-leases.ts'
import { logsAndEvents } from './0005-logs-and-events.ts'
import { taskQueue } from './0006-task-queue.ts'
import { work } from './0007-work.ts'
import { automations } from './0008-automations.ts'
import { blocksAndArtifacts } from './0009-blocks-and-artifacts.ts'

/** Every migration by its name, in order. A name that was released is never changed: the file remembers it. */
export const MIGRATIONS: MigrationProvider = {
  getMigrations: async () => ({
    '0001-registration': registration,
    '0002-scheduled-runs': scheduledRuns,
    '0003-runs': runs,
    '0004-leases': leases,
    '0005-logs-and-events': logsAndEvents,
    '0006-task-queue': taskQueue,
    '0007-work': work,
    '0008-automations': automations,
    '0009-blocks-and-artifacts': blocksAndArtifacts,
  }),
}
