import { isAbsent } from '../model/absent.ts'
import { type SqlBool, sql } from 'kysely'
import type { DeploymentsQuery } from '../model/requests.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { type Labels, nullableObjectOf, nullableListOf, objectOf, tagsOf, labelsOf } from './columns.ts'
import { deploymentMatches } from './deployment-filter.ts'
import { type DeploymentSchedule, readSchedules } from './deployment-schedule.ts'
import { flowMatches } from './flow-filter.ts'
import { orderOf } from './page.ts'
import { type Predicate, combined } from './predicate.ts'
import { prepared } from './prepared.ts'
import type { Reader } from './store.ts'
import type { DeploymentRow } from './tables.ts'
import { throughFlowRun } from './task-run-filter.ts'
import { throughQueue } from './work-pool-filter.ts'

/** A deployment as its runs are made and its changes judged. The API answers `DeploymentText`. */
export type Deployment = {
  readonly id: string
  readonly flow_id: string
  readonly version: string | null
  readonly description: string | null
  readonly paused: boolean
  readonly schedules: readonly DeploymentSchedule[]
  readonly concurrency_limit_id: string | null
  readonly concurrency_options: JsonObject | null
  readonly job_variables: JsonObject
  readonly parameters: JsonObject
  readonly tags: readonly string[]
  readonly labels: Labels
  /** The queue that it names itself: runs are told no queue that was chosen for want of a name. */
  readonly work_queue_name: string | null
  readonly work_queue_id: string | null
  readonly work_pool_name: string | null
  readonly parameter_openapi_schema: JsonObject | null
  readonly path: string | null
  readonly pull_steps: readonly Json[] | null
  readonly entrypoint: string | null
  readonly infrastructure_document_id: string | null
  readonly enforce_parameter_schema: boolean
}

export async function readDeployment(db: Reader, id: string): Promise<Deployment | undefined> {
  const [row] = await rowById(db, id)
  return row && deploymentOf(row, await readSchedules(db, id))
}

const rowById = prepared((db, id: string) => deploymentsInPools(db).where('deployment.id', '=', id))

/** Selects deployments with the name of their pool. */
export function deploymentsInPools(db: Reader) {
  return db
    .selectFrom('deployment')
    .leftJoin('work_queue as queue', 'queue.id', 'deployment.work_queue_id')
    .leftJoin('work_pool as pool', 'pool.id', 'queue.work_pool_id')
    .selectAll('deployment')
    .select('pool.name as pool_name')
}

/** The ids of the first so many deployments that match, by name. */
export async function findDeploymentIds(
  db: Reader,
  query: DeploymentsQuery,
  limit: number,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('deployment')
    .select('id')
    .where(combined('and_', deploymentTerms(query)))
    .orderBy(orderOf('deployment', 'NAME_ASC'))
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

export async function countDeployments(db: Reader, query: DeploymentsQuery): Promise<number> {
  const row = await db
    .selectFrom('deployment')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(combined('and_', deploymentTerms(query)))
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

/** The conditions that a query puts on table `deployment`. */
export function deploymentTerms(query: DeploymentsQuery): Predicate[] {
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

function deploymentOf(
  row: DeploymentRow & { readonly pool_name: string | null },
  schedules: readonly DeploymentSchedule[],
): Deployment {
  return {
    id: row.id,
    flow_id: row.flow_id,
    version: row.version,
    description: row.description,
    paused: row.paused === 1,
    schedules,
    concurrency_limit_id: row.concurrency_limit_id,
    concurrency_options: nullableObjectOf(row.concurrency_options),
    job_variables: objectOf(row.job_variables),
    parameters: objectOf(row.parameters),
    tags: tagsOf(row.tags),
    labels: labelsOf(row.labels),
    work_queue_name: row.work_queue_name,
    work_queue_id: row.work_queue_id,
    work_pool_name: row.pool_name,
    parameter_openapi_schema: nullableObjectOf(row.parameter_openapi_schema),
    path: row.path,
    pull_steps: nullableListOf(row.pull_steps),
    entrypoint: row.entrypoint,
    infrastructure_document_id: row.infrastructure_document_id,
    enforce_parameter_schema: row.enforce_parameter_schema === 1,
  }
}
