import { isAbsent } from '../model/absent.ts'
import type { DeploymentCreate, DeploymentUpdate } from '../model/requests.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import type { DeploymentValues } from '../store/deployment-writes.ts'
import { storedSchema } from '../parameters/parameters.ts'

type Sent = DeploymentCreate | DeploymentUpdate

/** The columns that a request sets as they stand in it: what is absent stays, and null is null. */
export function sentValues(body: Sent): DeploymentValues {
  return {
    version: body.version,
    description: body.description,
    paused: body.paused,
    work_queue_name: body.work_queue_name,
    concurrency_limit_id: body.global_concurrency_limit_id,
    concurrency_options: storedOptions(body.concurrency_options),
    tags: body.tags,
    parameter_openapi_schema: storedSchema(body.parameter_openapi_schema),
    enforce_parameter_schema: body.enforce_parameter_schema,
    pull_steps: body.pull_steps,
    job_variables: body.job_variables ?? undefined,
    path: body.path,
    entrypoint: body.entrypoint,
    storage_document_id: body.storage_document_id,
    infrastructure_document_id: body.infrastructure_document_id,
  }
}

/** Only the known keys, with the grace period filled in. */
function storedOptions(options: Sent['concurrency_options']): JsonObject | null | undefined {
  if (isAbsent(options)) return options
  return { collision_strategy: options.collision_strategy, grace_period_seconds: options.grace_period_seconds ?? null }
}

const FORMER_FIELDS = new Set([
  'worker_pool_queue_id',
  'worker_pool_name',
  'worker_pool_queue_name',
  'work_pool_queue_name',
])

/** The body without the fields of Prefect before 2.8, which are dropped unseen (`remove_old_deployment_fields`). */
export function withoutFormerFields(body: Json | undefined): Json | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  return Object.fromEntries(Object.entries(body).filter(([key]) => !FORMER_FIELDS.has(key)))
}
