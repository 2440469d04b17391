import { setFlowRunState } from '../orchestration/set-flow-run-state.ts'
import { proposal } from '../model/state.ts'
import { readPauses } from '../store/due-run.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Store, Writer } from '../store/store.ts'
import { heardState } from './heard-state.ts'
import type { Service } from './service.ts'

/** How many runs are failed before requests have their turn. */
const BATCH = 50

/** Fails the runs that were paused and not resumed in time (`prefect/server/services/pause_expirations.py`). */
export const pauseExpiry: Service = {
  name: 'pause expiry',
  hear: (announcement, now) => (heardState(announcement)?.type === 'PAUSED' ? now : undefined),
  async work({ store }, now, signal) {
    while (!signal.aborted && (await store.write((trx) => failSome(trx, store, now))) === BATCH) continue
    const ends = (await store.read(readPauses)).map(({ end }) => end)
    return ends.length === 0 ? undefined : ends.reduce((one, other) => Math.min(one, other)) + 1
  },
}

async function failSome(trx: Writer, store: Store, now: Stamp): Promise<number> {
  const over = (await readPauses(trx)).filter(({ end }) => end < now).slice(0, BATCH)
  const failed = proposal('FAILED', { message: 'The flow was paused and never resumed.' })
  for (const { id } of over) await setFlowRunState(trx, store, id, failed, { policy: 'minimal' })
  return over.length
}
