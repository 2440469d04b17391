import { repossessExpired } from '../limits/repossess-expired.ts'
import type { Service } from './service.ts'

/** Takes back the slots of leases that have run out (`S:services/repossessor.py`, which looks every 15 seconds). */
export const expiredLeases: Service = {
  name: 'expired leases',
  hear: (announcement) => (announcement.kind === 'lease_runs' ? announcement.until + 1 : undefined),
  async work({ store, log }, _now, signal) {
    for (;;) {
      const { repossessed, next } = await store.write((trx) => repossessExpired(trx, store))
      if (repossessed > 0) log.info({ leases: repossessed }, 'took back slots of leases that had expired')
      if (repossessed === 0 || signal.aborted) return next === undefined ? undefined : next + 1
    }
  },
}
