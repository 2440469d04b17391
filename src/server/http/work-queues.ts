import { isAbsent } from '../model/absent.ts'
import { momentOf } from '../model/moment.ts'
import { isConstraintError, refused } from '../problem.ts'
import { agentPool } from '../registration/assign-queue.ts'
import type { Services } from '../services.ts'
import { countAgentSlots, findAgentQueueId } from '../store/agent-queue.ts'
import type { Reader } from '../store/store.ts'
import { type WorkQueue, findAnyWorkQueues, readWorkQueueById } from '../store/work-queue.ts'
import { changeQueue, createQueue, removeQueue } from '../work/queues.ts'
import { pageOf } from './paging.ts'
import { NO_CONTENT, type Route, created, del, get, ok, patch, post } from './route.ts'

/** `/work_queues`: queues without the name of a pool, as agents used them and the engine still reads them. */
export function workQueueRoutes({ store }: Services): readonly Route[] {
  return [
    post('/work_queues/', {
      summary: "Make a work queue in the agents' pool",
      body: 'WorkQueueCreate',
      answers: { 201: 'WorkQueueResponse' },
      async handle({ body }) {
        const making = store.write(async (trx) => {
          const { pool, isNew } = await agentPool(trx, store)
          // the queue of that name came with the pool
          const isThere = isNew && body.name === 'default' && pool.default_queue_id !== null
          const fields = { ...body, filter: body.filter ?? null }
          const id = isThere ? pool.default_queue_id : await createQueue(trx, store, pool, fields)
          return readWorkQueueById(trx, id ?? '')
        })
        return created(await making.catch(nameTaken))
      },
    }),
    post('/work_queues/filter', {
      summary: 'Find work queues of any pool',
      body: 'WorkQueuesQuery',
      answers: { 200: { list: 'WorkQueueResponse' } },
      async handle({ body }) {
        const page = pageOf(body)
        const queues = store.read(async (db) => {
          const found = await findAnyWorkQueues(db, body.work_queues, page)
          return Promise.all(found.map((queue) => withSlots(db, queue)))
        })
        return ok(await queues)
      },
    }),
    get('/work_queues/name/{name}', {
      summary: "Read a work queue of the agents' pool by its name",
      answers: { 200: 'WorkQueueResponse' },
      async handle({ params }) {
        const queue = store.read(async (db) => {
          const id = await findAgentQueueId(db, params.name)
          if (id === undefined) throw notFound()
          return withSlots(db, await requireQueue(db, id))
        })
        return ok(await queue)
      },
    }),
    get('/work_queues/{id:uuid}', {
      summary: 'Read a work queue of any pool',
      answers: { 200: 'WorkQueueResponse' },
      handle: async ({ params }) =>
        ok(await store.read(async (db) => withSlots(db, await requireQueue(db, params.id)))),
    }),
    patch('/work_queues/{id:uuid}', {
      summary: 'Change a work queue',
      body: 'WorkQueueUpdate',
      answers: { 204: 'nothing' },
      async handle({ params: { id }, body: { last_polled: polled, ...body } }) {
        const change = { ...body, last_polled: isAbsent(polled) ? polled : momentOf(polled) }
        await store.write(async (trx) => {
          const queue = await readWorkQueueById(trx, id)
          if (queue === undefined) throw refused(404, `Work Queue ${id} not found`)
          await changeQueue(trx, store, queue, change)
        })
        return NO_CONTENT
      },
    }),
    del('/work_queues/{id:uuid}', {
      summary: 'Delete a work queue',
      answers: { 204: 'nothing' },
      async handle({ params }) {
        await store.write(async (trx) => removeQueue(trx, store, await requireQueue(trx, params.id)))
        return NO_CONTENT
      },
    }),
  ]
}

async function requireQueue(db: Reader, id: string): Promise<WorkQueue> {
  const queue = await readWorkQueueById(db, id)
  if (queue === undefined) throw notFound()
  return queue
}

/** Agents counted runs that are being cancelled, too. */
async function withSlots(db: Reader, queue: WorkQueue): Promise<WorkQueue> {
  if (queue.concurrency_limit === null) return queue
  return { ...queue, active_slots: await countAgentSlots(db, queue) }
}

function notFound() {
  return refused(404, 'work queue not found')
}

function nameTaken(error: unknown): never {
  if (isConstraintError(error)) throw refused(409, 'A work queue with this name already exists.')
  throw error
}
