import type { Clock } from '../model/clock.ts'
import type { Vault } from './blocks/vault.ts'
import type { Logger } from './log.ts'
import type { Store } from './store/store.ts'
import type { Timers } from './timers.ts'

/** What handlers and services work with. */
export type Services = {
  readonly store: Store
  /** Opens what blocks hold. */
  readonly vault: Vault
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Logger
}
