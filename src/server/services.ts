import type { Clock } from '../model/clock.ts'
import type { Logger } from './log.ts'
import type { Store } from './store/store.ts'
import type { Timers } from './timers.ts'

/** What handlers and services work with. */
export type Services = {
  readonly store: Store
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Logger
}
