import { sql } from 'kysely'
import { momentOf } from '../model/moment.ts'
import type { Stamp } from '../model/stamp.ts'
import { STATE_TYPES, isTerminal } from '../model/state.ts'
import { literals } from './predicate.ts'
import type { Reader } from './store.ts'

/** A run that waits for its time, and when that is. */
export type WaitingRun = { readonly id: string; readonly start: Stamp }

// The conditions stand as the index has them, or it could not be used.
const IS_WAITING = sql`state_type = 'SCHEDULED' and state_name = 'Scheduled'`

/** The runs that could have begun by then and are not marked late yet, the earliest first. */
export async function startableBefore(db: Reader, moment: Stamp, limit: number): Promise<readonly WaitingRun[]> {
  const found = sql<WaitingRun>`select id, next_scheduled_start_time as start from flow_run indexed by flow_run_due
    where ${IS_WAITING} and next_scheduled_start_time <= ${moment} order by next_scheduled_start_time limit ${limit}`
  return (await found.execute(db)).rows
}

/** When the next run that waits is to begin; undefined when none waits. */
export async function nextStart(db: Reader): Promise<Stamp | undefined> {
  const found = sql<{ start: Stamp }>`select next_scheduled_start_time as start from flow_run indexed by flow_run_due
    where ${IS_WAITING} and next_scheduled_start_time is not null order by next_scheduled_start_time limit 1`
  return (await found.execute(db)).rows[0]?.start
}

/** A run in a state that ends by itself, and when. */
export type EndingRun = { readonly id: string; readonly end: Stamp }

/** The runs that are paused until a moment, in no order. */
export async function readPauses(db: Reader): Promise<readonly EndingRun[]> {
  const found = sql<{ id: string; timeout: string }>`select id, state ->> '$.state_details.pause_timeout' as timeout
    from flow_run where state_type = 'PAUSED' and timeout is not null`
  return (await found.execute(db)).rows.map(({ id, timeout }) => ({ id, end: momentOf(timeout) ?? 0 }))
}

/** The runs that have been cancelling since that moment or longer, the longest first. */
export async function cancellingSince(db: Reader, moment: Stamp, limit: number): Promise<readonly string[]> {
  const found = sql<{ id: string }>`select id from flow_run
    where state_type = 'CANCELLING' and state_timestamp <= ${moment} order by state_timestamp limit ${limit}`
  return (await found.execute(db)).rows.map(({ id }) => id)
}

/** Since when a run has been cancelling for longest; undefined when none is being cancelled. */
export async function firstCancelling(db: Reader): Promise<Stamp | undefined> {
  const found = sql<{ since: Stamp | null }>`select min(state_timestamp) as since from flow_run
    where state_type = 'CANCELLING'`
  return (await found.execute(db)).rows[0]?.since ?? undefined
}

/** When the first run after that moment was cancelled; undefined when none was. */
export async function firstCancelledAfter(db: Reader, moment: Stamp): Promise<Stamp | undefined> {
  const found = sql<{ since: Stamp }>`select state_timestamp as since from flow_run indexed by flow_run_cancelled
    where state_type = 'CANCELLED' and state_timestamp > ${moment} order by state_timestamp limit 1`
  return (await found.execute(db)).rows[0]?.since
}

/** The task runs that have not ended although their flow runs were cancelled within that time. */
export async function tasksOfCancelled(db: Reader, within: Period, limit: number): Promise<readonly string[]> {
  const found = sql<{ id: string }>`select task_run.id from flow_run indexed by flow_run_cancelled
    cross join task_run on task_run.flow_run_id = flow_run.id
    where ${wasCancelled(within)} and task_run.state_type in ${GOES_ON} limit ${limit}`
  return (await found.execute(db)).rows.map(({ id }) => id)
}

/** A run that a task of another run has started. */
export type Subflow = { readonly id: string; readonly isDeployed: boolean }

/**
 * The subflows that have not ended although the runs around them were cancelled within that time. Those of deployments
 * that are being cancelled are left out: whoever runs them ends them.
 */
export async function subflowsOfCancelled(db: Reader, within: Period, limit: number): Promise<readonly Subflow[]> {
  const found = sql<{ id: string; deployment_id: string | null }>`
    select child.id, child.deployment_id from flow_run indexed by flow_run_cancelled
    cross join task_run on task_run.flow_run_id = flow_run.id
    cross join flow_run as child indexed by flow_run_parent on child.parent_task_run_id = task_run.id
    where ${wasCancelled(within)} and child.state_type in ${GOES_ON}
      and (child.deployment_id is null or child.state_type <> 'CANCELLING') limit ${limit}`
  return (await found.execute(db)).rows.map(({ id, deployment_id: deployment }) => ({
    id,
    isDeployed: deployment !== null,
  }))
}

export type Period = { readonly after: Stamp; readonly before: Stamp }

/** As the index `flow_run_cancelled` has it. */
function wasCancelled({ after, before }: Period) {
  const moment = sql.ref('flow_run.state_timestamp')
  return sql`flow_run.state_type = 'CANCELLED' and ${moment} > ${after} and ${moment} <= ${before}`
}

const GOES_ON = literals(STATE_TYPES.filter((type) => !isTerminal({ type })))
