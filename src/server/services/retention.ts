import { setImmediate as letRequestsIn } from 'node:timers/promises'
import type { Services } from '../services.ts'
import { type Portion, deleteLogsBefore, deleteRunsEndedBefore, deleteTaskRunsEndedBefore } from '../store/retention.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Writer } from '../store/store.ts'
import { SECOND, type Service } from './service.ts'

const HOUR = 3600 * SECOND
/** How much goes before requests have their turn: some milliseconds. */
const AT_ONCE: Portion = { runs: 20, tasks: 50, rows: 1000 }
/** 1 MB of unused pages. */
const PAGES_AT_ONCE = 256

/**
 * Deletes ended runs with all that belongs to them, and log lines, when they are older than `keep`: every hour, a few
 * at a time, and gives their space back to the disk. Runs that have not ended stay, however old they are.
 */
export function newRetention(keep: Stamp): Service {
  return {
    name: 'retention',
    hear: () => undefined,
    async work(services, now, signal) {
      const before = now - keep
      await repeat(services, signal, deleteRunsEndedBefore, before)
      await repeat(services, signal, deleteTaskRunsEndedBefore, before)
      await repeat(services, signal, deleteLogsBefore, before)
      while (!signal.aborted && services.store.reclaim(PAGES_AT_ONCE)) await letRequestsIn()
      return now + HOUR
    },
  }
}

type DeleteSome = (trx: Writer, before: Stamp, portion: Portion) => Promise<boolean>

async function repeat({ store }: Services, signal: AbortSignal, deleteSome: DeleteSome, before: Stamp): Promise<void> {
  let isMore = true
  while (isMore && !signal.aborted) {
    isMore = await store.write((trx) => deleteSome(trx, before, AT_ONCE))
    await letRequestsIn()
  }
}
