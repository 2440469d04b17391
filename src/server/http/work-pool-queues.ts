import { isAbsent } from '../model/absent.ts'
import { momentOf } from '../model/moment.ts'
import { isConstraintError, refused } from '../problem.ts'
import type { Services } from '../services.ts'
import type { Reader } from '../store/store.ts'
import { type WorkQueue, findWorkQueues, readWorkQueue, readWorkQueueById } from '../store/work-queue.ts'
import { queueNotFound } from '../work/not-found.ts'
import { changeQueueOfPool, createQueue, removeQueue } from '../work/queues.ts'
import { pageOf } from './paging.ts'
import { NO_CONTENT, type Route, created, del, get, ok, patch, post } from './route.ts'
import { requirePool } from './work-pools.ts'

/** `/work_pools/{pool}/queues`. */
export function workPoolQueueRoutes({ store }: Services): readonly Route[] {
  return [
    post('/work_pools/{pool_name}/queues', {
      summary: 'Make a work queue',
      body: 'WorkQueueCreate',
      answers: { 201: 'WorkQueueResponse' },
      async handle({ params, body }) {
        const queue = await store
          .write(async (trx) => {
            const pool = await requirePool(trx, params.pool_name)
            const id = await createQueue(trx, store, pool, { ...body, filter: body.filter ?? null })
            return readWorkQueueById(trx, id)
          })
          .catch(nameTaken)
        return created(queue)
      },
    }),
    post('/work_pools/{pool_name}/queues/filter', {
      summary: 'Find the queues of a work pool',
      body: 'WorkQueuesQuery',
      answers: { 200: { list: 'WorkQueueResponse' } },
      async handle({ params, body }) {
        const page = pageOf(body)
        const queues = store.read(async (db) => {
          const pool = await requirePool(db, params.pool_name)
          return findWorkQueues(db, pool.id, body.work_queues, page)
        })
        return ok(await queues)
      },
    }),
    get('/work_pools/{pool_name}/queues/{name}', {
      summary: 'Read a work queue',
      answers: { 200: 'WorkQueueResponse' },
      handle: async ({ params }) => ok(await store.read((db) => requireQueue(db, params.pool_name, params.name))),
    }),
    patch('/work_pools/{pool_name}/queues/{name}', {
      summary: 'Change a work queue',
      body: 'WorkQueueUpdate',
      answers: { 204: 'nothing' },
      async handle({ params, body: { last_polled: polled, ...body } }) {
        const change = { ...body, last_polled: isAbsent(polled) ? polled : momentOf(polled) }
        await store.write(async (trx) => {
          await requirePool(trx, params.pool_name)
          await changeQueueOfPool(trx, store, await requireQueue(trx, params.pool_name, params.name), change)
        })
        return NO_CONTENT
      },
    }),
    del('/work_pools/{pool_name}/queues/{name}', {
      summary: 'Delete a work queue',
      answers: { 204: 'nothing' },
      async handle({ params }) {
        await store.write(async (trx) => {
          const pool = await requirePool(trx, params.pool_name)
          const queue = await requireQueue(trx, params.pool_name, params.name)
          // Prefect answers 500 here, and deletes nothing either.
          if (queue.id === pool.default_queue_id) throw refused(409, "A work pool's default queue cannot be deleted.")
          await removeQueue(trx, store, queue)
        })
        return NO_CONTENT
      },
    }),
  ]
}

async function requireQueue(db: Reader, pool: string, name: string): Promise<WorkQueue> {
  const queue = await readWorkQueue(db, pool, name)
  if (queue === undefined) throw queueNotFound(pool, name)
  return queue
}

function nameTaken(error: unknown): never {
  // The placeholder is in Prefect's own answer.
  if (isConstraintError(error)) {
    throw refused(409, 'A work queue with this name already exists in work pool {work_pool_name!r}.')
  }
  throw error
}
