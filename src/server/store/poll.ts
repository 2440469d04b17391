import { type SqlBool, sql } from 'kysely'
import { type ToldDeployment, type ToldQueue, toldDeployments, toldQueues } from './told.ts'
import { flowRunOrder } from './flow-run-order.ts'
import { type WholeFlowRunRow, wholeFlowRuns } from './flow-run-text.ts'
import { QUEUE_SLOT_STATES } from '../model/state.ts'
import { among, literals } from './predicate.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { FlowRunRow, WorkPoolRow, WorkQueueRow } from './tables.ts'

/** A pool as far as polling goes. */
export type PolledPool = Pick<WorkPoolRow, 'id' | 'is_paused' | 'concurrency_limit'>

/** A queue as far as polling goes. */
export type PolledQueue = Pick<
  WorkQueueRow,
  'id' | 'name' | 'is_paused' | 'concurrency_limit' | 'priority' | 'status' | 'last_polled'
>

export function readPolledPool(db: Reader, name: string): Promise<PolledPool | undefined> {
  const pools = db.selectFrom('work_pool').select(['id', 'is_paused', 'concurrency_limit'])
  return pools.where('name', '=', name).executeTakeFirst()
}

/** All queues of a pool, the most urgent first. */
export function readPolledQueues(db: Reader, poolId: string): Promise<readonly PolledQueue[]> {
  return db
    .selectFrom('work_queue')
    .select(['id', 'name', 'is_paused', 'concurrency_limit', 'priority', 'status', 'last_polled'])
    .where('work_pool_id', '=', poolId)
    .orderBy('priority')
    .orderBy('id')
    .execute()
}

/** How many runs hold a slot, by queue; queues without any are missing. */
export async function countBusy(db: Reader, queueIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ id: string; busy: number }>`select work_queue_id as id, count(*) as busy
    from flow_run indexed by flow_run_queue
    where ${among('work_queue_id', queueIds)} and state_type in ${literals(QUEUE_SLOT_STATES)} group by work_queue_id`.execute(
    db,
  )
  return new Map(rows.rows.map(({ id, busy }) => [id, busy]))
}

/** From when until when runs are wanted; both ends belong to it. */
export type Window = { readonly after: Stamp | undefined; readonly before: Stamp | undefined }

/** The runs of a queue that can begin, the earliest first. Those that retry within their process wait for no worker. */
export async function findStartable(
  db: Reader,
  queueId: string,
  { after, before }: Window,
  limit: number,
): Promise<readonly FlowRunRow[]> {
  const rows = await sql<FlowRunRow>`select * from flow_run indexed by flow_run_waiting
    where work_queue_id = ${queueId} and state_type = 'SCHEDULED'
      and coalesce(empirical_policy ->> '$.retry_type', '') <> 'in_process'
      ${before === undefined ? sql`` : sql`and next_scheduled_start_time <= ${before}`}
      ${after === undefined ? sql`` : sql`and next_scheduled_start_time >= ${after}`}
    order by next_scheduled_start_time limit ${limit}`.execute(db)
  return rows.rows
}

/** The runs of deployments that can begin by then, the earliest first. Only what the index holds is sorted. */
export async function findStartableOf(
  db: Reader,
  deploymentIds: readonly string[],
  { before, limit }: { readonly before: Stamp | undefined; readonly limit: number },
): Promise<readonly WholeFlowRunRow[]> {
  const first = sql<number>`(select rowid from flow_run indexed by flow_run_deployment
    where deployment_id in (select id from deployment where ${among('id', deploymentIds)}) and state_type = 'SCHEDULED'
      ${before === undefined ? sql`` : sql`and next_scheduled_start_time <= ${before}`}
    order by next_scheduled_start_time limit ${limit})`
  return wholeFlowRuns(db)
    .where(sql<SqlBool>`flow_run.rowid in ${first}`)
    .orderBy(flowRunOrder('NEXT_SCHEDULED_START_TIME_ASC'))
    .execute()
}

/** Notes that queues were polled; those that are paused stay so. Gives those that were not ready before. */
export async function markQueuesPolled(
  trx: Writer,
  queueIds: readonly string[],
  at: Stamp,
): Promise<readonly ToldQueue[]> {
  const woken = await toldQueues(trx, queueIds).where('work_queue.status', '=', 'NOT_READY').execute()
  await sql`update work_queue set last_polled = ${at}, updated = ${at},
      status = case status when 'NOT_READY' then 'READY' else status end
    where ${among('id', queueIds)}`.execute(trx)
  return woken
}

/** The deployments of some queues, or of some ids. */
export type DeploymentsBy = {
  readonly column: 'deployment.work_queue_id' | 'deployment.id'
  readonly ids: readonly string[]
}

/** Whether one of them was not polled since that moment. */
export async function isPollNews(db: Reader, by: DeploymentsBy, since: Stamp): Promise<boolean> {
  const found = await sql`select 1 from deployment where ${among(by.column, by.ids)}
    and (last_polled is null or last_polled < ${since}) limit 1`.execute(db)
  return found.rows.length > 0
}

/** Notes that deployments were polled, which leaves `updated` alone. Gives those that were not ready before. */
export async function markDeploymentsPolled(
  trx: Writer,
  by: DeploymentsBy,
  at: Stamp,
): Promise<readonly ToldDeployment[]> {
  const woken = await toldDeployments(trx)
    .where(among(by.column, by.ids))
    .where('deployment.status', '<>', 'READY')
    .execute()
  await sql`update deployment set status = 'READY', last_polled = ${at} where ${among(by.column, by.ids)}`.execute(trx)
  return woken
}

/** A status that ends by itself. */
export type Ending = { readonly id: string; readonly until: Stamp }

/** The ready queues, and until when they stay so if nobody polls. */
export async function readReadyQueues(db: Reader, polledFor: Stamp): Promise<readonly Ending[]> {
  const found = sql<Ending>`select id, last_polled + ${polledFor} as until from work_queue
    where status = 'READY' and last_polled is not null`
  return (await found.execute(db)).rows
}

/** The ready deployments, and until when they stay so if nobody polls them or their queues. */
export async function readReadyDeployments(db: Reader, polledFor: Stamp): Promise<readonly Ending[]> {
  const found = sql<Ending>`select deployment.id,
      max(deployment.last_polled, coalesce(work_queue.last_polled, 0)) + ${polledFor} as until
    from deployment left join work_queue on work_queue.id = deployment.work_queue_id
    where deployment.status = 'READY' and deployment.last_polled is not null`
  return (await found.execute(db)).rows
}

/** Marks queues as polled by nobody, and gives them. */
export async function markQueuesLeft(
  trx: Writer,
  queueIds: readonly string[],
  at: Stamp,
): Promise<readonly ToldQueue[]> {
  await sql`update work_queue set status = 'NOT_READY', updated = ${at} where ${among('id', queueIds)}`.execute(trx)
  return toldQueues(trx, queueIds).execute()
}

/** Marks deployments as polled by nobody, and gives them. */
export async function markDeploymentsLeft(
  trx: Writer,
  deploymentIds: readonly string[],
): Promise<readonly ToldDeployment[]> {
  await sql`update deployment set status = 'NOT_READY' where ${among('id', deploymentIds)}`.execute(trx)
  return toldDeployments(trx).where(among('deployment.id', deploymentIds)).execute()
}
