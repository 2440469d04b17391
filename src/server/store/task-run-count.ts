import { sql } from 'kysely'
import type { Intervals, StateCount } from './flow-run-history.ts'
import { combined } from './predicate.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader } from './store.ts'
import { estimates } from './flow-run-text.ts'
import { type TaskRunFilters, taskRunTerms } from './task-run.ts'

/** Counts task runs by when they should start and which state they are in (`run_history`, `S:api/run_history.py`). */
export async function countTaskRunsByInterval(
  db: Reader,
  filters: TaskRunFilters,
  { start, length, count }: Intervals,
  now: Stamp,
): Promise<readonly StateCount[]> {
  const { runTime, startTimeDelta } = estimates(now, 'task_run')
  // The real server rounds to milliseconds before it cuts.
  const millis = sql`floor((expected_start_time - ${start}) / 1000.0 + 0.5)`
  return db
    .selectFrom('task_run')
    .select(['state_type', 'state_name'])
    .select(({ fn }) => [
      sql<number>`cast(floor(${millis} * 1000.0 / ${length}) as integer)`.as('piece'),
      fn.countAll<number>().as('count_runs'),
      sql<number>`sum(max(0, ${runTime}))`.as('sum_estimated_run_time'),
      sql<number>`sum(${startTimeDelta})`.as('sum_estimated_lateness'),
    ])
    .where('expected_start_time', '>=', start)
    .where('expected_start_time', '<', start + count * length)
    .where(combined('and_', taskRunTerms(filters)))
    .groupBy(['piece', 'state_type', 'state_name'])
    .orderBy('piece')
    .orderBy('state_type')
    .orderBy('state_name')
    .execute()
}

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
    .where('state_type', 'in', ['COMPLETED', 'CANCELLED', 'FAILED', 'CRASHED'])
    .where(combined('and_', taskRunTerms(filters)))
    .groupBy('piece')
    .execute()
}
