import { sql } from 'kysely'
import type { JsonObject } from '../../model/json.ts'
import type { FlowRunPolicy } from '../model/run.ts'
import { type Labels, bit, jsonText, nullableJsonText, setColumns } from './columns.ts'
import { among } from './predicate.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Writer } from './store.ts'
import type { FlowRunRow } from './tables.ts'

/** A run that is to be, still without a state. */
export type NewFlowRun = {
  readonly id: string
  readonly at: Stamp
  readonly name: string
  readonly flowId: string
  readonly flowVersion: string | null
  readonly deploymentId: string | null
  readonly deploymentVersion: string | null
  readonly workQueueId: string | null
  readonly workQueueName: string | null
  readonly parameters: JsonObject
  readonly context: JsonObject
  readonly policy: FlowRunPolicy
  readonly tags: readonly string[]
  readonly labels: Labels
  readonly idempotencyKey: string | null
  readonly parentTaskRunId: string | null
  readonly infrastructureDocumentId: string | null
  readonly jobVariables: JsonObject | null
  readonly createdBy: JsonObject | null
}

/** Adds a run without a state. False if its flow has a run of that idempotency key already; an empty key is none. */
export async function insertFlowRun(trx: Writer, run: NewFlowRun): Promise<boolean> {
  const insert = trx.insertInto('flow_run').values(rowOf(run))
  const guarded = run.idempotencyKey
    ? insert.onConflict((conflict) => conflict.columns(['flow_id', 'idempotency_key']).doNothing())
    : insert
  const { numInsertedOrUpdatedRows: added } = await guarded.executeTakeFirstOrThrow()
  return added === 1n
}

/** What a request may set. Undefined leaves alone. */
export type FlowRunChange = {
  readonly name?: string
  readonly flow_version?: string | null
  readonly parameters?: JsonObject
  readonly empirical_policy?: FlowRunPolicy
  readonly tags?: readonly string[]
  readonly labels?: Labels
  readonly infrastructure_pid?: string | null
  readonly job_variables?: JsonObject | null
}

/** Sets what is given, and `updated` in any case. False if there is no such run. */
export async function updateFlowRun(trx: Writer, id: string, change: FlowRunChange, at: Stamp): Promise<boolean> {
  const { name, flow_version, infrastructure_pid, ...json } = change
  const texts = Object.entries(json).map(([column, value]) => [column, value && jsonText(value)])
  const { numUpdatedRows } = await trx
    .updateTable('flow_run')
    .set(setColumns<FlowRunRow>({ name, flow_version, infrastructure_pid, ...Object.fromEntries(texts), updated: at }))
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Deletes runs with their states, task runs and inputs. Ids of no run are passed over. */
export async function deleteFlowRuns(trx: Writer, ids: readonly string[]): Promise<void> {
  await trx.deleteFrom('flow_run').where(among('flow_run.id', ids)).execute()
}

/** Deletes at most so many lines that a run has logged; gives how many. */
export async function deleteLogsOfRun(trx: Writer, flowRunId: string, most: number): Promise<number> {
  const { numAffectedRows: deleted = 0n } = await sql`delete from log where rowid in
    (select rowid from log where flow_run_id = ${flowRunId} limit ${most})`.execute(trx)
  return Number(deleted)
}

function rowOf(run: NewFlowRun): FlowRunRow {
  return {
    id: run.id,
    created: run.at,
    updated: run.at,
    name: run.name,
    state_id: null,
    state_type: null,
    state_name: null,
    state_timestamp: null,
    state: null,
    run_count: 0,
    expected_start_time: null,
    next_scheduled_start_time: null,
    start_time: null,
    end_time: null,
    total_run_time: 0,
    tags: jsonText(run.tags),
    labels: jsonText(run.labels),
    empirical_policy: jsonText(run.policy),
    flow_id: run.flowId,
    deployment_id: run.deploymentId,
    deployment_version: run.deploymentVersion,
    flow_version: run.flowVersion,
    work_queue_id: run.workQueueId,
    work_queue_name: run.workQueueName,
    parameters: jsonText(run.parameters),
    context: jsonText(run.context),
    idempotency_key: run.idempotencyKey,
    parent_task_run_id: run.parentTaskRunId,
    auto_scheduled: bit(false),
    created_by: nullableJsonText(run.createdBy),
    infrastructure_document_id: run.infrastructureDocumentId,
    infrastructure_pid: null,
    job_variables: nullableJsonText(run.jobVariables),
  }
}
