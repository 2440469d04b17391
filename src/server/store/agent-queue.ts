import { type SqlBool, sql } from 'kysely'
import { isJsonObject, type JsonObject } from '../../model/json.ts'
import { flowRunOrder } from './flow-run-order.ts'
import { type WholeFlowRunRow, wholeFlowRuns } from './flow-run-text.ts'
import { type Predicate, among, combined, tagTerms } from './predicate.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader } from './store.ts'
import { DEFAULT_AGENT_POOL } from './work-pool.ts'
import type { WorkQueue } from './work-queue.ts'

// Queues as agents used them: without a pool of their own, once with a filter (`S:models/work_queues.py`).

/** The id of the queue of that name in the agents' pool; of any such queue as long as there is no such pool. */
export async function findAgentQueueId(db: Reader, name: string): Promise<string | undefined> {
  const rows = await sql<{ id: string }>`select work_queue.id from work_queue
    where name = ${name} and work_pool_id = coalesce((select id from work_pool where name = ${DEFAULT_AGENT_POOL}),
      work_pool_id) limit 1`.execute(db)
  return rows.rows[0]?.id
}

/** Which runs belong to the queue: those that name it, or those that its filter lets through. */
function runsOf({ name, filter }: WorkQueue): Predicate {
  if (filter === null) return sql<SqlBool>`flow_run.work_queue_name = ${name}`
  const ids = textsOf(filter, 'deployment_ids')
  return combined('and_', [
    sql<SqlBool>`flow_run.deployment_id is not null`,
    ...tagTerms('flow_run.tags', { all_: textsOf(filter, 'tags') }),
    ...(ids === undefined ? [] : [among('flow_run.deployment_id', ids)]),
  ])
}

function textsOf(filter: JsonObject, name: string): readonly string[] | undefined {
  const value = isJsonObject(filter) ? filter[name] : undefined
  return Array.isArray(value) ? value.map(String) : undefined
}

/** How many slots of the queue are taken. */
export async function countAgentSlots(db: Reader, queue: WorkQueue): Promise<number> {
  const states = queue.filter === null ? sql`('PENDING', 'RUNNING', 'CANCELLING')` : sql`('PENDING', 'RUNNING')`
  const which = queue.filter === null ? sql`flow_run.work_queue_id = ${queue.id}` : runsOf(queue)
  const rows = await sql<{ count: number }>`select count(*) as count from flow_run
    where state_type in ${states} and ${which}`.execute(db)
  return rows.rows[0]?.count ?? 0
}

/** How many of the runs that belong to the queue hold a slot where it is polled. */
async function countTaken(db: Reader, queue: WorkQueue): Promise<number> {
  const states = queue.filter === null ? sql`('PENDING', 'RUNNING', 'CANCELLING')` : sql`('PENDING', 'RUNNING')`
  const rows = await sql<{ count: number }>`select count(*) as count from flow_run
    where state_type in ${states} and ${runsOf(queue)}`.execute(db)
  return rows.rows[0]?.count ?? 0
}

/** The runs of the queue that can begin by then, the earliest first, as many as there are free slots. */
export async function findAgentRuns(
  db: Reader,
  queue: WorkQueue,
  { before, limit }: { readonly before: Stamp | undefined; readonly limit: number },
): Promise<readonly WholeFlowRunRow[]> {
  if (queue.is_paused) return []
  const free = queue.concurrency_limit === null ? limit : queue.concurrency_limit - (await countTaken(db, queue))
  if (free <= 0) return []
  return wholeFlowRuns(db)
    .where(sql<SqlBool>`flow_run.state_type = 'SCHEDULED'`)
    .where(runsOf(queue))
    .where(before === undefined ? sql<SqlBool>`1` : sql<SqlBool>`flow_run.next_scheduled_start_time <= ${before}`)
    .orderBy(flowRunOrder('NEXT_SCHEDULED_START_TIME_ASC'))
    .limit(Math.min(free, limit))
    .execute()
}

/** How many runs of the queue are late. */
export async function countLate(db: Reader, queueId: string): Promise<number> {
  const rows = await sql<{ count: number }>`select count(*) as count from flow_run
    where work_queue_id = ${queueId} and state_type = 'SCHEDULED' and state_name = 'Late'`.execute(db)
  return rows.rows[0]?.count ?? 0
}
