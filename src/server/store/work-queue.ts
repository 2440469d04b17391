import { sql } from 'kysely'
import { isAbsent } from '../model/absent.ts'
import type { WorkQueueFilter } from '../model/requests.ts'
import type { JsonObject } from '../../model/json.ts'
import {
  type Stored,
  bit,
  jsonText,
  nullableJsonText,
  nullableStampText,
  storedPart,
  nullableObjectOf,
  setColumns,
} from './columns.ts'
import type { Page } from './page.ts'
import { QUEUE_SLOT_STATES } from '../model/state.ts'
import { ALWAYS, literals } from './predicate.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { WorkQueueRow } from './tables.ts'
import { workQueueMatches } from './work-pool-filter.ts'

export type WorkQueue = Stored & {
  readonly name: string
  readonly description: string | null
  readonly is_paused: boolean
  readonly concurrency_limit: number | null
  readonly priority: number
  readonly work_pool_id: string
  readonly work_pool_name: string
  readonly filter: JsonObject | null
  readonly last_polled: string | null
  readonly status: 'READY' | 'NOT_READY' | 'PAUSED'
  readonly active_slots: number | null
}

export async function readWorkQueue(db: Reader, poolName: string, name: string): Promise<WorkQueue | undefined> {
  const row = await withPool(db)
    .where('work_pool.name', '=', poolName)
    .where('work_queue.name', '=', name)
    .executeTakeFirst()
  return row && queueOf(row)
}

export async function readWorkQueueById(db: Reader, id: string): Promise<WorkQueue | undefined> {
  const row = await withPool(db).where('work_queue.id', '=', id).executeTakeFirst()
  return row && queueOf(row)
}

/** Queues of any pools in the order of their names. */
export async function findAnyWorkQueues(
  db: Reader,
  filter: WorkQueueFilter | null | undefined,
  page: Page,
): Promise<readonly WorkQueue[]> {
  const rows = await withPool(db)
    .where(isAbsent(filter) ? ALWAYS : workQueueMatches(filter))
    .orderBy('work_queue.name')
    .orderBy('work_queue.id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map(queueOf)
}

/** The queues of a pool, the most urgent first, of equals the oldest. */
export async function findWorkQueues(
  db: Reader,
  poolId: string,
  filter: WorkQueueFilter | null | undefined,
  page: Page,
): Promise<readonly WorkQueue[]> {
  const rows = await withPool(db)
    .where('work_queue.work_pool_id', '=', poolId)
    .where(isAbsent(filter) ? ALWAYS : workQueueMatches(filter))
    .orderBy('work_queue.priority')
    .orderBy('work_queue.created')
    .orderBy('work_queue.id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map(queueOf)
}

export type NewWorkQueue = {
  readonly id: string
  readonly at: Stamp
  readonly poolId: string
  readonly name: string
  readonly description?: string | null
  readonly is_paused?: boolean
  readonly concurrency_limit?: number | null
  /** Absent: the lowest that is free. Taken: the others move down. */
  readonly priority?: number | null
  readonly filter?: JsonObject | null
}

export async function insertWorkQueue(trx: Writer, queue: NewWorkQueue): Promise<void> {
  await trx
    .insertInto('work_queue')
    .values({
      id: queue.id,
      created: queue.at,
      updated: queue.at,
      work_pool_id: queue.poolId,
      name: queue.name,
      // A queue made without words, or with null for them, has none.
      description: queue.description ?? '',
      is_paused: bit(queue.is_paused ?? false),
      concurrency_limit: queue.concurrency_limit ?? null,
      priority: queue.priority ?? (await firstFreePriority(trx, queue.poolId)),
      filter: nullableJsonText(queue.filter ?? null),
      last_polled: null,
      // Only pausing it tells that it is paused.
      status: 'NOT_READY',
    })
    .execute()
  if (!isAbsent(queue.priority)) await makeRoom(trx, { id: queue.id, work_pool_id: queue.poolId }, queue.at)
}

export type WorkQueueChange = {
  readonly name?: string | null
  readonly description?: string | null
  readonly is_paused?: boolean
  readonly concurrency_limit?: number | null
  readonly priority?: number | null
  readonly last_polled?: Stamp | null
  readonly filter?: JsonObject | null
  readonly status?: WorkQueue['status']
}

/** Sets what is given. The other queues of the pool stay where they are: that is for `makeRoom`. */
export async function updateWorkQueue(
  trx: Writer,
  queue: WorkQueue,
  change: WorkQueueChange,
  at: Stamp,
): Promise<void> {
  const { is_paused: paused, filter, ...rest } = change
  const values = setColumns<WorkQueueRow>({
    ...rest,
    is_paused: paused === undefined ? undefined : bit(paused),
    filter: filter === undefined ? undefined : filter && jsonText(filter),
    updated: at,
  })
  await trx.updateTable('work_queue').set(values).where('id', '=', queue.id).execute()
}

export async function deleteWorkQueue(trx: Writer, id: string): Promise<void> {
  await trx.deleteFrom('work_queue').where('id', '=', id).execute()
}

async function firstFreePriority(db: Reader, poolId: string): Promise<number> {
  const rows = await db
    .selectFrom('work_queue')
    .select('priority')
    .where('work_pool_id', '=', poolId)
    .orderBy('priority')
    .execute()
  // Two may have the same: the second of them is what the real server takes for a gap, too.
  const gap = rows.findIndex(({ priority }, index) => priority !== index + 1)
  return (gap < 0 ? rows.length : gap) + 1
}

/** Moves the queues of its pool that this one has pushed away: each below the one before it, no more than needed. */
export async function makeRoom(
  trx: Writer,
  { id, work_pool_id: poolId }: Pick<WorkQueue, 'id' | 'work_pool_id'>,
  at: Stamp,
): Promise<void> {
  const rows = await trx
    .selectFrom('work_queue')
    .select(['id', 'priority'])
    .where('work_pool_id', '=', poolId)
    .orderBy('priority')
    .execute()
  const order = rows.toSorted((a, b) => a.priority - b.priority || Number(b.id === id) - Number(a.id === id))
  // The lowest of all pushes nobody away, and is not pushed.
  if (order.at(-1)?.id === id) order.pop()
  let last = 0
  for (const row of order) {
    const priority = Math.max(row.priority, last + 1)
    if (priority !== row.priority) {
      await trx.updateTable('work_queue').set({ priority, updated: at }).where('id', '=', row.id).execute()
    }
    last = priority
  }
}

function withPool(db: Reader) {
  return db
    .selectFrom('work_queue')
    .innerJoin('work_pool', 'work_pool.id', 'work_queue.work_pool_id')
    .selectAll('work_queue')
    .select(['work_pool.name as work_pool_name', ACTIVE_SLOTS])
}

/** How many runs hold a slot, only counted where slots are limited. */
const ACTIVE_SLOTS = sql<number | null>`case when work_queue.concurrency_limit is null then null else (
  select count(*) from flow_run where flow_run.work_queue_id = work_queue.id
    and flow_run.state_type in ${literals(QUEUE_SLOT_STATES)}) end`.as('active_slots')

type WholeRow = WorkQueueRow & { readonly work_pool_name: string; readonly active_slots: number | null }

function queueOf(row: WholeRow): WorkQueue {
  return {
    ...storedPart(row),
    name: row.name,
    description: row.description,
    is_paused: row.is_paused === 1,
    concurrency_limit: row.concurrency_limit,
    priority: row.priority,
    work_pool_id: row.work_pool_id,
    filter: nullableObjectOf(row.filter),
    last_polled: nullableStampText(row.last_polled),
    work_pool_name: row.work_pool_name,
    status: row.status,
    active_slots: row.active_slots,
  }
}
