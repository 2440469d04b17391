import { setImmediate as letRequestsIn } from 'node:timers/promises'
import { proposal } from '../model/state.ts'
import { setFlowRunState } from '../orchestration/set-flow-run-state.ts'
import { nextStart, startableBefore } from '../store/due-run.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Store, Writer } from '../store/store.ts'
import { SECOND, type Service } from './service.ts'

/** How long after its time a run that nobody has begun is late, as in Prefect. */
const LATE_AFTER = 15 * SECOND
/** How many runs are marked before requests have their turn. */
const BATCH = 50

/**
 * Marks the runs late that nobody began in time, which changes nothing else of them
 * (`prefect/server/services/late_runs.py`).
 */
export const lateRuns: Service = {
  name: 'late runs',
  hear: (announcement) =>
    announcement.kind === 'flow_run_scheduled' ? Math.round(announcement.at) + LATE_AFTER : undefined,
  async work({ store }, now, signal) {
    let marked = BATCH
    while (marked === BATCH && !signal.aborted) {
      marked = await store.write((trx) => markSome(trx, store, now - LATE_AFTER))
      await letRequestsIn()
    }
    const start = await store.read(nextStart)
    return start === undefined ? undefined : start + LATE_AFTER
  },
}

async function markSome(trx: Writer, store: Store, before: Stamp): Promise<number> {
  const found = await startableBefore(trx, before, BATCH)
  for (const { id, start } of found) {
    const late = proposal('SCHEDULED', { name: 'Late', details: { scheduled_time: start } })
    await setFlowRunState(trx, store, id, late, { policy: 'late' })
  }
  return found.length
}
