import type { OwnedField } from '../generated/deployment.ts'
import type { Json, JsonObject } from './json.ts'
import type { Place } from './place.ts'
import type { DesiredSchedule, LiveSchedule } from './schedule.ts'

/** The identity of a deployment: `<flow name>/<deployment name>`. */
export type DeploymentKey = string

export function keyOf(flow: string, name: string): DeploymentKey {
  return `${flow}/${name}`
}

/** A field that registrar sends and compares, named by its path in a spec. */
export type FieldName = OwnedField

type CollisionStrategy = 'ENQUEUE' | 'CANCEL_NEW'

export type ConcurrencyLimit = {
  readonly limit: number
  readonly collision_strategy?: CollisionStrategy
  readonly grace_period_seconds?: number
}

/**
 * What a spec says of each field. A field that the spec does not name is absent here too: it is not ours.
 * null, an empty list and an empty mapping clear.
 */
export type DesiredFields = {
  readonly entrypoint?: string
  readonly path?: string | null
  readonly description?: string | null
  readonly version?: string | null
  readonly tags?: readonly string[]
  readonly parameters?: JsonObject
  readonly parameter_schema?: JsonObject
  readonly enforce_parameter_schema?: boolean
  readonly paused?: boolean
  readonly schedules?: Readonly<Record<string, DesiredSchedule>>
  readonly 'work_pool.name'?: string | null
  readonly 'work_pool.work_queue_name'?: string
  readonly 'work_pool.job_variables'?: JsonObject
  readonly pull?: readonly JsonObject[]
  readonly concurrency_limit?: ConcurrencyLimit | null
}

export type OnRemove = 'delete' | 'pause' | 'keep'

/** A deployment as the specs want it: read, checked, its flow's name known. */
export type DesiredDeployment = {
  readonly key: DeploymentKey
  readonly flow: string
  readonly name: string
  /** Where the deployment begins in its file. */
  readonly at: Place
  /** Where each named field stands, by field name; a schedule under `schedules.<slug>`. */
  readonly places: Readonly<Record<string, Place>>
  readonly fields: DesiredFields
  readonly schedulesPolicy: 'merge' | 'exclusive'
  /** Fields that are set at creation and then left alone. */
  readonly seed: readonly FieldName[]
  readonly renamedFrom?: DeploymentKey
  readonly onRemove: OnRemove
  readonly protect: boolean
}

/** The concurrency limit attached to a live deployment. `own` is false when it is a shared limit that someone made. */
export type LiveLimit = { readonly id: string; readonly name: string; readonly limit: number; readonly own: boolean }

/** A deployment as the server has it, in the server's own terms. */
export type LiveDeployment = {
  readonly id: string
  readonly key: DeploymentKey
  readonly flow: string
  readonly flowId: string
  readonly name: string
  readonly entrypoint: string | null
  readonly path: string | null
  readonly description: string | null
  readonly version: string | null
  readonly tags: readonly string[]
  readonly labels: JsonObject
  readonly parameters: JsonObject
  readonly parameterSchema: JsonObject | null
  readonly enforceParameterSchema: boolean
  readonly paused: boolean
  readonly schedules: readonly LiveSchedule[]
  /** How many more schedules it has, of kinds that we do not know. They are left alone. */
  readonly unknownSchedules?: number
  readonly workPoolName: string | null
  readonly workQueueName: string | null
  readonly jobVariables: JsonObject
  readonly pullSteps: readonly Json[] | null
  readonly limit: LiveLimit | null
  readonly concurrencyOptions: JsonObject | null
  /** ISO 8601. The server moves it with every accepted PATCH. */
  readonly updated: string
}

/** A work pool, as far as a plan needs it. */
export type LiveWorkPool = { readonly name: string; readonly type: string; readonly isPaused: boolean }
