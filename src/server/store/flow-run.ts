import { isAbsent } from '../absent.ts'
import { type SqlBool, sql } from 'kysely'
import type { FlowRunsQuery } from '../requests.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import {
  type Labels,
  type Stored,
  bit,
  jsonText,
  nullableJsonText,
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
import { type Stamp, stampText } from './stamp.ts'
import type { Reader, Writer } from './store.ts'
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

/** A run that a schedule makes. */
export type ScheduledFlowRun = {
  readonly id: string
  readonly stateId: string
  readonly at: Stamp
  readonly name: string
  readonly flowId: string
  readonly deploymentId: string
  readonly deploymentVersion: string | null
  readonly workQueueId: string | null
  readonly workQueueName: string | null
  readonly parameters: JsonObject
  readonly tags: readonly string[]
  readonly labels: Labels
  readonly idempotencyKey: string
  readonly createdBy: JsonObject
  readonly scheduledTime: Stamp
}

/** Adds runs; one whose key its flow has already is not added again. */
export async function insertScheduledRuns(trx: Writer, runs: readonly ScheduledFlowRun[]): Promise<void> {
  for (const run of runs) {
    await trx
      .insertInto('flow_run')
      .values(rowOf(run))
      .onConflict((conflict) => conflict.columns(['flow_id', 'idempotency_key']).doNothing())
      .execute()
  }
}

/**
 * Deletes the scheduled runs of a deployment that have not begun; those that wait for a slot stay
 * (`_delete_scheduled_runs`, `S:models/deployments.py`). `after`: only those due later.
 */
export async function deleteScheduledRuns(
  trx: Writer,
  deploymentId: string,
  { autoScheduledOnly, after }: { readonly autoScheduledOnly: boolean; readonly after?: Stamp },
): Promise<void> {
  let query = trx
    .deleteFrom('flow_run')
    .where('deployment_id', '=', deploymentId)
    .where('state_type', '=', 'SCHEDULED')
    .where('state_name', '<>', 'AwaitingConcurrencySlot')
    .where('run_count', '=', 0)
  if (autoScheduledOnly) query = query.where('auto_scheduled', '=', 1)
  if (after !== undefined) query = query.where('next_scheduled_start_time', '>', after)
  await query.execute()
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

function rowOf(run: ScheduledFlowRun): FlowRunRow {
  return {
    id: run.id,
    created: run.at,
    updated: run.at,
    flow_id: run.flowId,
    deployment_id: run.deploymentId,
    deployment_version: run.deploymentVersion,
    work_queue_id: run.workQueueId,
    work_queue_name: run.workQueueName,
    name: run.name,
    state_id: run.stateId,
    state_type: 'SCHEDULED',
    state_name: 'Scheduled',
    state_timestamp: run.at,
    state: jsonText(scheduledState(run)),
    parameters: jsonText(run.parameters),
    tags: jsonText(run.tags),
    labels: jsonText(run.labels),
    idempotency_key: run.idempotencyKey,
    auto_scheduled: bit(true),
    created_by: nullableJsonText(run.createdBy),
    expected_start_time: run.scheduledTime,
    next_scheduled_start_time: run.scheduledTime,
    run_count: 0,
    start_time: null,
    end_time: null,
    total_run_time: 0,
    empirical_policy: '{}',
    context: '{}',
    flow_version: null,
    parent_task_run_id: null,
    infrastructure_document_id: null,
    infrastructure_pid: null,
    job_variables: null,
  }
}

function scheduledState(run: ScheduledFlowRun): Json {
  return {
    id: run.stateId,
    type: 'SCHEDULED',
    name: 'Scheduled',
    timestamp: stampText(run.at),
    message: 'Flow run scheduled',
    data: null,
    state_details: { scheduled_time: stampText(run.scheduledTime) },
  }
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
