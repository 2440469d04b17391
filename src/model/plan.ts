import type { DeploymentKey, DesiredDeployment, LiveDeployment } from './deployment.ts'
import type { Finding } from './finding.ts'
import type { Json, JsonObject } from './json.ts'
import type { Place } from './place.ts'
import type { DesiredSchedule, LiveSchedule } from './schedule.ts'

/** Why a field differs: which side moved is not known without history, so it says what is at odds. */
export type FieldReason = 'changed' | 'set' | 'cleared' | 'mark_missing'

/** One field that differs, in normalised form on both sides. `field` is its path in a spec. */
export type FieldChange = {
  readonly field: string
  readonly old: Json
  readonly new: Json
  readonly reason: FieldReason
  /** Where the spec says so; absent for what no spec line names (the mark). */
  readonly at?: Place
}

/** One row of a deployment's schedules, and what becomes of it. */
export type ScheduleChange =
  | {
      readonly op: 'create'
      readonly slug: string
      readonly desired: DesiredSchedule
      readonly row: ScheduleRow
      readonly at?: Place
    }
  | {
      readonly op: 'update'
      readonly slug: string
      readonly live: LiveSchedule
      /** The whole row as it is to be: the server's row PATCH is not partial. */
      readonly row: ScheduleRow
      readonly fields: readonly FieldChange[]
      readonly at?: Place
    }
  | { readonly op: 'delete'; readonly live: LiveSchedule; readonly reason: 'not_desired' | 'exclusive' | 'cleared' }
  /** Someone else's row: no slug, and nothing in the spec matches it. */
  | { readonly op: 'keep'; readonly live: LiveSchedule }

/** A schedule row as the API takes it. */
export type ScheduleRow = {
  readonly schedule: JsonObject
  readonly slug: string
  readonly active?: boolean
  readonly parameters?: JsonObject
  readonly max_scheduled_runs?: number
}

/** What a change does beyond the fields: said in the plan so that nobody is surprised. */
export type Consequence =
  /** The write drops the deployment's future automatic runs; apply has them made again at once. */
  | { readonly kind: 'runs_rescheduled' }
  /** Something paused begins to run again. `what` is the deployment, or a schedule's slug. */
  | { readonly kind: 'resumes'; readonly what: string }
  | { readonly kind: 'pauses'; readonly what: string }
  /** Deleting a schedule also drops the deployment's automatic runs that are late and have not begun. */
  | { readonly kind: 'late_runs_dropped' }
  /** Schedules on the server that this spec does not list stay. */
  | { readonly kind: 'schedules_kept'; readonly count: number }
  /** The deployment's scheduled runs are deleted with it; started ones go on without a deployment. */
  | { readonly kind: 'runs_deleted' }
  /** Runs are to take the code from this folder of this machine, as no `pull` or `path` says where it is. */
  | { readonly kind: 'code_from_here'; readonly directory: string }

export type Change = CreateChange | UpdateChange | AdoptChange | PruneChange | NoopChange

/** A `renamed` one rests where the deployment rested that it was renamed from, unless its spec says otherwise. */
export type CreateChange = {
  readonly action: 'create'
  readonly reason: 'not_live' | 'renamed'
  readonly key: DeploymentKey
  readonly desired: DesiredDeployment
  /** The body of the POST, without `flow_id`. */
  readonly body: JsonObject
  readonly fields: readonly FieldChange[]
  readonly schedules: readonly ScheduleChange[]
  readonly consequences: readonly Consequence[]
}

type Difference = {
  readonly key: DeploymentKey
  readonly live: LiveDeployment
  /** The body of the PATCH: only what differs. Empty when only schedule rows do. */
  readonly patch: JsonObject
  readonly fields: readonly FieldChange[]
  readonly schedules: readonly ScheduleChange[]
  readonly consequences: readonly Consequence[]
}

export type UpdateChange = Difference &
  (
    | { readonly action: 'update'; readonly reason: 'fields_differ'; readonly desired: DesiredDeployment }
    /** No spec wants it any more and its `on_remove` is `pause`, or another deployment was renamed from it. */
    | { readonly action: 'update'; readonly reason: 'not_desired' | 'renamed'; readonly desired?: undefined }
  )

export type AdoptChange = Difference & {
  readonly action: 'adopt'
  readonly reason: 'unowned'
  readonly desired: DesiredDeployment
}

export type PruneChange = {
  readonly action: 'prune'
  readonly reason: 'not_desired' | 'renamed'
  readonly key: DeploymentKey
  readonly live: LiveDeployment
  readonly consequences: readonly Consequence[]
}

export type NoopChange = {
  readonly action: 'noop'
  /**
   * `same`: nothing differs. The others are no longer desired and stay: `kept` as pruning was not asked for,
   * `kept_by_mark` as its spec said `on_remove: keep`, `kept_adopted` as it was adopted and not made by us.
   */
  readonly reason: 'same' | 'kept' | 'kept_by_mark' | 'kept_adopted'
  readonly key: DeploymentKey
  readonly live: LiveDeployment
  readonly desired?: DesiredDeployment
  readonly schedules: readonly ScheduleChange[]
}

/** Why a plan must not be applied as it stands, though every file is right. */
export type Refusal =
  | { readonly code: 'prune_nothing_desired'; readonly prunes: number }
  | { readonly code: 'prune_too_many'; readonly prunes: number; readonly managed: number; readonly percent: number }
  | { readonly code: 'prune_protected'; readonly keys: readonly DeploymentKey[] }
  | { readonly code: 'prune_count_differs'; readonly prunes: number; readonly allowed: number }

/** What a server is, as far as a plan must say. */
export type TargetIdentity = { readonly name: string; readonly url: string }

/** Desired × live: the changes in order, with everything that apply and the views need. A plain value. */
export type Plan = {
  readonly scope: string
  readonly target: TargetIdentity
  /** `sha256:` over what is desired and what was read of the server. */
  readonly fingerprint: string
  readonly changes: readonly Change[]
  readonly refusals: readonly Refusal[]
  readonly findings: readonly Finding[]
}

/** Whether carrying the change out would write. */
export function writes(change: Change): boolean {
  return change.action !== 'noop'
}
