import type {
  ConcurrencyLimit,
  DesiredDeployment,
  DesiredFields,
  FieldName,
  LiveDeployment,
} from '../model/deployment.ts'
import { type Json, type JsonObject, isJsonObject, sameJson } from '../model/json.ts'
import type { FieldChange } from '../model/plan.ts'
import { renderParameters } from './parameters.ts'

/**
 * One field that a spec may name: how each side is brought to the form the server would store, and what a write carries.
 * Tags and schedules are not here: the mark and the rows' identity give them rules of their own.
 */
type Field = {
  readonly name: PlainField
  /** undefined: the spec does not name it, so it is neither sent nor compared. */
  readonly desired: (fields: DesiredFields) => Json | undefined
  readonly live: (live: LiveDeployment, fields: DesiredFields) => Json
  readonly body: (fields: DesiredFields, live: LiveDeployment | undefined) => JsonObject
}

type PlainField = Exclude<FieldName, 'tags' | 'schedules'>

const FIELDS: readonly Field[] = [
  plain('entrypoint', 'entrypoint', (live) => live.entrypoint),
  plain('path', 'path', (live) => live.path),
  {
    name: 'description',
    desired: ({ description }) => (description === undefined ? undefined : normalDescription(description)),
    live: ({ description }) => normalDescription(description),
    body: ({ description = null }) => ({ description }),
  },
  plain('version', 'version', (live) => live.version),
  {
    name: 'parameters',
    desired: ({ parameters }) => parameters && renderParameters(parameters),
    live: (live) => live.parameters,
    body: ({ parameters = {} }) => ({ parameters: renderParameters(parameters) }),
  },
  {
    name: 'parameter_schema',
    desired: ({ parameter_schema }) => parameter_schema && normalSchema(parameter_schema),
    live: (live) => normalSchema(live.parameterSchema),
    body: ({ parameter_schema = {} }) => ({ parameter_openapi_schema: parameter_schema }),
  },
  plain('enforce_parameter_schema', 'enforce_parameter_schema', (live) => live.enforceParameterSchema),
  plain('paused', 'paused', (live) => live.paused),
  {
    name: 'work_pool.name',
    desired: (fields) => fields['work_pool.name'],
    live: (live) => live.workPoolName,
    body: poolBody,
  },
  {
    name: 'work_pool.work_queue_name',
    // a queue is one of a pool: where the pool is not ours to say, neither is the queue
    desired: (fields) =>
      typeof fields['work_pool.name'] !== 'string' ? undefined : fields['work_pool.work_queue_name'],
    live: (live) => (live.workPoolName === null ? null : live.workQueueName),
    body: poolBody,
  },
  {
    name: 'work_pool.job_variables',
    desired: (fields) => fields['work_pool.job_variables'],
    live: (live) => live.jobVariables,
    // the server checks job variables against the pool's template only when the pool is named in the same request
    body: (fields, live) => ({
      job_variables: fields['work_pool.job_variables'] ?? {},
      ...(typeof fields['work_pool.name'] === 'string' ? poolBody(fields, live) : {}),
    }),
  },
  {
    name: 'pull',
    desired: ({ pull }) => pull,
    live: ({ pullSteps }) => pullSteps ?? [],
    body: ({ pull = [] }) => ({ pull_steps: pull }),
  },
  {
    name: 'concurrency_limit',
    desired: ({ concurrency_limit }) => concurrency_limit,
    live: (live, { concurrency_limit }) => liveLimit(live, concurrency_limit ?? null),
    body: ({ concurrency_limit = null }, live) => limitBody(concurrency_limit, live),
  },
]

/** The fields on which a spec and its live deployment are at odds, in the order in which they are shown. */
export function fieldChanges(desired: DesiredDeployment, live: LiveDeployment): readonly FieldChange[] {
  const fields = enforcedFields(desired)
  return FIELDS.flatMap(({ name, ...field }) => {
    const wanted = field.desired(fields)
    const stored = field.live(live, fields)
    if (wanted === undefined || sameJson(wanted, stored)) return []
    return [
      {
        field: name,
        old: stored,
        new: wanted,
        reason: reasonFor(stored, wanted),
        at: desired.places[name] ?? desired.at,
      },
    ]
  })
}

/** The PATCH that brings the named fields to what the spec says, and nothing else. */
export function patchFor(names: ReadonlySet<string>, desired: DesiredDeployment, live: LiveDeployment): JsonObject {
  const chosen = FIELDS.filter(({ name }) => names.has(name))
  return bodyOf(chosen, enforcedFields(desired), live)
}

/** What is enforced once the deployment exists: all that the spec names, without what it only seeds. */
function enforcedFields({ fields, seed }: DesiredDeployment): DesiredFields {
  const seeded: ReadonlySet<string> = new Set(seed)
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !seeded.has(name)))
}

/** The part of a POST that the plain fields make; fields that the spec does not name are left to the server. */
export function creationBody(fields: DesiredFields): JsonObject {
  return bodyOf(
    FIELDS.filter((field) => field.desired(fields) !== undefined),
    fields,
    undefined,
  )
}

/** What a creation sets, as rows of a plan. */
export function creationFields(desired: DesiredDeployment): readonly FieldChange[] {
  return FIELDS.flatMap((field) => {
    const value = field.desired(desired.fields)
    if (value === undefined) return []
    return [
      {
        field: field.name,
        old: null,
        new: value,
        reason: 'set',
        at: desired.places[field.name] ?? desired.at,
      } as const,
    ]
  })
}

function bodyOf(chosen: readonly Field[], fields: DesiredFields, live: LiveDeployment | undefined): JsonObject {
  return Object.fromEntries(chosen.flatMap((field) => Object.entries(field.body(fields, live))))
}

function reasonFor(old: Json, wanted: Json): 'set' | 'cleared' | 'changed' {
  return isEmpty(wanted) ? 'cleared' : isEmpty(old) ? 'set' : 'changed'
}

function isEmpty(value: Json): boolean {
  if (value === null || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

/** A field that is stored as it is sent. */
function plain(
  name: 'entrypoint' | 'path' | 'version' | 'enforce_parameter_schema' | 'paused',
  key: string,
  live: (live: LiveDeployment) => Json,
): Field {
  return { name, desired: (fields) => fields[name], live, body: (fields) => ({ [key]: fields[name] ?? null }) }
}

/** Prefect's Python client stores the text "None" where a flow has no docstring. */
function normalDescription(description: string | null): string | null {
  return description === '' || description === 'None' ? null : description
}

/** An absent schema, `{}` and the schema of no parameters mean the same; the server turns one into the other. */
function normalSchema(schema: JsonObject | null): JsonObject {
  return schema === null || Object.keys(schema).length === 0 || sameJson(schema, { type: 'object', properties: {} })
    ? {}
    : schema
}

/**
 * Pool and queue always go together: a queue alone moves the deployment to `default-agent-pool`, and a pool alone leaves
 * the former queue's name in the row (Prefect 3.8, models/deployments.py).
 */
function poolBody(fields: DesiredFields, live: LiveDeployment | undefined): JsonObject {
  const pool = fields['work_pool.name'] ?? null
  if (pool === null) return { work_pool_name: null, work_queue_name: null }
  const former = live?.workPoolName === pool ? live.workQueueName : null
  return { work_pool_name: pool, work_queue_name: fields['work_pool.work_queue_name'] ?? former ?? 'default' }
}

/** The live limit, reduced to the parts that the spec names. */
function liveLimit({ limit, concurrencyOptions }: LiveDeployment, wanted: ConcurrencyLimit | null): Json {
  if (limit === null) return null
  if (wanted === null) return { limit: limit.limit }
  const options = isJsonObject(concurrencyOptions) ? concurrencyOptions : {}
  return {
    limit: limit.limit,
    ...(wanted.collision_strategy && { collision_strategy: options['collision_strategy'] ?? null }),
    ...(wanted.grace_period_seconds && { grace_period_seconds: options['grace_period_seconds'] ?? null }),
  }
}

/**
 * A shared limit that someone attached is let go, never rewritten or deleted: the server would do that to the shared row.
 * An own limit (`deployment:<id>`) is changed in place or deleted.
 */
function limitBody(wanted: ConcurrencyLimit | null, live: LiveDeployment | undefined): JsonObject {
  const shared: JsonObject = live?.limit && !live.limit.own ? { global_concurrency_limit_id: null } : {}
  if (wanted === null) {
    const removed: JsonObject = live?.limit?.own ? { concurrency_limit: null } : shared
    return { ...removed, concurrency_options: null }
  }
  const { collision_strategy, grace_period_seconds, limit } = wanted
  const differs = live?.limit?.limit !== limit
  const stored = isJsonObject(live?.concurrencyOptions) ? live.concurrencyOptions : {}
  const options: JsonObject = {
    collision_strategy: collision_strategy ?? stored['collision_strategy'] ?? 'ENQUEUE',
    grace_period_seconds: grace_period_seconds ?? stored['grace_period_seconds'] ?? null,
  }
  const changed: JsonObject = differs ? { ...shared, concurrency_limit: limit } : {}
  return collision_strategy || grace_period_seconds ? { ...changed, concurrency_options: options } : changed
}
