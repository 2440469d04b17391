import { repossessExpired } from '../limits/repossess-expired.ts'
import type { Service } from './service.ts'

/** Gives back the slots of leases that were not renewed (`prefect/server/services/repossessor.py`). */
export const leaseExpiry: Service = {
  name: 'lease expiry',
  hear: (announcement) => (announcement.kind === 'lease_runs' ? announcement.until + 1 : undefined),
  async work({ store }) {
    const { next } = await store.write((trx) => repossessExpired(trx, store))
    return next === undefined ? undefined : next + 1
  },
}
