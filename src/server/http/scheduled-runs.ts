import { isAbsent } from '../model/absent.ts'
import { momentOf } from '../model/moment.ts'
import { refused } from '../problem.ts'
import type { Services } from '../services.ts'
import { flowRunText, workerFlowRunText } from '../store/flow-run-text.ts'
import { listText } from '../store/json-text.ts'
import { type PolledQueue, findStartableOf, readPolledPool, readPolledQueues } from '../store/poll.ts'
import type { Stamp } from '../model/stamp.ts'
import { recordDeploymentPoll, recordQueuePoll } from '../work/record-poll.ts'
import { runsForWorker } from '../work/runs-for-worker.ts'
import type { Bodies } from '../bodies/checked-body.ts'
import { pageOf } from './paging.ts'
import { type Route, okJson, post } from './route.ts'

/** Where workers, and programs that serve deployments, ask for runs to begin. */
export function scheduledRunRoutes(services: Services): readonly Route[] {
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
          if (found === undefined) throw refused(404, `Work pool "${name}" not found.`)
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
        return okJson(listText(texts))
      },
    }),
    post('/deployments/get_scheduled_flow_runs', {
      summary: 'Find the runs of deployments that who serves them may begin',
      body: 'DeploymentRunsRequest',
      answers: { 200: { list: 'FlowRunResponse' } },
      async handle({ body }) {
        const { limit } = pageOf({ limit: body.limit })
        const ids = body.deployment_ids.map((id) => id.toLowerCase())
        const wanted = { before: stampOf(body.scheduled_before), limit }
        const runs = await store.read((db) => findStartableOf(db, ids, wanted))
        await recordDeploymentPoll(services, ids)
        const now = store.now()
        return okJson(listText(runs.map((run) => flowRunText(run, now))))
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
    if (queue === undefined) throw refused(404, `Work pool queue '${pool}/${name}' not found.`)
    return queue
  })
  return [...new Set(found)]
}

function windowOf(body: Pick<Bodies['WorkPoolRunsQuery'], 'scheduled_before' | 'scheduled_after'>) {
  return { before: stampOf(body.scheduled_before), after: stampOf(body.scheduled_after) }
}

function stampOf(text: string | null | undefined): Stamp | undefined {
  return isAbsent(text) ? undefined : momentOf(text)
}
