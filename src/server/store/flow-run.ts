import { isAbsent } from '../absent.ts'
import { type SqlBool, sql } from 'kysely'
import type { FlowRunsQuery } from '../requests.ts'
import type { JsonObject } from '../../model/json.ts'
import {
  type Labels,
  type Stored,
  nullableStampText,
  storedPart,
  nullableObjectOf,
  objectOf,
  tagsOf,
  labelsOf,
} from './columns.ts'
import { deploymentMatches } from './deployment-filter.ts'
import { flowMatches } from './flow-filter.ts'
import { flowRunMatches } from './flow-run-filter.ts'
import type { Page } from './page.ts'
import { type Predicate, combined } from './predicate.ts'
import type { Reader } from './store.ts'
import type { FlowRunRow } from './tables.ts'
import { throughQueue } from './work-pool-filter.ts'

/** A run as the API answers it, as far as a run that has not begun has anything to say. */
export type FlowRun = Stored & {
  readonly name: string
  readonly flow_id: string
  readonly deployment_id: string | null
  readonly deployment_version: string | null
  readonly work_queue_id: string | null
  readonly work_queue_name: string | null
  readonly state_id: string | null
  readonly state_type: string | null
  readonly state_name: string | null
  readonly state: JsonObject | null
  readonly parameters: JsonObject
  readonly tags: readonly string[]
  readonly labels: Labels
  readonly idempotency_key: string | null
  readonly auto_scheduled: boolean
  readonly created_by: JsonObject | null
  readonly expected_start_time: string | null
  readonly next_scheduled_start_time: string | null
  readonly run_count: number
}

export async function findFlowRuns(db: Reader, query: FlowRunsQuery, page: Page): Promise<readonly FlowRun[]> {
  const rows = await db
    .selectFrom('flow_run')
    .selectAll()
    .where(combined('and_', terms(query)))
    .orderBy(ORDER[query.sort ?? 'ID_DESC'])
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map(flowRunOf)
}

export async function countFlowRuns(db: Reader, query: FlowRunsQuery): Promise<number> {
  const row = await db
    .selectFrom('flow_run')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(combined('and_', terms(query)))
    .executeTakeFirstOrThrow()
  return row.count
}

const ORDER = {
  ID_DESC: sql`id desc`,
  START_TIME_ASC: sql`expected_start_time asc`,
  START_TIME_DESC: sql`expected_start_time desc`,
  EXPECTED_START_TIME_ASC: sql`expected_start_time asc`,
  EXPECTED_START_TIME_DESC: sql`expected_start_time desc`,
  NAME_ASC: sql`name asc`,
  NAME_DESC: sql`name desc`,
  NEXT_SCHEDULED_START_TIME_ASC: sql`next_scheduled_start_time asc`,
  // No run has ended yet.
  END_TIME_DESC: sql`id desc`,
} as const

function terms(query: FlowRunsQuery): Predicate[] {
  const { flow_runs: runs, flows, deployments, task_runs: tasks, work_pools: pools, work_pool_queues: queues } = query
  const found: Predicate[] = []
  if (!isAbsent(runs)) found.push(flowRunMatches(runs))
  if (!isAbsent(flows)) {
    found.push(sql<SqlBool>`exists (select 1 from flow where flow.id = flow_run.flow_id and ${flowMatches(flows)})`)
  }
  if (!isAbsent(deployments)) {
    found.push(sql<SqlBool>`exists (select 1 from deployment
      where deployment.id = flow_run.deployment_id and ${deploymentMatches(deployments)})`)
  }
  // No task run exists yet, so none can match.
  if (!isAbsent(tasks)) found.push(sql<SqlBool>`0`)
  found.push(...throughQueue('flow_run.work_queue_id', pools, queues))
  return found
}

function flowRunOf(row: FlowRunRow): FlowRun {
  return {
    ...storedPart(row),
    name: row.name,
    flow_id: row.flow_id,
    deployment_id: row.deployment_id,
    deployment_version: row.deployment_version,
    work_queue_id: row.work_queue_id,
    work_queue_name: row.work_queue_name,
    state_id: row.state_id,
    state_type: row.state_type,
    state_name: row.state_name,
    state: nullableObjectOf(row.state),
    parameters: objectOf(row.parameters),
    tags: tagsOf(row.tags),
    labels: labelsOf(row.labels),
    idempotency_key: row.idempotency_key,
    auto_scheduled: row.auto_scheduled === 1,
    created_by: nullableObjectOf(row.created_by),
    expected_start_time: nullableStampText(row.expected_start_time),
    next_scheduled_start_time: nullableStampText(row.next_scheduled_start_time),
    run_count: row.run_count,
  }
}
