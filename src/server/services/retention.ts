import { setImmediate as letRequestsIn } from 'node:timers/promises'
import type { Services } from '../services.ts'
import { deleteLogsBefore, deleteRunsEndedBefore, deleteTaskRunsEndedBefore } from '../store/retention.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Writer } from '../store/store.ts'
import { SECOND, type Service } from './service.ts'

const HOUR = 3600 * SECOND
/** How many rows go before requests have their turn: some milliseconds. */
const RUNS_AT_ONCE = 20
const LOGS_AT_ONCE = 2000
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
      await repeat(services, signal, RUNS_AT_ONCE, deleteRunsEndedBefore, before)
      await repeat(services, signal, RUNS_AT_ONCE, deleteTaskRunsEndedBefore, before)
      await repeat(services, signal, LOGS_AT_ONCE, deleteLogsBefore, before)
      while (!signal.aborted && services.store.reclaim(PAGES_AT_ONCE)) await letRequestsIn()
      return now + HOUR
    },
  }
}

type DeleteSome = (trx: Writer, before: Stamp, most: number) => Promise<number>

async function repeat(
  { store }: Services,
  signal: AbortSignal,
  most: number,
  deleteSome: DeleteSome,
  before: Stamp,
): Promise<void> {
  let deleted = most
  while (deleted === most && !signal.aborted) {
    deleted = await store.write((trx) => deleteSome(trx, before, most))
    await letRequestsIn()
  }
}
