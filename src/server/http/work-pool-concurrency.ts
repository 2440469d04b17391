import { refused } from '../problem.ts'
import type { Services } from '../services.ts'
import { WHOLE_LIST } from '../store/page.ts'
import { countBusy } from '../store/poll.ts'
import { findSlotHolders } from '../store/slot-holder.ts'
import type { Reader } from '../store/store.ts'
import { readWorkPool } from '../store/work-pool.ts'
import { type WorkQueue, findWorkQueues } from '../store/work-queue.ts'
import { pageOf, pagesOf } from './paging.ts'
import { type Route, ok, post } from './route.ts'

/** How many runs are told of each queue if nothing is said. */
const DEFAULT_RUNS = 10

/** Who holds the slots of a work pool. */
export function workPoolConcurrencyRoutes({ store }: Services): readonly Route[] {
  return [
    post('/work_pools/{name}/concurrency_status', {
      summary: 'Find the runs that hold the slots of a pool, queue by queue',
      body: 'WorkPoolConcurrencyQuery',
      answers: { 200: 'WorkPoolConcurrencyStatus' },
      async handle({ params: { name }, body }) {
        const [page, runLimit] = [body.page ?? 1, body.flow_run_limit ?? DEFAULT_RUNS]
        const { limit } = pageOf(body)
        const status = store.read(async (db) => {
          const pool = await readWorkPool(db, name)
          if (pool === undefined) throw refused(404, `Work pool '${name}' not found.`)
          const queues = await findWorkQueues(db, pool.id, undefined, WHOLE_LIST)
          const busy = await countBusy(
            db,
            queues.map(({ id }) => id),
          )
          const told = queues.slice((page - 1) * limit, page * limit)
          return {
            active_slots: [...busy.values()].reduce((sum, count) => sum + count, 0),
            concurrency_limit: pool.concurrency_limit,
            queues: await Promise.all(told.map((queue) => detailOf(db, queue, busy.get(queue.id) ?? 0, runLimit))),
            ...pagesOf({ count: queues.length, limit, page }),
          }
        })
        return ok(await status)
      },
    }),
  ]

  async function detailOf(db: Reader, queue: WorkQueue, busy: number, runLimit: number) {
    return {
      queue_id: queue.id,
      queue_name: queue.name,
      active_slots: busy,
      concurrency_limit: queue.concurrency_limit,
      flow_runs: busy === 0 ? [] : await findSlotHolders(db, queue.id, runLimit, store.now()),
      flow_run_count: busy,
    }
  }
}
