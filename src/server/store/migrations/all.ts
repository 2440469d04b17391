import type { MigrationProvider } from 'kysely/migration'
import { registration } from './0001-registration.ts'
import { scheduledRuns } from './0002-scheduled-runs.ts'

/** Every migration by its name, in order. A name that was released is never changed: the file remembers it. */
export const MIGRATIONS: MigrationProvider = {
  getMigrations: async () => ({ '0001-registration': registration, '0002-scheduled-runs': scheduledRuns }),
}
