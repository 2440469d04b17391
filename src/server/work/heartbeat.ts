import type { Store, Writer } from '../store/store.ts'
import type { WorkPool } from '../store/work-pool.ts'
import { recordHeartbeat } from '../store/worker.ts'
import { setPoolStatus } from './pools.ts'

/**
 * Notes that a worker is there, and with it that its pool is ready (`record_worker_heartbeat`,
 * `prefect/server/models/workers.py`).
 */
export async function hearWorker(
  trx: Writer,
  store: Store,
  pool: WorkPool,
  worker: { readonly name: string; readonly intervalSeconds: number | null },
): Promise<void> {
  await recordHeartbeat(trx, pool.id, { ...worker, id: store.uuid(), at: store.now() })
  if (pool.status === 'NOT_READY') await setPoolStatus(trx, store, pool, 'READY')
}
