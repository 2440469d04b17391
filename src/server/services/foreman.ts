import { emitEvents } from '../events/emit-event.ts'
import {
  type Ending,
  markDeploymentsLeft,
  markQueuesLeft,
  readReadyDeployments,
  readReadyQueues,
} from '../store/poll.ts'
import type { Stamp } from '../store/stamp.ts'
import type { Store } from '../store/store.ts'
import { readWorkPoolById } from '../store/work-pool.ts'
import { readWorkQueueById } from '../store/work-queue.ts'
import { readReadyPools } from '../store/worker.ts'
import { poolOfQueue, setPoolStatus } from '../work/pools.ts'
import { POLLED_FOR } from '../work/queues.ts'
import { deploymentStatusEvent, queueEvent } from '../work/work-events.ts'
import type { Service } from './service.ts'

/**
 * Tells that a pool has lost its last worker, and that queues and deployments are no longer polled
 * (`S:services/foreman.py`). Whether a worker is there needs no telling: it is seen when workers are read.
 */
export const foreman: Service = {
  name: 'foreman',
  hear: (announcement, now) => (announcement.kind === 'became_ready' ? now : undefined),
  async work({ store }, now) {
    const ends = [
      await settle(await store.read(readReadyPools), now, (ids) => leavePools(store, ids)),
      await settle(await readyDeployments(store), now, (ids) => leaveDeployments(store, ids)),
      await settle(await readyQueues(store), now, (ids) => leaveQueues(store, ids)),
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

const readyDeployments = (store: Store) => store.read((db) => readReadyDeployments(db, POLLED_FOR))
const readyQueues = (store: Store) => store.read((db) => readReadyQueues(db, POLLED_FOR))

function leavePools(store: Store, ids: readonly string[]): Promise<void> {
  return store.write(async (trx) => {
    for (const id of ids) {
      const pool = await readWorkPoolById(trx, id)
      if (pool !== undefined) await setPoolStatus(trx, store, pool, 'NOT_READY')
    }
  })
}

function leaveDeployments(store: Store, ids: readonly string[]): Promise<void> {
  return store.write(async (trx) => {
    const left = await markDeploymentsLeft(trx, ids)
    await emitEvents(
      trx,
      store,
      left.map((deployment) => deploymentStatusEvent(store, deployment, 'NOT_READY')),
    )
  })
}

function leaveQueues(store: Store, ids: readonly string[]): Promise<void> {
  return store.write(async (trx) => {
    await markQueuesLeft(trx, ids, store.now())
    for (const id of ids) {
      const queue = await readWorkQueueById(trx, id)
      const pool = queue && (await readWorkPoolById(trx, queue.work_pool_id))
      if (queue === undefined || pool === undefined) continue
      await emitEvents(trx, store, [queueEvent(store, { ...queue, ...poolOfQueue(pool) }, 'NOT_READY')])
    }
  })
}
