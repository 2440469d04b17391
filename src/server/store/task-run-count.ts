import { sql } from 'kysely'
import { TERMINAL } from '../model/state.ts'
import type { Intervals } from './run-history.ts'
import { combined } from './predicate.ts'
import type { Reader } from './store.ts'
import { type TaskRunFilters, taskRunTerms } from './task-run.ts'

/** How many task runs ended well and badly, by the piece of time in which they began. */
export function countEndedTaskRuns(db: Reader, filters: TaskRunFilters, { start, length }: Omit<Intervals, 'count'>) {
  const failed = sql`state_type in ('CRASHED', 'FAILED')`
  return db
    .selectFrom('task_run')
    .select([
      sql<number>`cast(floor((start_time - ${start}) * 1.0 / ${length}) as integer)`.as('piece'),
      sql<number>`sum(${failed})`.as('failed'),
      sql<number>`sum(not ${failed})`.as('completed'),
    ])
    .where('state_type', 'in', TERMINAL)
    .where(combined('and_', taskRunTerms(filters)))
    .groupBy('piece')
    .execute()
}
