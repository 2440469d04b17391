import { sql } from 'kysely'
import type { FlowRunPolicy, FlowRunView, FlowRunChanges } from '../model/run.ts'
import type { State } from '../model/state.ts'
import { jsonText } from './columns.ts'
import { apiState } from './run-state.ts'
import { type RunViewRow, runViewOf } from './run-view.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { DeploymentRow, FlowRunRow } from './tables.ts'

/** A flow run as its orchestration sees it, with all that its events tell of. */
export type OrchestratedFlowRun = {
  readonly row: OrchestratedRow
  readonly view: FlowRunView
  /** The moments of its states from that of the reading on. */
  readonly laterTimestamps: readonly Stamp[]
}

/** Reads a run in one statement, which every transition needs; undefined if there is none. */
export async function readOrchestratedFlowRun(
  db: Reader,
  id: string,
  at: Stamp,
): Promise<OrchestratedFlowRun | undefined> {
  // As text: building these many columns anew would cost more than reading them.
  const { rows } = await sql<OrchestratedRow & { readonly later: string }>`select ${COLUMNS},
      (select json_group_array(timestamp) from flow_run_state where flow_run_id = ${id} and timestamp >= ${at}) as later
    from flow_run as run
    inner join flow on flow.id = run.flow_id
    left join deployment on deployment.id = run.deployment_id
    left join work_queue as queue on queue.id = run.work_queue_id
    left join work_pool as pool on pool.id = queue.work_pool_id
    left join task_run as parent on parent.id = run.parent_task_run_id
    where run.id = ${id}`.execute(db)
  const [row] = rows
  if (row === undefined) return undefined
  const laterTimestamps: readonly Stamp[] = JSON.parse(row.later)
  return { row, view: viewOf(row), laterTimestamps }
}

const COLUMNS = sql.raw(`run.id, run.name, run.tags, run.flow_id, run.deployment_id, run.parent_task_run_id,
  run.infrastructure_pid, run.empirical_policy, run.created_by, run.state, run.state_type, run.state_name,
  run.state_timestamp, run.run_count, run.expected_start_time, run.next_scheduled_start_time, run.start_time,
  run.end_time, run.total_run_time, flow.name as flow_name, flow.tags as flow_tags,
  deployment.id as known_deployment_id, deployment.name as deployment_name, deployment.tags as deployment_tags,
  deployment.concurrency_limit_id, deployment.concurrency_options, queue.id as queue_id, queue.name as queue_name,
  pool.id as pool_id, pool.name as pool_name, pool.type as pool_type, parent.name as parent_name,
  parent.tags as parent_tags`)

type OrchestratedRow = ViewRow &
  Pick<FlowRunRow, 'name' | 'tags' | 'flow_id' | 'created_by'> &
  Pick<DeploymentRow, 'concurrency_limit_id' | 'concurrency_options'> & {
    readonly flow_name: string
    readonly flow_tags: string
    /** Null where the deployment was deleted. */
    readonly known_deployment_id: string | null
    readonly deployment_name: string | null
    readonly deployment_tags: string | null
    readonly queue_id: string | null
    readonly queue_name: string | null
    readonly pool_id: string | null
    readonly pool_name: string | null
    readonly pool_type: string | null
    readonly parent_name: string | null
    readonly parent_tags: string | null
  }

type ViewRow = RunViewRow &
  Omit<FlowRunView, keyof RunViewRow | 'empirical_policy'> & { readonly empirical_policy: string }

function viewOf(row: ViewRow): FlowRunView {
  return {
    ...runViewOf(row),
    deployment_id: row.deployment_id,
    parent_task_run_id: row.parent_task_run_id,
    infrastructure_pid: row.infrastructure_pid,
    empirical_policy: flowRunPolicyOf(row.empirical_policy),
  }
}

/** The policy of a flow run from its column: what was left out has its default, and older names of fields count. */
export function flowRunPolicyOf(text: string): FlowRunPolicy {
  const sent: Partial<FlowRunPolicy> = JSON.parse(text)
  const { max_retries = 0, retry_delay_seconds = 0, retries = null, retry_delay = null } = sent
  return {
    max_retries,
    retry_delay_seconds,
    retries: retries || (max_retries === 0 ? retries : max_retries),
    retry_delay: retry_delay || (retry_delay_seconds === 0 ? retry_delay : retry_delay_seconds),
    pause_keys: sent.pause_keys ?? [],
    resuming: sent.resuming ?? false,
    retry_type: sent.retry_type ?? null,
  }
}

/** Sets what a transition changed of a flow run, and the state that is now in force if it wrote one. */
export async function updateOrchestratedFlowRun(
  trx: Writer,
  id: string,
  { changes, state, at }: { readonly changes: FlowRunChanges; readonly state: State | null; readonly at: Stamp },
): Promise<void> {
  const { empirical_policy: policy, ...columns } = changes
  await trx
    .updateTable('flow_run')
    .set({
      ...columns,
      ...(policy === undefined ? {} : { empirical_policy: jsonText(policy) }),
      ...(state === null ? {} : { state_id: state.id, state: jsonText(apiState(state)) }),
      updated: at,
    })
    .where('id', '=', id)
    .execute()
}
