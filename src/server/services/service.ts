import type { Services } from '../services.ts'
import type { Announcement } from '../store/announcement.ts'
import type { Stamp } from '../model/stamp.ts'

/** Something that the server does by itself when its time has come. */
export type Service = {
  readonly name: string
  /**
   * Does what is due now. Gives the moment at which something will be due again; undefined when only an announcement can
   * bring that about. `signal` is aborted when the server closes: long work stops between two transactions.
   */
  readonly work: (services: Services, now: Stamp, signal: AbortSignal) => Promise<Stamp | undefined>
  /** The moment at which there will be something to do because of what was just announced; undefined if it is none of its business. */
  readonly hear: (announcement: Announcement, now: Stamp) => Stamp | undefined
}

/** The present moment of services: that of the clock, which may jump, as opposed to the store's, which only grows. */
export function presentMoment({ clock }: Pick<Services, 'clock'>): Stamp {
  return Math.round(clock() * 1000)
}

export const SECOND: Stamp = 1_000_000
