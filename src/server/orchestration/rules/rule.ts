import type { Context, FlowContext, TaskContext } from '../../model/context.ts'
import type { FlowRunChanges, FlowRunView, RunView, TaskRunChanges, TaskRunView } from '../../model/run.ts'
import { type ProposedState, STATE_TYPES, type StateType } from '../../model/state.ts'

/** Something to do in the same transaction as the transition, beside writing the state and the run's columns. */
export type Effect =
  /** Takes one slot of each limit, for the run, until the lease ends. */
  | {
      readonly kind: 'take-slots'
      readonly leaseId: string
      readonly limitIds: readonly string[]
      readonly seconds: number
      readonly holder: Holder | undefined
    }
  | { readonly kind: 'renew-lease'; readonly leaseId: string; readonly seconds: number }
  /** Gives back what the lease holds and ends it; where it is gone, one slot of the limit, if any is named. */
  | { readonly kind: 'release-lease'; readonly leaseId: string; readonly fallbackLimitId: string | undefined }
  | { readonly kind: 'release-slot'; readonly limitId: string }
  /** Ends a lease without giving back what it holds. */
  | { readonly kind: 'revoke-lease'; readonly leaseId: string }
  /** Gives the parent task run of a subflow the state too. */
  | { readonly kind: 'mirror-to-parent'; readonly taskRunId: string; readonly flowRunId: string }
  | { readonly kind: 'cache-state'; readonly cacheKey: string; readonly expiration: number | null }
  /** Hands a background task to whoever serves its key. */
  | { readonly kind: 'enqueue-task'; readonly isRetry: boolean }

type Holder = { readonly type: 'flow_run' | 'task_run'; readonly id: string }

/** What a rule thinks of a proposal. */
export type Verdict<Changes> =
  /** Goes on, perhaps with another proposal of the same type, other columns of the run, and effects. */
  | {
      readonly verdict: 'accept'
      readonly proposed?: ProposedState
      readonly changes?: Changes
      readonly effects?: readonly Effect[]
    }
  /** Another state instead, or none: then the run stays as it is. */
  | {
      readonly verdict: 'reject'
      readonly state: ProposedState | null
      readonly reason: string
      readonly changes?: Changes
    }
  /** Nothing is written, and whoever asked should give up. */
  | { readonly verdict: 'abort'; readonly reason: string }
  /** Nothing is written, and whoever asked should ask again then. */
  | { readonly verdict: 'wait'; readonly delaySeconds: number; readonly reason: string }

/** How a transition went, for rules that have something to say once it is settled. */
export type Settled = {
  /** The state that was written, or null. */
  readonly written: ProposedState | null
  readonly isRejected: boolean
}

/** What follows from a settled transition. */
type Aftermath<Changes> = { readonly changes?: Changes; readonly effects?: readonly Effect[] }

/**
 * One rule. It fires on transitions from one of `from` to one of `to`, null meaning no state, as long as no rule before
 * it proposed a state of another type (`prefect/server/orchestration/rules.py`, `BaseOrchestrationRule`).
 */
export type Rule<Run, Context, Changes> = {
  readonly name: string
  readonly from: readonly (StateType | null)[]
  readonly to: readonly (StateType | null)[]
  /** Judges the proposal. */
  readonly before?: (run: Run, proposed: ProposedState, context: Context) => Verdict<Changes>
  /** Fires once the transition is settled, unless another rule overturned it. */
  readonly after?: (run: Run, settled: Settled, context: Context) => Aftermath<Changes>
  /**
   * The columns to set when a later rule overturns the transition, from the run as `before` found it; what `before`
   * asked for is then not done either. Without it, what `before` did stays.
   */
  readonly takeBack?: (found: Run) => Changes
  /** Fires on every transition that writes a state, whatever became of the proposal (`BaseUniversalTransform`). */
  readonly isUniversal?: boolean
}

/** What a rule answers that has no objection. */
export const ACCEPT = { verdict: 'accept' } as const

/** Every state and none. */
export const ANY: readonly (StateType | null)[] = [null, ...STATE_TYPES]

/** Every state and none but these. */
export function anyBut(...types: readonly StateType[]): readonly (StateType | null)[] {
  return ANY.filter((type) => type === null || !types.includes(type))
}

export type FlowRule = Rule<FlowRunView, FlowContext, FlowRunChanges>
export type TaskRule = Rule<TaskRunView, TaskContext, TaskRunChanges>
/** A rule for flow runs and task runs alike. */
export type RunRule = Rule<RunView, Context, object>
