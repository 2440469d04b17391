import { sql } from 'kysely'
import type { JsonObject } from '../../model/json.ts'
import { NO_DETAILS, type State } from '../model/state.ts'
import { announce } from './announcement.ts'
import { type Labels, jsonText } from './columns.ts'
import { apiState } from './run-state.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Writer } from './store.ts'

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

/**
 * Adds runs with their first states; one whose key its flow has already is not added again. Two statements, however
 * many runs there are. As in Prefect, no events tell of them.
 */
export async function insertScheduledRuns(trx: Writer, runs: readonly ScheduledFlowRun[]): Promise<void> {
  const first = runs.reduce((earliest, { scheduledTime }) => Math.min(earliest, scheduledTime), Infinity)
  if (first === Infinity) return
  const texts = jsonText(runs.map(columnsOf))
  const { numAffectedRows: added } = await sql`insert into flow_run (id, created, updated, name, state_id, state_type,
      state_name, state_timestamp, state, expected_start_time, next_scheduled_start_time, tags, labels, flow_id,
      deployment_id, deployment_version, work_queue_id, work_queue_name, parameters, idempotency_key, auto_scheduled,
      job_variables, created_by)
    select value ->> 0, value ->> 1, value ->> 1, value ->> 2, value ->> 3, 'SCHEDULED',
      'Scheduled', value ->> 1, value ->> 4, value ->> 5, value ->> 5, value ->> 6, value ->> 7, value ->> 8,
      value ->> 9, value ->> 10, value ->> 11, value ->> 12, value ->> 13, value ->> 14, 1,
      '{}', value ->> 15
    from json_each(${texts}) where true
    on conflict (flow_id, idempotency_key) do nothing`.execute(trx)
  if (added === 0n) return
  await sql`insert into flow_run_state (id, created, updated, type, name, timestamp, message, state_details, flow_run_id)
    select flow_run.state_id, flow_run.created, flow_run.created, 'SCHEDULED', 'Scheduled', flow_run.created,
      flow_run.state ->> 'message', flow_run.state -> 'state_details', flow_run.id
    from json_each(${texts}) join flow_run on flow_run.id = value ->> 0`.execute(trx)
  announce(trx, { kind: 'flow_run_scheduled', at: first })
}

/** The values that make a row, in the order of the statement above. */
function columnsOf(run: ScheduledFlowRun): readonly (string | number | null)[] {
  return [
    run.id,
    run.at,
    run.name,
    run.stateId,
    jsonText(apiState(stateOf(run))),
    run.scheduledTime,
    jsonText(run.tags),
    jsonText(run.labels),
    run.flowId,
    run.deploymentId,
    run.deploymentVersion,
    run.workQueueId,
    run.workQueueName,
    jsonText(run.parameters),
    run.idempotencyKey,
    jsonText(run.createdBy),
  ]
}

function stateOf({ stateId, at, scheduledTime }: ScheduledFlowRun): State {
  return {
    id: stateId,
    type: 'SCHEDULED',
    name: 'Scheduled',
    timestamp: at,
    message: 'Flow run scheduled',
    data: null,
    state_details: { ...NO_DETAILS, scheduled_time: scheduledTime },
  }
}

/**
 * Deletes the scheduled runs of a deployment that have not begun; those that wait for a slot stay
 * (`_delete_scheduled_runs`, `prefect/server/models/deployments.py`). `after`: only those due later.
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
