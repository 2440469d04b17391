import type { StateType } from '../../../src/server/model/state.ts'

/** A state that a command proposes, the same for every server: moments are hours from the beginning of the sequence. */
export type Proposed = {
  readonly type: StateType
  readonly name?: string | undefined
  readonly message?: string | undefined
  readonly data?: unknown
  readonly hours?: number | undefined
  readonly transition?: number | undefined
  readonly pause?: { readonly key?: string; readonly hours?: number; readonly reschedule: boolean } | undefined
  readonly retriable?: boolean | undefined
}

/** What the sequence takes place in. */
export type Setting = {
  /** The deployment's limit; null for none. */
  readonly limit: number | null
  readonly strategy: 'ENQUEUE' | 'CANCEL_NEW' | null
  /**
   * The limit on the tag of all task runs; null for none. With any other, the real server on SQLite waits for its own
   * lock until it answers 503.
   */
  readonly tagLimit: 0 | null
}

/** A Prefect client by its `User-Agent`; null for any other. */
export type Client = '3.8.8' | '3.4.10' | '3.0.3' | null

/** One request. Runs and tasks are named by their order of making, taken modulo how many there are. */
export type Command =
  | {
      readonly kind: 'make run'
      readonly from: 'nothing' | 'deployment' | 'task run'
      readonly state: Proposed | null
      readonly policy: Policy
    }
  | { readonly kind: 'make task'; readonly run: number; readonly state: Proposed | null; readonly policy: Policy }
  | {
      readonly kind: 'set run'
      readonly run: number
      readonly state: Proposed
      readonly force: boolean
      readonly client: Client
    }
  | { readonly kind: 'set task'; readonly task: number; readonly state: Proposed; readonly force: boolean }
  // Of one run: of several, the real server mixes up the details of their states.
  | {
      readonly kind: 'set by filter'
      readonly run: number
      readonly state: Proposed
      readonly force: boolean
      readonly client: Client
    }
  | { readonly kind: 'resume'; readonly run: number; readonly client: Client }
  | { readonly kind: 'give infrastructure'; readonly run: number }
  /** Ends the lease of the run's deployment slot, as happens to one that nobody renews. */
  | { readonly kind: 'lose lease'; readonly run: number }
  | { readonly kind: 'delete run'; readonly run: number }

export type Policy = { readonly retries?: number; readonly retry_delay?: number }

export type Sequence = { readonly setting: Setting; readonly commands: readonly Command[] }
