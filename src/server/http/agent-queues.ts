import { isAbsent } from '../model/absent.ts'
import { momentOf } from '../model/moment.ts'
import { Problem, isConstraintError, refused } from '../problem.ts'
import { agentPool } from '../registration/assign-queue.ts'
import type { Services } from '../services.ts'
import { countAgentSlots, countLate, findAgentQueueId, findAgentRuns } from '../store/agent-queue.ts'
import { flowRunText } from '../store/flow-run-text.ts'
import { listText } from '../store/json-text.ts'
import { findAgentSlotHolders } from '../store/slot-holder.ts'
import type { Reader, Store } from '../store/store.ts'
import { type WorkQueue, findAnyWorkQueues, readWorkQueueById } from '../store/work-queue.ts'
import { changeQueue, createQueue, removeQueue } from '../work/queues.ts'
import { recordAgentPoll } from '../work/record-poll.ts'
import { offsetOf, pageOf, pagesOf } from './paging.ts'
import { NO_CONTENT, type Route, created, del, get, ok, okJson, patch, post } from './route.ts'

/** `/work_queues`: queues without the name of a pool, as agents used them and the engine still reads them. */
export function agentQueueRoutes(services: Services): readonly Route[] {
  return [...queueRoutes(services), ...runRoutes(services)]
}

function queueRoutes({ store }: Services): readonly Route[] {
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

function runRoutes(services: Services): readonly Route[] {
  const { store } = services
  return [
    post('/work_queues/{id:uuid}/get_runs', {
      summary: 'Find the runs of a queue that may begin',
      body: 'WorkQueueRunsQuery',
      answers: { 200: { list: 'FlowRunResponse' } },
      async handle({ params, body, header }) {
        const { limit } = pageOf(body)
        const { scheduled_before: before } = body
        const wanted = { before: isAbsent(before) ? undefined : momentOf(before), limit }
        const { queue, runs } = await store.read(async (db) => {
          const found = await readWorkQueueById(db, params.id)
          if (found === undefined) throw missing(`Work queue with id ${params.id} not found.`)
          return { queue: found, runs: await findAgentRuns(db, found, wanted) }
        })
        // Prefect's web pages look without polling.
        if (!isTrue(header('x-prefect-ui'))) await recordAgentPoll(services, queue)
        const now = store.now()
        return okJson(listText(runs.map((run) => flowRunText(run, now))))
      },
    }),
    post('/work_queues/{id:uuid}/concurrency_status', {
      summary: 'Find the runs that hold the slots of a queue',
      body: 'WorkQueueConcurrencyQuery',
      answers: { 200: 'WorkQueueConcurrencyStatus' },
      async handle({ params, body }) {
        const page = body.page ?? 1
        const { limit } = pageOf(body)
        const { queue, holders } = await store.read(async (db) => {
          const found = await readWorkQueueById(db, params.id)
          if (found === undefined) throw refused(404, 'Work queue not found.')
          const stretch = { limit, offset: offsetOf((page - 1) * limit) }
          return { queue: found, holders: await findAgentSlotHolders(db, found, stretch, store.now()) }
        })
        const { count, runs } = holders
        return ok({
          active_slots: count,
          concurrency_limit: queue.concurrency_limit,
          flow_runs: runs,
          ...pagesOf({ count, limit, page }),
        })
      },
    }),
    get('/work_queues/{id:uuid}/status', {
      summary: 'Tell whether a queue is polled and has no late runs',
      answers: { 200: 'WorkQueueStatusDetail' },
      async handle({ params }) {
        const { queue, late } = await store.read(async (db) => {
          const found = await readWorkQueueById(db, params.id)
          if (found === undefined) throw missing(`Work queue with id ${params.id} not found`)
          return { queue: found, late: await countLate(db, found.id) }
        })
        return ok(statusOf(queue, late, store))
      },
    }),
  ]
}

const MOST_LATE = 0
const MOST_SECONDS = 60

function statusOf(queue: WorkQueue, late: number, store: Store) {
  const polled = queue.last_polled === null ? undefined : momentOf(queue.last_polled)
  const isPolled = polled !== undefined && store.now() - polled <= MOST_SECONDS * 1_000_000
  return {
    healthy: late <= MOST_LATE && isPolled,
    late_runs_count: late,
    last_polled: queue.last_polled,
    health_check_policy: { maximum_late_runs: MOST_LATE, maximum_seconds_since_last_polled: MOST_SECONDS },
  }
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

/** What Prefect's models do not find, as opposed to its routes. */
function missing(message: string) {
  return new Problem(404, { exception_message: message })
}

function notFound() {
  return refused(404, 'work queue not found')
}

function nameTaken(error: unknown): never {
  if (isConstraintError(error)) throw refused(409, 'A work queue with this name already exists.')
  throw error
}

/** As pydantic reads a boolean. */
function isTrue(text: string | undefined): boolean {
  return /^(?:true|1|on|t|y|yes)$/i.test(text ?? '')
}
