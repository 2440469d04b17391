import { emitEvents } from '../events/emit-event.ts'
import { isAbsent } from '../model/absent.ts'
import { announce } from '../store/announcement.ts'
import { momentOf } from '../model/moment.ts'
import { INTEGRITY_CONFLICT, refused } from '../problem.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Store, Writer } from '../store/store.ts'
import { type WorkPool, readWorkPoolById } from '../store/work-pool.ts'
import {
  type NewWorkQueue,
  type WorkQueue,
  type WorkQueueChange,
  deleteWorkQueue,
  insertWorkQueue,
  makeRoom,
  readWorkQueueById,
  updateWorkQueue,
} from '../store/work-queue.ts'
import { differences, poolOfQueue } from './pools.ts'
import type { ToldQueue } from '../store/told.ts'
import { queueEvent, queueUpdatedEvent } from './work-events.ts'

// What is done with work queues, and told of it (`prefect/server/models/workers.py`,
// `prefect/server/models/work_queues.py`).

/** A queue counts as polled for so long after the last time. */
export const POLLED_FOR: Stamp = 60 * 1_000_000

/** Makes a queue. Throws SQLite's constraint error for a name that its pool has already. */
export async function createQueue(
  trx: Writer,
  store: Store,
  pool: Pick<WorkPool, 'id' | 'name' | 'type'>,
  fields: Omit<NewWorkQueue, 'id' | 'at' | 'poolId'>,
): Promise<string> {
  const id = store.uuid()
  await insertWorkQueue(trx, { ...fields, id, at: store.now(), poolId: pool.id })
  await emitEvents(trx, store, [queueEvent(store, { id, name: fields.name, ...poolOfQueue(pool) }, 'created')])
  return id
}

/**
 * Changes a queue, and no other of its pool. Unpaused, it is ready if it was polled lately. Throws Prefect's 409 of a
 * description that is null.
 */
export async function changeQueue(trx: Writer, store: Store, queue: WorkQueue, change: WorkQueueChange): Promise<void> {
  if (change.description === null) throw refused(409, INTEGRITY_CONFLICT)
  const at = store.now()
  const status = statusOf(queue, change, at)
  await updateWorkQueue(trx, queue, { ...change, ...(status && { status }) }, at)
  const changed = await readWorkQueueById(trx, queue.id)
  if (changed === undefined) return
  const told = await toldQueue(trx, changed)
  const updates = differences(
    queue,
    changed,
    EVENT_FIELDS.filter((name) => name in change),
  )
  await emitEvents(trx, store, [
    ...(Object.keys(updates).length > 0 ? [queueUpdatedEvent(store, told, updates)] : []),
    ...(status === undefined ? [] : [queueEvent(store, told, status)]),
  ])
  if (status === 'READY') announce(trx, { kind: 'became_ready' })
}

/** Changes a queue of a pool, whose others make room for its priority. Throws Prefect's 409 as `changeQueue` does. */
export async function changeQueueOfPool(
  trx: Writer,
  store: Store,
  queue: WorkQueue,
  change: WorkQueueChange,
): Promise<void> {
  await changeQueue(trx, store, queue, change)
  if (!isAbsent(change.priority)) await makeRoom(trx, queue, store.now())
}

const EVENT_FIELDS = ['name', 'description', 'concurrency_limit', 'priority'] as const

/** The status that a change brings about; undefined when it stays. */
function statusOf(queue: WorkQueue, change: WorkQueueChange, now: Stamp): WorkQueue['status'] | undefined {
  if (change.is_paused === true) return queue.status === 'PAUSED' ? undefined : 'PAUSED'
  if (change.is_paused !== false || queue.status !== 'PAUSED') return undefined
  const before = queue.last_polled === null ? undefined : momentOf(queue.last_polled)
  const polled = change.last_polled === undefined ? before : change.last_polled
  return typeof polled === 'number' && now - polled <= POLLED_FOR ? 'READY' : 'NOT_READY'
}

/** Deletes a queue. Deployments and runs stay, without a queue. */
export async function removeQueue(trx: Writer, store: Store, queue: WorkQueue): Promise<void> {
  await emitEvents(trx, store, [queueEvent(store, await toldQueue(trx, queue), 'deleted')])
  await deleteWorkQueue(trx, queue.id)
}

async function toldQueue(trx: Writer, queue: WorkQueue): Promise<ToldQueue> {
  const pool = await readWorkPoolById(trx, queue.work_pool_id)
  return { ...queue, work_pool_type: pool?.type ?? '' }
}
