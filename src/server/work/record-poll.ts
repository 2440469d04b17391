import { emitEvents } from '../events/emit-event.ts'
import { momentOf } from '../model/moment.ts'
import type { Services } from '../services.ts'
import { announce } from '../store/announcement.ts'
import { type PolledQueue, isPollNews, markDeploymentsPolled, markQueuesPolled } from '../store/poll.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Store, Writer } from '../store/store.ts'
import type { WorkQueue } from '../store/work-queue.ts'
import { deploymentStatusEvent, queueEvent } from './work-events.ts'

/** Polls within this time of the last are not written down: what is judged by them is judged by the minute. */
const PRECISION: Stamp = 5 * 1_000_000

/** Notes that queues were polled: they and their deployments are ready (`mark_work_queues_ready`). */
export async function recordQueuePoll(
  { store }: Services,
  queues: readonly Pick<PolledQueue, 'id' | 'status' | 'last_polled'>[],
): Promise<void> {
  const at = store.now()
  const isNews = queues.some(
    ({ status, last_polled: polled }) => status === 'NOT_READY' || (polled ?? 0) < at - PRECISION,
  )
  if (!isNews) return
  await store.write(async (trx) => {
    const ids = queues.map(({ id }) => id)
    const woken = await markQueuesPolled(trx, ids, at)
    await emitEvents(
      trx,
      store,
      woken.map((queue) => queueEvent(store, queue, 'READY')),
    )
    const isOneAwake = await markDeployments(trx, store, { column: 'deployment.work_queue_id', ids }, at)
    if (woken.length > 0 || isOneAwake) announce(trx, { kind: 'became_ready' })
  })
}

/** Notes that a queue was polled on its own. */
export async function recordAgentPoll(services: Services, queue: WorkQueue): Promise<void> {
  const polled = queue.last_polled === null ? null : (momentOf(queue.last_polled) ?? null)
  await recordQueuePoll(services, [{ ...queue, last_polled: polled }])
}

/** Notes that deployments were polled by who serves them: they are ready (`mark_deployments_ready`). */
export async function recordDeploymentPoll({ store }: Services, ids: readonly string[]): Promise<void> {
  const at = store.now()
  const by = { column: 'deployment.id', ids } as const
  if (!(await store.read((db) => isPollNews(db, by, at - PRECISION)))) return
  await store.write(async (trx) => {
    if (await markDeployments(trx, store, by, at)) announce(trx, { kind: 'became_ready' })
  })
}

async function markDeployments(
  trx: Writer,
  store: Store,
  by: Parameters<typeof markDeploymentsPolled>[1],
  at: Stamp,
): Promise<boolean> {
  const woken = await markDeploymentsPolled(trx, by, at)
  await emitEvents(
    trx,
    store,
    woken.map((deployment) => deploymentStatusEvent(store, deployment, 'READY')),
  )
  return woken.length > 0
}
