import type { Services } from '../services.ts'
import { deleteWorker, findWorkers } from '../store/worker.ts'
import { hearWorker } from '../work/heartbeat.ts'
import { refused } from '../problem.ts'
import { pageOf } from './paging.ts'
import { NO_CONTENT, type Route, del, ok, post } from './route.ts'
import { requirePool } from './work-pools.ts'

/** `/work_pools/{pool}/workers`. */
export function workPoolWorkerRoutes({ store }: Services): readonly Route[] {
  return [
    post('/work_pools/{pool_name}/workers/filter', {
      summary: 'Find the workers of a work pool',
      body: 'WorkersQuery',
      answers: { 200: { list: 'WorkerResponse' } },
      async handle({ params, body }) {
        const page = pageOf(body)
        const workers = store.read(async (db) => {
          const pool = await requirePool(db, params.pool_name)
          return findWorkers(db, pool.id, body.workers, page, store.now())
        })
        return ok(await workers)
      },
    }),
    post('/work_pools/{pool_name}/workers/heartbeat', {
      summary: 'Say that a worker is alive',
      body: 'WorkerHeartbeat',
      answers: { 204: 'nothing' },
      async handle({ params, body: { name, heartbeat_interval_seconds: interval } }) {
        await store.write(async (trx) => {
          const pool = await requirePool(trx, params.pool_name)
          await hearWorker(trx, store, pool, { name, intervalSeconds: interval ?? null })
        })
        return NO_CONTENT
      },
    }),
    del('/work_pools/{pool_name}/workers/{name}', {
      summary: 'Forget a worker',
      answers: { 204: 'nothing' },
      async handle({ params }) {
        await store.write(async (trx) => {
          const pool = await requirePool(trx, params.pool_name)
          if (!(await deleteWorker(trx, pool.id, params.name))) throw refused(404, 'Worker not found.')
        })
        return NO_CONTENT
      },
    }),
  ]
}
