import type { Clock } from '../model/clock.ts'
import type { Logger } from './log.ts'
import type { Store } from './store/store.ts'

/** What handlers work with. */
export type Services = {
  readonly store: Store
  readonly clock: Clock
  readonly log: Logger
}
