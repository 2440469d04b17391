import { setFlowRunState } from '../orchestration/set-flow-run-state.ts'
import { proposal } from '../orchestration/state.ts'
import { readPauses } from '../store/due-run.ts'
import { heardState } from './heard-state.ts'
import type { Service } from './service.ts'

/** Fails the runs that were paused and not resumed in time (`S:services/pause_expirations.py`). */
export const pauseExpiry: Service = {
  name: 'pause expiry',
  hear: (announcement, now) => (heardState(announcement)?.type === 'PAUSED' ? now : undefined),
  async work({ store }, now) {
    const pauses = await store.read(readPauses)
    for (const { id } of pauses.filter(({ end }) => end < now)) {
      const failed = proposal('FAILED', { message: 'The flow was paused and never resumed.' })
      await store.write((trx) => setFlowRunState(trx, store, id, failed, { policy: 'minimal' }))
    }
    const ends = pauses.map(({ end }) => end).filter((end) => end >= now)
    return ends.length === 0 ? undefined : Math.min(...ends) + 1
  },
}
