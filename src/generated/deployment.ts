// Made from schemas/deployment.schema.json by `npm run generate`. Do not edit.
/**
 * One Prefect deployment, or `deployments:` with many. A field that is absent is left alone on the server; a value is enforced; null, an empty list or an empty mapping clears.
 */
export type SpecDocument = DeploymentList | DeploymentSpec
/**
 * A field of a spec that registrar sends and compares.
 */
export type OwnedField =
  | 'entrypoint'
  | 'path'
  | 'description'
  | 'version'
  | 'tags'
  | 'parameters'
  | 'parameter_schema'
  | 'enforce_parameter_schema'
  | 'paused'
  | 'schedules'
  | 'work_pool.name'
  | 'work_pool.work_queue_name'
  | 'work_pool.job_variables'
  | 'pull'
  | 'concurrency_limit'

/**
 * Several deployments in one document.
 */
export interface DeploymentList {
  /**
   * A place for YAML anchors that the deployments below reuse. It is not sent anywhere.
   */
  definitions?: {
    [k: string]: unknown
  }
  /**
   * The deployments of this document.
   */
  deployments: DeploymentSpec[]
}
/**
 * One deployment, in Prefect's own words.
 */
export interface DeploymentSpec {
  /**
   * The deployment's name; with the flow's name it is the identity. Not allowed: / % & < >
   */
  name: string
  /**
   * The flow's name. Needed only when it cannot be read from the entrypoint's Python source.
   */
  flow?: string
  /**
   * Where the flow function is: a Python file relative to the project's root, a colon and the function. The flow's name is read from there without running it.
   */
  entrypoint?: string
  /**
   * The folder, or path in the storage, that Prefect takes the code from when there are no pull steps.
   */
  path?: string | null
  /**
   * Text shown in Prefect's interface; Markdown.
   */
  description?: string | null
  /**
   * A free text naming the version of the code.
   */
  version?: string | null
  /**
   * Tags of the deployment and its runs; compared without order. Registrar's own tag `registrar:<scope>` is added by itself.
   */
  tags?: string[] | null
  /**
   * Arguments of the flow function for every run.
   */
  parameters?: {
    [k: string]: unknown
  } | null
  /**
   * JSON Schema of the parameters: inline, or a JSON file relative to the project's root. Prefect shows a form from it and checks runs against it.
   */
  parameter_schema?:
    | {
        [k: string]: unknown
      }
    | string
  /**
   * Whether the server refuses runs whose parameters do not fit the schema.
   */
  enforce_parameter_schema?: boolean
  /**
   * Whether all schedules rest. Leave it out to keep what people set in the interface.
   */
  paused?: boolean
  /**
   * Schedules by slug. The slug keeps a schedule's identity, so its runs are neither lost nor doubled when it changes. Empty or null removes every schedule.
   */
  schedules?: {
    [k: string]: ScheduleSpec
  } | null
  /**
   * What happens to schedules without a slug that this spec does not list, such as those made in the interface: `merge` keeps and shows them, `exclusive` removes them.
   */
  schedules_policy?: 'merge' | 'exclusive'
  /**
   * Where the runs execute. null takes the deployment out of its pool.
   */
  work_pool?: {
    /**
     * The work pool; it must exist on the server.
     */
    name?: string
    /**
     * The queue in the pool. The server makes a missing one, so mind the spelling.
     */
    work_queue_name?: string
    /**
     * Values for the variables of the pool's base job template.
     */
    job_variables?: {
      [k: string]: unknown
    } | null
  } | null
  /**
   * Steps that bring the code to the worker, as in prefect.yaml.
   */
  pull?:
    | {
        [k: string]: unknown
      }[]
    | null
  /**
   * How many runs of this deployment may be active at once, and what happens to the next. null removes the limit.
   */
  concurrency_limit?:
    | number
    | {
        /**
         * Active runs at once.
         */
        limit: number
        /**
         * What happens to a run above the limit: it waits (ENQUEUE) or is cancelled (CANCEL_NEW).
         */
        collision_strategy?: 'ENQUEUE' | 'CANCEL_NEW'
        /**
         * Seconds that a run has to start before its slot is given back.
         */
        grace_period_seconds?: number
      }
    | null
  /**
   * The former `flow/name` of this deployment. Its paused state moves to the new one and the old one is paused (deleted with --prune).
   */
  renamed_from?: string
  /**
   * What --prune does when this spec has left the files: delete the deployment, pause it, or keep it.
   */
  on_remove?: 'delete' | 'pause' | 'keep'
  /**
   * Whether a plan that would delete this deployment is refused.
   */
  protect?: boolean
  /**
   * Fields of this spec that are neither sent nor compared.
   */
  ignore?: OwnedField[]
  /**
   * Fields that are set when the deployment is created and then left alone.
   */
  seed?: OwnedField[]
}
/**
 * When runs start: exactly one of cron, interval and rrule.
 */
export interface ScheduleSpec {
  /**
   * minute hour day month weekday, as Prefect reads it; a sixth field is seconds.
   */
  cron?: string
  /**
   * Seconds between runs, or a duration such as PT15M.
   */
  interval?: number | string
  /**
   * An iCalendar RRULE (RFC 5545), as Prefect reads it.
   */
  rrule?: string
  /**
   * The IANA time zone in which the schedule is read; UTC when absent.
   */
  timezone?: string
  /**
   * For interval: a moment from which the steps are counted, in the past or the future. Without one registrar gives 2020-01-01T00:00:00Z, so the grid never moves.
   */
  anchor_date?: string
  /**
   * For cron with both day and weekday: true fires when either matches (as cron does), false when both do.
   */
  day_or?: boolean
  /**
   * Whether this schedule makes runs. Leave it out to keep what people set in the interface.
   */
  active?: boolean
  /**
   * Arguments that runs of this schedule get over the deployment's own.
   */
  parameters?: {
    [k: string]: unknown
  } | null
  /**
   * Kept by the server with the schedule; Prefect 3.8 stores it and does not use it.
   */
  max_scheduled_runs?: number
}
