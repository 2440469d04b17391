import { setImmediate as letRequestsIn } from 'node:timers/promises'
import { deleteOldEvents } from '../store/event.ts'
import type { Stamp } from '../model/stamp.ts'
import { SECOND, type Service } from './service.ts'

const HOUR: Stamp = 3600 * SECOND
/** How long events are kept (`server.events.retention_period`). */
const KEPT: Stamp = 7 * 24 * HOUR
/** How many are kept at most: beyond, the oldest go. */
const MOST = 1_000_000
/** How many go before requests have their turn: some milliseconds. */
const AT_ONCE = 200

/** Deletes events that are a week old, and the oldest of too many: every hour, a few at a time. */
export const eventRetention: Service = {
  name: 'event retention',
  hear: () => undefined,
  async work({ store }, now, signal) {
    let deleted = AT_ONCE
    while (deleted === AT_ONCE && !signal.aborted) {
      deleted = await store.write((trx) => deleteOldEvents(trx, { before: now - KEPT, keep: MOST, most: AT_ONCE }))
      await letRequestsIn()
    }
    return now + HOUR
  },
}
