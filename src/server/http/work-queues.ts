import { isAbsent } from '../absent.ts'
import { Hono } from 'hono'
import { momentOf } from '../moment.ts'
import { isConstraintError, refused } from '../problem.ts'
import type { Services } from '../services.ts'
import type { Reader } from '../store/store.ts'
import {
  type NewWorkQueue,
  type WorkQueue,
  deleteWorkQueue,
  findWorkQueues,
  insertWorkQueue,
  readWorkQueue,
  updateWorkQueue,
} from '../store/work-queue.ts'
import { bodyOf, queryOf } from './body.ts'
import { pageOf } from './paging.ts'
import { requirePool } from './work-pools.ts'

/** `/work_pools/{pool}/queues`. */
export function workQueueRoutes({ store }: Services): Hono {
  return new Hono({ strict: false })
    .post('/:pool/queues', async (c) => {
      const poolName = c.req.param('pool')
      const body = await bodyOf(c, 'WorkQueueCreate')
      const queue = await store
        .write(async (trx) => {
          const { id: poolId } = await requirePool(trx, poolName)
          const filter = body.filter
          const made: NewWorkQueue = { ...body, filter: filter ?? null, id: store.uuid(), at: store.now(), poolId }
          await insertWorkQueue(trx, made)
          return readWorkQueue(trx, poolName, body.name)
        })
        .catch(nameTaken)
      return c.json(queue, 201)
    })
    .post('/:pool/queues/filter', async (c) => {
      const query = await queryOf(c, 'WorkQueuesQuery')
      const page = pageOf(query)
      const queues = await store.read(async (db) => {
        const pool = await requirePool(db, c.req.param('pool'))
        return findWorkQueues(db, pool.id, query.work_queues, page)
      })
      return c.json(queues)
    })
    .get('/:pool/queues/:name', async (c) => {
      const { pool, name } = c.req.param()
      return c.json(await store.read((db) => requireQueue(db, pool, name)))
    })
    .patch('/:pool/queues/:name', async (c) => {
      const { pool, name } = c.req.param()
      const { last_polled: polled, ...body } = await bodyOf(c, 'WorkQueueUpdate')
      const change = { ...body, last_polled: isAbsent(polled) ? polled : momentOf(polled) }
      await store.write(async (trx) => {
        await requirePool(trx, pool)
        await updateWorkQueue(trx, await requireQueue(trx, pool, name), change, store.now())
      })
      return c.body(null, 204)
    })
    .delete('/:pool/queues/:name', async (c) => {
      const { pool: poolName, name } = c.req.param()
      await store.write(async (trx) => {
        const pool = await requirePool(trx, poolName)
        const queue = await requireQueue(trx, poolName, name)
        // Prefect answers 500 here, and deletes nothing either.
        if (queue.id === pool.default_queue_id) throw refused(409, "A work pool's default queue cannot be deleted.")
        await deleteWorkQueue(trx, queue.id)
      })
      return c.body(null, 204)
    })
}

async function requireQueue(db: Reader, pool: string, name: string): Promise<WorkQueue> {
  const queue = await readWorkQueue(db, pool, name)
  if (queue === undefined) throw refused(404, `Work pool queue '${pool}/${name}' not found.`)
  return queue
}

function nameTaken(error: unknown): never {
  // The placeholder is in Prefect's own answer.
  if (isConstraintError(error)) {
    throw refused(409, 'A work queue with this name already exists in work pool {work_pool_name!r}.')
  }
  throw error
}
