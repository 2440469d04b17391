import type { Store, Writer } from '../store/store.ts'
import { AGENT_TYPE, DEFAULT_AGENT_POOL, type WorkPool, readWorkPool } from '../store/work-pool.ts'
import { readWorkQueue } from '../store/work-queue.ts'
import { poolNotFound } from '../work/not-found.ts'
import { createPool } from '../work/pools.ts'
import { createQueue } from '../work/queues.ts'

type Sent = { readonly work_pool_name?: string | null; readonly work_queue_name?: string | null }

/** The pool that a request names. Throws Prefect's 404 when there is none of that name. */
export async function namedPool(trx: Writer, name: string | null | undefined): Promise<WorkPool | undefined> {
  if (!name) return undefined
  const pool = await readWorkPool(trx, name)
  if (pool === undefined) throw poolNotFound(name)
  return pool
}

/**
 * The id of the queue that a request puts a deployment on: the named one of the named pool (made when missing), the
 * pool's default queue, or the named one of the agents' pool when no pool is named. Undefined: says nothing of it.
 */
export async function assignedQueueId(
  trx: Writer,
  store: Store,
  pool: WorkPool | undefined,
  sent: Sent,
): Promise<string | null | undefined> {
  const { work_queue_name: queue } = sent
  if (pool !== undefined) return queue ? ensuredQueueId(trx, store, pool, queue) : pool.default_queue_id
  if (!queue) return undefined
  const agents = await agentPool(trx, store)
  return ensuredQueueId(trx, store, agents.pool, queue)
}

/** The id of a pool's queue of that name, which is made when it is missing. */
export async function ensuredQueueId(trx: Writer, store: Store, pool: WorkPool, name: string): Promise<string> {
  const queue = await readWorkQueue(trx, pool.name, name)
  if (queue !== undefined) return queue.id
  return createQueue(trx, store, pool, { name })
}

/** The agents' pool, made if it is missing. */
export async function agentPool(
  trx: Writer,
  store: Store,
): Promise<{ readonly pool: WorkPool; readonly isNew: boolean }> {
  const known = await readWorkPool(trx, DEFAULT_AGENT_POOL)
  if (known !== undefined) return { pool: known, isNew: false }
  return { pool: await createPool(trx, store, { name: DEFAULT_AGENT_POOL, type: AGENT_TYPE }), isNew: true }
}
