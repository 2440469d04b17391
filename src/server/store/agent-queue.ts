import { type SqlBool, sql } from 'kysely'
import { isJsonObject, type JsonObject } from '../../model/json.ts'
import { flowRunOrder } from './flow-run-order.ts'
import { type WholeFlowRunRow, wholeFlowRuns } from './flow-run-text.ts'
import { ALWAYS, type Predicate, among, combined, literals, tagTerms } from './predicate.ts'
import type { Stamp } from '../model/stamp.ts'
import { DEPLOYMENT_SLOT_STATES, QUEUE_SLOT_STATES } from '../model/state.ts'
import type { Reader } from './store.ts'
import { DEFAULT_AGENT_POOL } from './work-pool.ts'
import type { WorkQueue } from './work-queue.ts'

// Queues as agents used them: without a pool of their own, once with a filter (`prefect/server/models/work_queues.py`).

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

/** How many slots of the queue are taken. A queue with a filter does not count runs that are being cancelled. */
export async function countAgentSlots(db: Reader, queue: WorkQueue): Promise<number> {
  const which = queue.filter === null ? sql<SqlBool>`flow_run.work_queue_id = ${queue.id}` : runsOf(queue)
  return countHolding(db, queue, which)
}

/** How many of the runs that a poll of the queue looks at hold a slot: without a filter they are known by its name. */
function countPolledSlots(db: Reader, queue: WorkQueue): Promise<number> {
  return countHolding(db, queue, runsOf(queue))
}

async function countHolding(db: Reader, { filter }: WorkQueue, which: Predicate): Promise<number> {
  const states = literals(filter === null ? DEPLOYMENT_SLOT_STATES : QUEUE_SLOT_STATES)
  const { rows } = await sql<{ count: number }>`select count(*) as count from flow_run
    where state_type in ${states} and ${which}`.execute(db)
  return rows[0]?.count ?? 0
}

/** The runs of the queue that can begin by then, the earliest first, as many as there are free slots. */
export async function findAgentRuns(
  db: Reader,
  queue: WorkQueue,
  { before, limit }: { readonly before: Stamp | undefined; readonly limit: number },
): Promise<readonly WholeFlowRunRow[]> {
  if (queue.is_paused) return []
  const free = queue.concurrency_limit === null ? limit : queue.concurrency_limit - (await countPolledSlots(db, queue))
  if (free <= 0) return []
  return wholeFlowRuns(db)
    .where(sql<SqlBool>`flow_run.state_type = 'SCHEDULED'`)
    .where(runsOf(queue))
    .where(before === undefined ? ALWAYS : sql<SqlBool>`flow_run.next_scheduled_start_time <= ${before}`)
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
