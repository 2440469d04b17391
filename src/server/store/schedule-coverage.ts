import { sql } from 'kysely'
import type { Coverage } from '../model/refill.ts'
import { MIN_RUNS } from '../model/refill.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader } from './store.ts'

/** How far the runs of an active schedule of a deployment that is not paused reach. */
export type ScheduleCoverage = Coverage & { readonly scheduleId: string; readonly deploymentId: string }

/** Those of some deployments. */
export async function readCoverage(
  db: Reader,
  deploymentIds: readonly string[],
  now: Stamp,
): Promise<readonly ScheduleCoverage[]> {
  const wanted = sql`schedule.deployment_id in (select value from json_each(${JSON.stringify(deploymentIds)}))`
  return (await sql<ScheduleCoverage>`${coverage(now)} where ${wanted} and ${WANTS_RUNS}`.execute(db)).rows
}

/** A page of those of all, by deployment and schedule, after the one that ended the page before. */
export async function pageCoverage(
  db: Reader,
  after: Pick<ScheduleCoverage, 'deploymentId' | 'scheduleId'>,
  now: Stamp,
  limit: number,
): Promise<readonly ScheduleCoverage[]> {
  const wanted = sql`(schedule.deployment_id, schedule.id) > (${after.deploymentId}, ${after.scheduleId})`
  const order = sql`order by schedule.deployment_id, schedule.id limit ${limit}`
  return (await sql<ScheduleCoverage>`${coverage(now)} where ${wanted} and ${WANTS_RUNS} ${order}`.execute(db)).rows
}

const WANTS_RUNS = sql`schedule.active = 1 and deployment.paused = 0`

function coverage(now: Stamp) {
  return sql`select schedule.id as "scheduleId", schedule.deployment_id as "deploymentId",
      ${nthRunFromEnd(0, now)} as "last", ${nthRunFromEnd(MIN_RUNS - 1, now)} as "nthLast"
    from deployment_schedule as schedule join deployment on deployment.id = schedule.deployment_id`
}

/**
 * Any other index would be gone through for each schedule; the conditions stand as this one has them. Without the plus,
 * the column would lend its type to the expression, and SQLite could not look it up.
 */
function nthRunFromEnd(offset: number, now: Stamp) {
  return sql`(select next_scheduled_start_time from flow_run indexed by flow_run_of_schedule
    where json_extract(created_by, '$.id') = +schedule.id and auto_scheduled = 1 and state_type = 'SCHEDULED'
      and next_scheduled_start_time >= ${now}
    order by next_scheduled_start_time desc limit 1 offset ${sql.lit(offset)})`
}
