import { sql } from 'kysely'
import type { StateType } from '../../generated/prefect-api.ts'
import type { Stamp } from '../model/stamp.ts'
import { estimates } from './flow-run-text.ts'
import { type Predicate, combined } from './predicate.ts'
import type { Reader } from './store.ts'

/** A stretch of time, cut into `count` pieces of the same `length`. All in microseconds. */
export type Intervals = { readonly start: Stamp; readonly length: number; readonly count: number }

/** The runs of one state in one piece; times in seconds. */
export type StateCount = {
  /** Which piece, from 0. */
  readonly piece: number
  readonly state_type: StateType | null
  readonly state_name: string | null
  readonly count_runs: number
  readonly sum_estimated_run_time: number
  readonly sum_estimated_lateness: number
}

/**
 * Counts the runs that meet all `terms` by when they should start and which state they are in (`run_history`,
 * `prefect/server/api/run_history.py`), in the order of the pieces.
 */
export async function countByInterval(
  db: Reader,
  table: 'flow_run' | 'task_run',
  terms: readonly Predicate[],
  { start, length, count, now }: Intervals & { readonly now: Stamp },
): Promise<readonly StateCount[]> {
  const { runTime, startTimeDelta } = estimates(now, table)
  // Prefect rounds to milliseconds before it divides into pieces.
  const millis = sql`floor((expected_start_time - ${start}) / 1000.0 + 0.5)`
  const { rows } = await sql<StateCount>`
    select state_type, state_name, cast(floor(${millis} * 1000.0 / ${length}) as integer) as piece,
      count(*) as count_runs, sum(max(0, ${runTime})) as sum_estimated_run_time,
      sum(${startTimeDelta}) as sum_estimated_lateness
    from ${sql.table(table)}
    where expected_start_time >= ${start} and expected_start_time < ${start + count * length}
      and ${combined('and_', terms)}
    group by piece, state_type, state_name order by piece, state_type, state_name`.execute(db)
  return rows
}
