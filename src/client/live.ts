import type { LiveDeployment, LiveLimit, LiveWorkPool } from '../model/deployment.ts'
import { keyOf } from '../model/deployment.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { isJsonObject } from '../model/json.ts'
import type { LiveSchedule, ScheduleRule } from '../model/schedule.ts'

/** What makes a row one of the deployments; the rest may be absent on other versions of the server. */
export type DeploymentRow = JsonObject & { readonly id: string; readonly name: string; readonly flow_id: string }

export function isDeploymentRow(row: unknown): row is DeploymentRow {
  return (
    isJsonObject(row) &&
    typeof row['id'] === 'string' &&
    typeof row['name'] === 'string' &&
    typeof row['flow_id'] === 'string'
  )
}

/**
 * A deployment of the API as a LiveDeployment. Fields that are absent read as what the server stores when they are not
 * given; fields that we do not know are passed over. A schedule whose kind we do not know is left out and counted.
 */
export function liveDeployment(row: DeploymentRow, flow: string): LiveDeployment {
  const schedules = list(row['schedules']).map(liveSchedule)
  const known = schedules.filter((schedule) => schedule !== undefined)
  const unknown = schedules.length - known.length
  return {
    id: row.id,
    key: keyOf(flow, row.name),
    flow,
    flowId: row.flow_id,
    name: row.name,
    entrypoint: text(row['entrypoint']),
    path: text(row['path']),
    description: text(row['description']),
    version: text(row['version']),
    tags: list(row['tags']).filter((tag) => typeof tag === 'string'),
    labels: object(row['labels']) ?? {},
    parameters: object(row['parameters']) ?? {},
    parameterSchema: object(row['parameter_openapi_schema']),
    enforceParameterSchema: row['enforce_parameter_schema'] !== false,
    paused: row['paused'] === true,
    schedules: known,
    ...(unknown === 0 ? {} : { unknownSchedules: unknown }),
    workPoolName: text(row['work_pool_name']),
    workQueueName: text(row['work_queue_name']),
    jobVariables: object(row['job_variables']) ?? {},
    pullSteps: Array.isArray(row['pull_steps']) ? (row['pull_steps'] as readonly Json[]) : null,
    limit: liveLimit(row['global_concurrency_limit'], row.id),
    concurrencyOptions: object(row['concurrency_options']),
    updated: text(row['updated']) ?? '',
  }
}

/** A schedule row of the API; undefined when it has no id or is of no kind that we know. */
function liveSchedule(row: Json | undefined): LiveSchedule | undefined {
  if (!isJsonObject(row) || typeof row['id'] !== 'string') return undefined
  const rule = row['schedule']
  if (!isScheduleRule(rule)) return undefined
  return {
    id: row['id'],
    slug: text(row['slug']),
    rule,
    active: row['active'] !== false,
    parameters: object(row['parameters']) ?? {},
    max_scheduled_runs: typeof row['max_scheduled_runs'] === 'number' ? row['max_scheduled_runs'] : null,
  }
}

function isScheduleRule(rule: unknown): rule is ScheduleRule {
  if (!isJsonObject(rule)) return false
  const { cron, interval, rrule } = rule
  return (
    typeof cron === 'string' ||
    typeof interval === 'number' ||
    typeof interval === 'string' ||
    typeof rrule === 'string'
  )
}

/** A limit is the deployment's own when it has the name that the server gives to one (`models/deployments.py`). */
function liveLimit(limit: Json | undefined, deploymentId: string): LiveLimit | null {
  if (!isJsonObject(limit)) return null
  const { id, name, limit: slots } = limit
  if (typeof id !== 'string' || typeof name !== 'string' || typeof slots !== 'number') return null
  return { id, name, limit: slots, own: name === `deployment:${deploymentId}` }
}

/** A work pool of the API; undefined when it has no name. */
export function liveWorkPool(row: Json | undefined): LiveWorkPool | undefined {
  if (!isJsonObject(row) || typeof row['name'] !== 'string') return undefined
  return { name: row['name'], type: text(row['type']) ?? '', isPaused: row['is_paused'] === true }
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null
}

function object(value: Json | undefined): JsonObject | null {
  return isJsonObject(value) ? value : null
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []
}
