import { isAbsent } from '../model/absent.ts'
import { type SqlBool, sql } from 'kysely'
import type { DeploymentsQuery } from '../model/requests.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import {
  type Labels,
  type Stored,
  nullableStampText,
  storedPart,
  nullableObjectOf,
  nullableListOf,
  objectOf,
  tagsOf,
  labelsOf,
} from './columns.ts'
import { type ConcurrencyLimit, limitOf } from './concurrency-limit.ts'
import { deploymentMatches } from './deployment-filter.ts'
import { type DeploymentSchedule, readSchedules, readSchedulesOf } from './deployment-schedule.ts'
import { flowMatches } from './flow-filter.ts'
import { type Page, orderOf } from './page.ts'
import { type Predicate, combined } from './predicate.ts'
import { prepared } from './prepared.ts'
import type { Reader } from './store.ts'
import type { ConcurrencyLimitRow, DeploymentRow } from './tables.ts'
import { throughFlowRun } from './task-run-filter.ts'
import { throughQueue } from './work-pool-filter.ts'

/** A deployment as the API answers it. */
export type Deployment = Stored & {
  readonly name: string
  readonly version: string | null
  readonly description: string | null
  readonly flow_id: string
  readonly paused: boolean
  readonly schedules: readonly DeploymentSchedule[]
  /** Always null: `global_concurrency_limit` holds what counts. */
  readonly concurrency_limit: null
  readonly global_concurrency_limit: ConcurrencyLimit | null
  readonly concurrency_options: JsonObject | null
  readonly job_variables: JsonObject
  readonly parameters: JsonObject
  readonly tags: readonly string[]
  readonly labels: Labels
  readonly work_queue_name: string | null
  readonly work_queue_id: string | null
  readonly last_polled: string | null
  readonly parameter_openapi_schema: JsonObject | null
  readonly path: string | null
  readonly pull_steps: readonly Json[] | null
  readonly entrypoint: string | null
  readonly storage_document_id: string | null
  readonly infrastructure_document_id: string | null
  readonly created_by: null
  readonly updated_by: null
  readonly work_pool_name: string | null
  readonly status: 'READY' | 'NOT_READY'
  readonly enforce_parameter_schema: boolean
}

export async function readDeployment(db: Reader, id: string): Promise<Deployment | undefined> {
  const [row] = await wholeById(db, id)
  return row && deploymentOf(row, await readSchedules(db, id))
}

/** A deployment as its runs are made. */
export type DeploymentToRun = Deployment & {
  /** The queue that it names itself: runs are told no queue that was chosen for want of a name. */
  readonly named_queue: string | null
}

export async function readDeploymentToRun(db: Reader, id: string): Promise<DeploymentToRun | undefined> {
  const [row] = await wholeById(db, id)
  return row && { ...deploymentOf(row, await readSchedules(db, id)), named_queue: row.work_queue_name }
}

const wholeById = prepared((db, id: string) => whole(db).where('deployment.id', '=', id))

/** A deployment is named by its flow's name and its own. */
export async function readDeploymentByName(db: Reader, flow: string, name: string): Promise<Deployment | undefined> {
  const rows = await whole(db)
    .innerJoin('flow', 'flow.id', 'deployment.flow_id')
    .where('flow.name', '=', flow)
    .where('deployment.name', '=', name)
    .execute()
  return (await gathered(db, rows))[0]
}

export async function findDeployments(db: Reader, query: DeploymentsQuery, page: Page): Promise<readonly Deployment[]> {
  const rows = await whole(db)
    .where(combined('and_', terms(query)))
    .orderBy(orderOf('deployment', query.sort ?? 'NAME_ASC'))
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return gathered(db, rows)
}

export async function countDeployments(db: Reader, query: DeploymentsQuery): Promise<number> {
  const row = await db
    .selectFrom('deployment')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(combined('and_', terms(query)))
    .executeTakeFirstOrThrow()
  return row.count
}

export async function findDeploymentId(db: Reader, flowId: string, name: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('deployment')
    .select('id')
    .where('flow_id', '=', flowId)
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.id
}

function terms(query: DeploymentsQuery): Predicate[] {
  const { deployments, flows, flow_runs: runs, task_runs: tasks, work_pools: pools, work_pool_queues: queues } = query
  const found: Predicate[] = []
  if (!isAbsent(deployments)) found.push(deploymentMatches(deployments))
  if (!isAbsent(flows)) {
    found.push(sql<SqlBool>`exists (select 1 from flow where flow.id = deployment.flow_id and ${flowMatches(flows)})`)
  }
  found.push(...throughFlowRun(sql<SqlBool>`flow_run.deployment_id = deployment.id`, runs, tasks))
  found.push(...throughQueue('deployment.work_queue_id', pools, queues))
  return found
}

/** The columns of one row with those of what it points at. */
type WholeRow = DeploymentRow & {
  readonly queue_name: string | null
  readonly pool_name: string | null
} & { readonly [Column in keyof LimitColumns as `limit_${Column}`]: LimitColumns[Column] | null }

type LimitColumns = Omit<ConcurrencyLimitRow, 'denied_slots' | 'avg_slot_occupancy_seconds'>

function whole(db: Reader) {
  return db
    .selectFrom('deployment')
    .leftJoin('work_queue as queue', 'queue.id', 'deployment.work_queue_id')
    .leftJoin('work_pool as pool', 'pool.id', 'queue.work_pool_id')
    .leftJoin('concurrency_limit as gcl', 'gcl.id', 'deployment.concurrency_limit_id')
    .selectAll('deployment')
    .select([
      'queue.name as queue_name',
      'pool.name as pool_name',
      'gcl.id as limit_id',
      'gcl.created as limit_created',
      'gcl.updated as limit_updated',
      'gcl.name as limit_name',
      'gcl.limit as limit_limit',
      'gcl.active as limit_active',
      'gcl.active_slots as limit_active_slots',
      'gcl.slot_decay_per_second as limit_slot_decay_per_second',
    ])
}

async function gathered(db: Reader, rows: readonly WholeRow[]): Promise<readonly Deployment[]> {
  const schedules = await readSchedulesOf(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => deploymentOf(row, schedules.get(row.id) ?? []))
}

function deploymentOf(row: WholeRow, schedules: readonly DeploymentSchedule[]): Deployment {
  return {
    ...storedPart(row),
    name: row.name,
    version: row.version,
    description: row.description,
    flow_id: row.flow_id,
    paused: row.paused === 1,
    schedules,
    concurrency_limit: null,
    global_concurrency_limit: attachedLimit(row),
    concurrency_options: nullableObjectOf(row.concurrency_options),
    job_variables: objectOf(row.job_variables),
    parameters: objectOf(row.parameters),
    tags: tagsOf(row.tags),
    labels: labelsOf(row.labels),
    work_queue_name: row.queue_name ?? row.work_queue_name,
    work_queue_id: row.work_queue_id,
    last_polled: nullableStampText(row.last_polled),
    parameter_openapi_schema: nullableObjectOf(row.parameter_openapi_schema),
    path: row.path,
    pull_steps: nullableListOf(row.pull_steps),
    entrypoint: row.entrypoint,
    storage_document_id: row.storage_document_id,
    infrastructure_document_id: row.infrastructure_document_id,
    created_by: null,
    updated_by: null,
    work_pool_name: row.pool_name,
    status: row.status,
    enforce_parameter_schema: row.enforce_parameter_schema === 1,
  }
}

function attachedLimit(row: WholeRow): ConcurrencyLimit | null {
  if (row.limit_id === null) return null
  return limitOf({
    id: row.limit_id,
    created: row.limit_created ?? 0,
    updated: row.limit_updated ?? 0,
    name: row.limit_name ?? '',
    limit: row.limit_limit ?? 0,
    active: row.limit_active ?? 0,
    active_slots: row.limit_active_slots ?? 0,
    slot_decay_per_second: row.limit_slot_decay_per_second ?? 0,
  })
}
