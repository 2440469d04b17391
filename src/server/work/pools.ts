import { isAbsent } from '../model/absent.ts'
import { emitEvents } from '../events/emit-event.ts'
import { announce } from '../store/announcement.ts'
import type { Stamp } from '../model/stamp.ts'
import { WHOLE_LIST } from '../store/page.ts'
import type { Store, Writer } from '../store/store.ts'
import {
  AGENT_TYPE,
  type NewWorkPool,
  type PoolStatus,
  type WorkPool,
  type WorkPoolChange,
  deleteWorkPool,
  insertWorkPool,
  readWorkPoolById,
  updatePoolStatus,
  updateWorkPool,
} from '../store/work-pool.ts'
import { findWorkQueues } from '../store/work-queue.ts'
import { hasOnlineWorker } from '../store/worker.ts'
import { type Updates, poolEvent, poolStatusEvent, poolUpdatedEvent, queueEvent } from './work-events.ts'

// What is done with work pools, and told of it (`prefect/server/models/workers.py`).

/** Makes a pool with its queue `default`. Throws SQLite's constraint error for a name that is taken. */
export async function createPool(
  trx: Writer,
  store: Store,
  fields: Omit<NewWorkPool, 'id' | 'queueId' | 'at'>,
): Promise<WorkPool> {
  const queueId = store.uuid()
  const pool = await insertWorkPool(trx, { ...fields, id: store.uuid(), queueId, at: store.now() })
  const queue = { id: queueId, name: 'default', ...poolOfQueue(pool) }
  await emitEvents(trx, store, [queueEvent(store, queue, 'created'), poolEvent(store, pool, 'created')])
  return pool
}

/** Tells how a pool is that was just made. */
export async function tellFirstStatus(trx: Writer, store: Store, pool: WorkPool): Promise<void> {
  if (pool.status === null) return
  const event = { id: store.uuid(), at: store.now(), follows: null }
  await emitEvents(trx, store, [poolStatusEvent(pool, pool.status, event)])
}

/** Changes a pool. Unpaused, it is ready if one of its workers is there. */
export async function changePool(trx: Writer, store: Store, pool: WorkPool, change: WorkPoolChange): Promise<void> {
  const at = store.now()
  await updateWorkPool(trx, pool, change, at)
  const updates = differences(
    pool,
    await readWorkPoolById(trx, pool.id),
    EVENT_FIELDS.filter((name) => name in change),
  )
  if (Object.keys(updates).length > 0) await emitEvents(trx, store, [poolUpdatedEvent(store, pool, updates)])
  if (pool.type !== AGENT_TYPE && !isAbsent(change.is_paused)) {
    const isReady = !change.is_paused && (await hasOnlineWorker(trx, pool.id, at))
    await setPoolStatus(trx, store, pool, change.is_paused ? 'PAUSED' : isReady ? 'READY' : 'NOT_READY')
  }
  if (SNAPSHOT_FIELDS.some((name) => name in change)) {
    announce(trx, { kind: 'work_pool_changed', workPoolId: pool.id, isDeleted: false })
  }
}

const EVENT_FIELDS = ['description', 'base_job_template', 'concurrency_limit', 'storage_configuration'] as const
/** Changes of which workers are told (`prefect/server/utilities/worker_channel.py`). */
const SNAPSHOT_FIELDS = ['base_job_template', 'concurrency_limit', 'is_paused', 'storage_configuration'] as const

/**
 * A status this much later than the one before is not told as following it
 * (`_get_recent_preceding_work_pool_event_id`).
 */
const RECENT: Stamp = 600 * 1_000_000

/** Gives a pool a status and tells of it. */
export async function setPoolStatus(
  trx: Writer,
  store: Store,
  pool: WorkPool,
  status: PoolStatus['status'],
): Promise<void> {
  const [eventId, at] = [store.uuid(), store.now()]
  const before = await updatePoolStatus(trx, pool.id, { status, eventId, at })
  const follows = before !== undefined && at - before.at < RECENT ? before.eventId : null
  await emitEvents(trx, store, [poolStatusEvent(pool, status, { id: eventId, at, follows })])
  if (status === 'READY') announce(trx, { kind: 'became_ready' })
}

/** Deletes a pool with its queues and workers. Deployments stay, without a queue. */
export async function removePool(trx: Writer, store: Store, pool: WorkPool): Promise<void> {
  const queues = await findWorkQueues(trx, pool.id, undefined, WHOLE_LIST)
  const gone = queues.map((queue) => queueEvent(store, { ...queue, ...poolOfQueue(pool) }, 'deleted'))
  await emitEvents(trx, store, [...gone, poolEvent(store, pool, 'deleted')])
  await deleteWorkPool(trx, pool.id)
  announce(trx, { kind: 'work_pool_changed', workPoolId: pool.id, isDeleted: true })
}

/** What a queue says of its pool. */
export function poolOfQueue({ id, name, type }: Pick<WorkPool, 'id' | 'name' | 'type'>) {
  return { work_pool_id: id, work_pool_name: name, work_pool_type: type }
}

/** The fields that are not what they were. */
export function differences<Thing extends object>(
  before: Thing,
  after: Thing | undefined,
  names: readonly (string & keyof Thing)[],
): Updates {
  if (after === undefined) return {}
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  return Object.fromEntries(changed.map((name) => [name, { from: before[name], to: after[name] }]))
}
