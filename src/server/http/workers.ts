import { Hono } from 'hono'
import type { Services } from '../services.ts'
import { findWorkers, recordHeartbeat } from '../store/worker.ts'
import { bodyOf, queryOf } from './body.ts'
import { pageOf } from './paging.ts'
import { requirePool } from './work-pools.ts'

/** `/work_pools/{pool}/workers`. The websocket of newer workers is not offered: on a 404 they beat over this. */
export function workerRoutes({ store }: Services): Hono {
  return new Hono({ strict: false })
    .post('/:pool/workers/filter', async (c) => {
      const query = await queryOf(c, 'WorkersQuery')
      const page = pageOf(query)
      const workers = await store.read(async (db) => {
        const pool = await requirePool(db, c.req.param('pool'))
        return findWorkers(db, pool.id, query.workers, page, store.now())
      })
      return c.json(workers)
    })
    .post('/:pool/workers/heartbeat', async (c) => {
      const { name, heartbeat_interval_seconds: interval } = await bodyOf(c, 'WorkerHeartbeat')
      await store.write(async (trx) => {
        const pool = await requirePool(trx, c.req.param('pool'))
        await recordHeartbeat(trx, pool, { id: store.uuid(), name, intervalSeconds: interval ?? null, at: store.now() })
      })
      return c.body(null, 204)
    })
}
