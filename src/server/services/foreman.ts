import { emitEvents } from '../events/emit-event.ts'
import {
  type Ending,
  markDeploymentsLeft,
  markQueuesLeft,
  readReadyDeployments,
  readReadyQueues,
} from '../store/poll.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Store, Writer } from '../store/store.ts'
import { readWorkPoolById } from '../store/work-pool.ts'
import { readReadyPools } from '../store/worker.ts'
import { setPoolStatus } from '../work/pools.ts'
import { POLLED_FOR } from '../work/queues.ts'
import { deploymentStatusEvent, queueEvent } from '../work/work-events.ts'
import type { Service } from './service.ts'

/**
 * Tells that a pool has lost its last worker, and that queues and deployments are no longer polled
 * (`prefect/server/services/foreman.py`). Whether a worker is there needs no telling: it is seen when workers are read.
 */
export const foreman: Service = {
  name: 'foreman',
  hear: (announcement, now) => (announcement.kind === 'became_ready' ? now : undefined),
  async work({ store }, now) {
    const ends = [
      await store.write(async (trx) => settle(await readReadyPools(trx), now, (ids) => leavePools(trx, store, ids))),
      await store.write(async (trx) =>
        settle(await readReadyDeployments(trx, POLLED_FOR), now, (ids) => leaveDeployments(trx, store, ids)),
      ),
      await store.write(async (trx) =>
        settle(await readReadyQueues(trx, POLLED_FOR), now, (ids) => leaveQueues(trx, store, ids)),
      ),
    ]
    const next = Math.min(...ends)
    return next === Infinity ? undefined : next + 1
  },
}

/** Ends what has had its time. Gives the moment when the next one will have. */
async function settle(
  ready: readonly Ending[],
  now: Stamp,
  leave: (ids: readonly string[]) => Promise<void>,
): Promise<Stamp> {
  const over = ready.filter(({ until }) => until < now).map(({ id }) => id)
  if (over.length > 0) await leave(over)
  let next = Infinity
  for (const { until } of ready) if (until >= now && until < next) next = until
  return next
}

async function leavePools(trx: Writer, store: Store, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const pool = await readWorkPoolById(trx, id)
    if (pool !== undefined) await setPoolStatus(trx, store, pool, 'NOT_READY')
  }
}

async function leaveDeployments(trx: Writer, store: Store, ids: readonly string[]): Promise<void> {
  const left = await markDeploymentsLeft(trx, ids)
  const events = left.map((deployment) => deploymentStatusEvent(store, deployment, 'NOT_READY'))
  await emitEvents(trx, store, events)
}

async function leaveQueues(trx: Writer, store: Store, ids: readonly string[]): Promise<void> {
  const left = await markQueuesLeft(trx, ids, store.now())
  const events = left.map((queue) => queueEvent(store, queue, 'NOT_READY'))
  await emitEvents(trx, store, events)
}
