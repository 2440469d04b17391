// Made from schemas/plan.schema.json by `npm run generate`. Do not edit.
/**
 * What `registrar plan --json` and `registrar apply --json` print, whatever the exit code.
 */
export interface PlanDocument {
  /**
   * The format of this document and its version. A change that could break a reader gives a new number.
   */
  format: 'registrar.plan/1'
  /**
   * How the run ended. planned: there is a plan, nothing was written. refused: a safety rule stands against the plan. applied: every change was carried out. partly_applied: some failed or were not attempted. stopped: there is no plan, or it may not be applied, because of an error in a spec or in reaching the server.
   */
  status: 'planned' | 'refused' | 'applied' | 'partly_applied' | 'stopped'
  /**
   * The name under which this repository owns deployments. null when the run stopped before it was known.
   */
  scope: string | null
  /**
   * The server that was asked. null when the run stopped before one was asked.
   */
  target: {
    /**
     * How the server was chosen: a target of registrar.yaml, a Prefect profile, PREFECT_API_URL, or embedded.
     */
    name: string
    /**
     * The server's API, without credentials.
     */
    url: string
  } | null
  /**
   * Over what the specs want and what was read of the server: two plans with the same fingerprint are the same plan.
   */
  fingerprint: string | null
  /**
   * How many changes of each kind there are.
   */
  summary: {
    /**
     * Deployments that are not on the server.
     */
    create: number
    /**
     * Deployments of ours that differ.
     */
    update: number
    /**
     * Deployments without an owner that get our mark.
     */
    adopt: number
    /**
     * Deployments of ours that no spec wants and that are deleted.
     */
    prune: number
    /**
     * Deployments that are as the specs want them.
     */
    unchanged: number
    /**
     * Deployments of ours that no spec wants and that stay.
     */
    kept: number
    /**
     * Changes that write: create, update, adopt and prune together.
     */
    writes: number
  }
  /**
   * What becomes of each deployment, in the order in which it is shown.
   */
  changes: Change[]
  /**
   * Safety rules that stand against the plan. With any, apply writes nothing and exits with 3.
   */
  refusals: Refusal[]
  /**
   * Problems in the specs, and between the specs and the server. With any of severity error nothing is written.
   */
  findings: Finding[]
  /**
   * What became of each change; null when nothing was carried out.
   */
  outcomes: Outcome[] | null
  /**
   * Why the run stopped, when it was not for a finding or a refusal.
   */
  error: Failure | null
}
/**
 * What becomes of one deployment.
 *
 * This interface was referenced by `PlanDocument`'s JSON-Schema
 * via the `definition` "Change".
 */
export interface Change {
  /**
   * What is done. noop writes nothing.
   */
  action: 'create' | 'update' | 'adopt' | 'prune' | 'noop'
  /**
   * Why. kept, kept_by_mark and kept_adopted are no longer desired and stay.
   */
  reason:
    | 'not_live'
    | 'renamed'
    | 'fields_differ'
    | 'unowned'
    | 'not_desired'
    | 'same'
    | 'kept'
    | 'kept_by_mark'
    | 'kept_adopted'
  /**
   * The deployment's identity: flow name, slash, deployment name.
   */
  key: string
  /**
   * The deployment's id on the server; null when it is not there yet.
   */
  id: string | null
  /**
   * Where the spec begins; null when no spec wants it.
   */
  at: Place | null
  /**
   * The fields that differ, with both values as the server would store them. For create: the fields that the spec sets.
   */
  fields: FieldChange[]
  /**
   * What becomes of each schedule row that is made, changed, deleted, or somebody else's and kept.
   */
  schedules: ScheduleChange[]
  /**
   * What the change does beyond the fields.
   */
  consequences: Consequence[]
}
/**
 * A stretch of a file.
 *
 * This interface was referenced by `PlanDocument`'s JSON-Schema
 * via the `definition` "Place".
 */
export interface Place {
  /**
   * Relative to the project's root.
   */
  file: string
  /**
   * Counted from 1.
   */
  line: number
  /**
   * Counted from 1.
   */
  column: number
  /**
   * Counted from 1.
   */
  endLine?: number
  /**
   * Counted from 1.
   */
  endColumn?: number
}
/**
 * One field that differs.
 *
 * This interface was referenced by `PlanDocument`'s JSON-Schema
 * via the `definition` "FieldChange".
 */
export interface FieldChange {
  /**
   * The field's path in a spec.
   */
  field: string
  /**
   * What the server has.
   */
  old: {
    [k: string]: unknown
  }
  /**
   * What the spec wants.
   */
  new: {
    [k: string]: unknown
  }
  /**
   * changed: both sides have a value. set: the server has none. cleared: the spec wants none. mark_missing: our ownership mark is not there.
   */
  reason: 'changed' | 'set' | 'cleared' | 'mark_missing'
  /**
   * Where the spec says so; null when no line of it does.
   */
  at: Place | null
}
/**
 * What becomes of one schedule row.
 *
 * This interface was referenced by `PlanDocument`'s JSON-Schema
 * via the `definition` "ScheduleChange".
 */
export interface ScheduleChange {
  /**
   * keep: the row is somebody else's and stays.
   */
  op: 'create' | 'update' | 'delete' | 'keep'
  /**
   * The schedule's name in the spec or on the server; null for a row without one.
   */
  slug: string | null
  /**
   * The row's id on the server; null when it is not there yet.
   */
  id: string | null
  /**
   * Why a row is deleted; null for the other operations.
   */
  reason: 'not_desired' | 'exclusive' | 'cleared' | null
  /**
   * Where the spec says so; null when no line of it does.
   */
  at: Place | null
  /**
   * When it fires: what is to be created, or what the server has.
   */
  schedule?: {
    [k: string]: unknown
  }
  /**
   * What differs in a row that is updated.
   */
  fields: FieldChange[]
}
/**
 * What a change does beyond the fields.
 *
 * This interface was referenced by `PlanDocument`'s JSON-Schema
 * via the `definition` "Consequence".
 */
export interface Consequence {
  /**
   * runs_rescheduled: future automatic runs are dropped and made again at once. resumes, pauses: something runs again, or no more. late_runs_dropped: automatic runs that are late and have not begun go with a deleted schedule. schedules_kept: rows that somebody else made stay. runs_deleted: scheduled runs go with the deployment. code_from_here: runs take the code from a folder of this machine.
   */
  kind:
    | 'runs_rescheduled'
    | 'resumes'
    | 'pauses'
    | 'late_runs_dropped'
    | 'schedules_kept'
    | 'runs_deleted'
    | 'code_from_here'
  /**
   * For resumes and pauses: the deployment's key, or a schedule's slug.
   */
  what?: string
  /**
   * For schedules_kept: how many.
   */
  count?: number
  /**
   * For code_from_here: which folder.
   */
  directory?: string
}
/**
 * A safety rule that stands against the plan.
 *
 * This interface was referenced by `PlanDocument`'s JSON-Schema
 * via the `definition` "Refusal".
 */
export interface Refusal {
  /**
   * Which rule.
   */
  code: 'prune_nothing_desired' | 'prune_too_many' | 'prune_protected' | 'prune_count_differs'
  /**
   * What is refused and why, for people.
   */
  message: string
  /**
   * What would allow it, for people.
   */
  remedy: string
  /**
   * How many deployments the plan deletes.
   */
  prunes?: number
  /**
   * How many deployments this scope owns.
   */
  managed?: number
  /**
   * The deletions' share of what is managed, in percent.
   */
  percent?: number
  /**
   * The number given with --allow-delete.
   */
  allowed?: number
  /**
   * The protected deployments.
   */
  keys?: string[]
}
/**
 * A problem with its place. Beside the keys below it carries the arguments of its code, such as field and suggestion.
 *
 * This interface was referenced by `PlanDocument`'s JSON-Schema
 * via the `definition` "Finding".
 */
export interface Finding {
  /**
   * What is wrong; it stays the same from release to release.
   */
  code: string
  /**
   * An error stops the plan, a warning does not.
   */
  severity: 'error' | 'warning'
  /**
   * Relative to the project's root.
   */
  file: string
  /**
   * Counted from 1.
   */
  line: number
  /**
   * Counted from 1.
   */
  column: number
  /**
   * The deployment it is about: its key, or its name while the flow is unknown.
   */
  deployment?: string | null
  /**
   * What is wrong, for people.
   */
  message: string
  [k: string]: unknown
}
/**
 * What became of one change.
 *
 * This interface was referenced by `PlanDocument`'s JSON-Schema
 * via the `definition` "Outcome".
 */
export interface Outcome {
  /**
   * The deployment.
   */
  key: string
  /**
   * What was to be done.
   */
  action: 'create' | 'update' | 'adopt' | 'prune' | 'noop'
  /**
   * What was done.
   */
  result: 'created' | 'updated' | 'adopted' | 'pruned' | 'unchanged' | 'failed' | 'not_attempted'
  /**
   * Fields for which the server stores something else than was sent.
   */
  unsettled: string[]
  /**
   * Why it failed; null when it did not.
   */
  error: Failure | null
}
/**
 * What failed and what to do.
 *
 * This interface was referenced by `PlanDocument`'s JSON-Schema
 * via the `definition` "Failure".
 */
export interface Failure {
  /**
   * What kind of failure; bug for a fault of registrar itself.
   */
  code: string
  /**
   * What it is about.
   */
  subject: string
  /**
   * What failed, for people.
   */
  message: string
  /**
   * What to do; null when there is nothing to say.
   */
  hint: string | null
}
