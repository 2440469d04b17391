import type { Services } from '../services.ts'
import { findWorkers, recordHeartbeat } from '../store/worker.ts'
import { pageOf } from './paging.ts'
import { NO_CONTENT, type Route, ok, post } from './route.ts'
import { requirePool } from './work-pools.ts'

/** `/work_pools/{pool}/workers`. */
export function workerRoutes({ store }: Services): readonly Route[] {
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
          const beat = { id: store.uuid(), name, intervalSeconds: interval ?? null, at: store.now() }
          await recordHeartbeat(trx, pool, beat)
        })
        return NO_CONTENT
      },
    }),
  ]
}
