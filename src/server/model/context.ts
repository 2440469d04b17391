import type { Stamp } from './stamp.ts'
import type { State, StateType } from './state.ts'

/** What every rule may look at beside the run and the proposal, read beforehand. */
export type Context = {
  readonly now: Stamp
  /** The moments of the run's states at or after `now`: no two states of a run share one. */
  readonly laterTimestamps: readonly Stamp[]
  /** Ids for what the transition makes. */
  readonly ids: { readonly state: string; readonly lease: string; readonly pauseKey: string }
}

/** A limit as it stands now, its slots after decay. */
export type LimitView = {
  readonly id: string
  readonly name: string
  readonly limit: number
  readonly active: boolean
  readonly activeSlots: number
  readonly averageOccupancySeconds: number
}

/** What a deployment allows its runs. */
export type DeploymentView = {
  /** Absent where no limit is set. */
  readonly limit: LimitView | undefined
  readonly strategy: 'ENQUEUE' | 'CANCEL_NEW'
  /** For how long a slot is kept for a run that does not begin, in seconds. */
  readonly graceSeconds: number
}

export type FlowContext = Context & {
  /** Of Prefect's own client, as in `3.8.8`; undefined for any other. */
  readonly clientVersion: string | undefined
  /** Absent for a run without one, or whose deployment was deleted. */
  readonly deployment: DeploymentView | undefined
  /** Whether the lease that the current state names is still there. */
  readonly isLeaseHeld: boolean
}

/** What is known of the flow run that a task run belongs to. */
export type EnclosingRun = {
  readonly id: string
  readonly run_count: number
  readonly state: {
    readonly type: StateType
    readonly pauseTimeout: Stamp | null
    readonly pauseReschedule: boolean
  } | null
}

export type TaskContext = Context & {
  /** Absent for a task run outside any flow run. */
  readonly flowRun: EnclosingRun | undefined
  /** The limits of the run's tags, in the order of their names. */
  readonly tagLimits: readonly LimitView[]
  /** The leases that the run holds on those limits. */
  readonly heldLeases: readonly string[]
  /** The latest state that is stored under the proposal's cache key and has not expired. */
  readonly cached: State | undefined
  /** Evenly distributed in [0, 1): what jitter is drawn with. */
  readonly chance: number
}
