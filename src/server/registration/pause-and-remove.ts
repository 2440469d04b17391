import type { DeploymentFilter } from '../model/requests.ts'
import type { Services } from '../services.ts'
import { announce } from '../store/announcement.ts'
import { deleteConcurrencyLimit } from '../store/concurrency-limit.ts'
import { findDeploymentIds, readDeployment } from '../store/deployment.ts'
import { deleteDeployment, updateDeployment } from '../store/deployment-writes.ts'
import { deleteScheduledRuns } from '../store/scheduled-run.ts'
import type { Store, Writer } from '../store/store.ts'
import { tellOfDeployment } from './deployment-events.ts'

/** Pauses a deployment, without an event, and drops the runs its schedules made, late ones too. False if there is none of that id. */
export function pauseDeployment({ store }: Services, id: string): Promise<boolean> {
  return store.write(async (trx) => {
    const deployment = await readDeployment(trx, id)
    if (deployment === undefined) return false
    if (!deployment.paused) await updateDeployment(trx, id, { paused: true }, store.now())
    await deleteScheduledRuns(trx, id, { autoScheduledOnly: true })
    return true
  })
}

/** Lets a deployment run again; makes no runs by itself. False if there is none of that id. */
export function resumeDeployment({ store }: Services, id: string): Promise<boolean> {
  return store.write(async (trx) => {
    const deployment = await readDeployment(trx, id)
    if (deployment === undefined) return false
    if (deployment.paused) await updateDeployment(trx, id, { paused: false }, store.now())
    announce(trx, { kind: 'schedules_changed', deploymentId: id })
    return true
  })
}

/**
 * Deletes a deployment, its scheduled runs and the limit that is attached to it, whoever made that. Runs that have begun
 * stay. False if there is none of that id.
 */
export function removeDeployment({ store }: Services, id: string): Promise<boolean> {
  return store.write((trx) => removed(trx, store, id))
}

/** Deletes the first so many deployments that match in the same way; gives their ids. */
export function removeDeployments(
  { store }: Services,
  filter: DeploymentFilter | null,
  limit: number,
): Promise<readonly string[]> {
  return store.write(async (trx) => {
    const ids = await findDeploymentIds(trx, { deployments: filter }, limit)
    for (const id of ids) await removed(trx, store, id)
    return ids
  })
}

async function removed(trx: Writer, store: Store, id: string): Promise<boolean> {
  const deployment = await readDeployment(trx, id)
  if (deployment === undefined) return false
  await tellOfDeployment(trx, store, 'deleted', id)
  await deleteScheduledRuns(trx, id, { autoScheduledOnly: false })
  const limitId = deployment.concurrency_limit_id
  if (limitId !== null) await deleteConcurrencyLimit(trx, { column: 'id', value: limitId })
  await deleteDeployment(trx, id)
  return true
}
