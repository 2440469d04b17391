import { isAbsent } from '../model/absent.ts'
import { refused } from '../problem.ts'
import {
  deleteConcurrencyLimit,
  insertConcurrencyLimit,
  readConcurrencyLimit,
  updateConcurrencyLimit,
} from '../store/concurrency-limit.ts'
import { readDeployment } from '../store/deployment.ts'
import { updateDeployment } from '../store/deployment-writes.ts'
import type { Store, Writer } from '../store/store.ts'

/** Throws Prefect's 404 when a request attaches a limit that does not exist. */
export async function requireLimit(trx: Writer, id: string | null | undefined): Promise<void> {
  if (!id) return
  const limit = await readConcurrencyLimit(trx, { column: 'id', value: id })
  if (limit === undefined) throw refused(404, 'Concurrency limit not found')
}

/**
 * Makes `concurrency_limit` of a request true: a number rewrites the attached limit, shared or not, or makes one of the
 * deployment's own; null deletes the attached limit, shared or not (`prefect/server/models/deployments.py:430-458`).
 */
export async function writeLimit(trx: Writer, store: Store, deploymentId: string, limit: number | null): Promise<void> {
  const attached = (await readDeployment(trx, deploymentId))?.concurrency_limit_id
  if (!isAbsent(attached)) {
    const key = { column: 'id', value: attached } as const
    if (limit === null) await deleteConcurrencyLimit(trx, key)
    else if (limit !== (await readConcurrencyLimit(trx, key))?.limit) {
      await updateConcurrencyLimit(trx, key, { limit }, store.now())
    }
    return
  }
  if (limit === null) return
  const id = store.uuid()
  await insertConcurrencyLimit(trx, { id, at: store.now(), name: `deployment:${deploymentId}`, limit })
  await updateDeployment(trx, deploymentId, { concurrency_limit_id: id }, store.now())
}
