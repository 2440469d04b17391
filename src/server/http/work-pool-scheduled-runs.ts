import { isAbsent } from '../model/absent.ts'
import { optionalMoment } from '../model/moment.ts'
import type { Services } from '../services.ts'
import { workerFlowRunText } from '../store/flow-run-text.ts'
import { listOf } from './json-bytes.ts'
import { type PolledQueue, readPolledPool, readPolledQueues } from '../store/poll.ts'
import { poolNotFound, queueNotFound } from '../work/not-found.ts'
import { recordQueuePoll } from '../work/record-poll.ts'
import { runsForWorker } from '../work/runs-for-worker.ts'
import type { Bodies } from '../bodies/checked-body.ts'
import { pageOf } from './paging.ts'
import { type Route, okJson, post } from './route.ts'

/** `/work_pools/{name}/get_scheduled_flow_runs`: where workers ask for runs to begin. */
export function workPoolScheduledRunRoutes(services: Services): readonly Route[] {
  const { store } = services
  return [
    post('/work_pools/{name}/get_scheduled_flow_runs', {
      summary: 'Find the runs that workers of a pool may begin',
      body: 'WorkPoolRunsQuery',
      answers: { 200: { list: 'WorkerFlowRunResponse' } },
      async handle({ params: { name }, body }) {
        const { limit } = pageOf(body)
        const { pool, queues, runs } = await store.read(async (db) => {
          const found = await readPolledPool(db, name)
          if (found === undefined) throw poolNotFound(name)
          const all = await readPolledQueues(db, found.id)
          const asked = wantedQueues(name, all, body.work_queue_names)
          const wanted = { ...windowOf(body), allQueueIds: all.map(({ id }) => id), limit }
          return { pool: found, queues: asked, runs: await runsForWorker(db, found, asked, wanted) }
        })
        await recordQueuePoll(services, queues)
        const now = store.now()
        const texts = runs.map(
          (run) =>
            `{"work_pool_id":"${pool.id}","work_queue_id":"${run.work_queue_id}","flow_run":${workerFlowRunText(run, now)}}`,
        )
        return okJson(listOf(texts))
      },
    }),
  ]
}

/** No names mean all. */
function wantedQueues(
  pool: string,
  all: readonly PolledQueue[],
  names: readonly string[] | null | undefined,
): readonly PolledQueue[] {
  if (isAbsent(names) || names.length === 0) return all
  const found = names.map((name) => {
    const queue = all.find((each) => each.name === name)
    if (queue === undefined) throw queueNotFound(pool, name)
    return queue
  })
  return [...new Set(found)]
}

function windowOf(body: Pick<Bodies['WorkPoolRunsQuery'], 'scheduled_before' | 'scheduled_after'>) {
  return { before: optionalMoment(body.scheduled_before), after: optionalMoment(body.scheduled_after) }
}
