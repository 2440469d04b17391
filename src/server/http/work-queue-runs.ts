import { laxFlag } from '../bodies/lax-value.ts'
import { momentOf, optionalMoment } from '../model/moment.ts'
import { objectNotFound, refused } from '../problem.ts'
import type { Services } from '../services.ts'
import { countLate, findAgentRuns } from '../store/agent-queue.ts'
import { flowRunText } from '../store/flow-run-text.ts'
import { listOf } from './json-bytes.ts'
import { findAgentSlotHolders } from '../store/slot-holder.ts'
import type { Store } from '../store/store.ts'
import { type WorkQueue, readWorkQueueById } from '../store/work-queue.ts'
import { recordAgentPoll } from '../work/record-poll.ts'
import { offsetOf, pageOf, pagesOf } from './paging.ts'
import { type Route, ok, okJson, post, get } from './route.ts'

/** `/work_queues/{id}/…`: the runs of a queue, as agents polled for them. */
export function workQueueRunRoutes(services: Services): readonly Route[] {
  const { store } = services
  return [
    post('/work_queues/{id:uuid}/get_runs', {
      summary: 'Find the runs of a queue that may begin',
      body: 'WorkQueueRunsQuery',
      answers: { 200: { list: 'FlowRunResponse' } },
      async handle({ params, body, header }) {
        const { limit } = pageOf(body)
        const wanted = { before: optionalMoment(body.scheduled_before), limit }
        const { queue, runs } = await store.read(async (db) => {
          const found = await readWorkQueueById(db, params.id)
          if (found === undefined) throw objectNotFound(`Work queue with id ${params.id} not found.`)
          return { queue: found, runs: await findAgentRuns(db, found, wanted) }
        })
        // Prefect's web pages read the runs without being a poll.
        if (laxFlag(header('x-prefect-ui') ?? '') !== true) await recordAgentPoll(services, queue)
        const now = store.now()
        return okJson(listOf(runs.map((run) => flowRunText(run, now))))
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
          if (found === undefined) throw objectNotFound(`Work queue with id ${params.id} not found`)
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
