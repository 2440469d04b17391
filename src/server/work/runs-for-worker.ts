import type { Reader } from '../store/store.ts'
import { type PolledPool, type PolledQueue, type Window, countBusy, findStartable } from '../store/poll.ts'
import type { FlowRunRow } from '../store/tables.ts'

/**
 * The runs that workers of a pool may begin now: by the urgency of the queues, then by time, as many as there are free
 * slots in the queue and in the pool (`prefect/server/database/sql/sqlite/get-runs-from-worker-queues.sql.jinja`).
 */
export async function runsForWorker(
  db: Reader,
  pool: PolledPool,
  queues: readonly PolledQueue[],
  wanted: Window & { readonly allQueueIds: readonly string[]; readonly limit: number },
): Promise<readonly FlowRunRow[]> {
  const open = queues.filter((queue) => queue.is_paused === 0)
  if (pool.is_paused === 1 || open.length === 0) return []
  const isLimited = pool.concurrency_limit !== null || open.some((queue) => queue.concurrency_limit !== null)
  const busy = isLimited ? await countBusy(db, wanted.allQueueIds) : new Map<string, number>()
  const inPool = wanted.allQueueIds.reduce((sum, id) => sum + (busy.get(id) ?? 0), 0)
  const most = Math.min(wanted.limit, freeSlots(pool.concurrency_limit, inPool))
  const found: FlowRunRow[] = []
  for (const queue of byUrgency(open)) {
    if (found.length >= most) break
    const free = Math.min(most - found.length, freeSlots(queue.concurrency_limit, busy.get(queue.id) ?? 0))
    if (free > 0) found.push(...(await findStartable(db, queue.id, wanted, free)))
  }
  return found
}

function freeSlots(limit: number | null, taken: number): number {
  return limit === null ? Infinity : limit - taken
}

function byUrgency(queues: readonly PolledQueue[]): readonly PolledQueue[] {
  return queues.toSorted((one, other) => one.priority - other.priority)
}
