import type { EnclosingRun } from '../model/context.ts'
import type { TaskRunChanges, TaskRunPolicy, TaskRunView } from '../model/run.ts'
import type { State } from '../model/state.ts'
import { jsonText, tagsOf } from './columns.ts'
import { apiState, stateOf } from './run-state.ts'
import { type RunViewRow, runViewOf } from './run-view.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'

/** A task run as its orchestration sees it. */
export type OrchestratedTaskRun = {
  readonly view: TaskRunView
  readonly flowRun: EnclosingRun | undefined
}

/** Reads a task run and the flow run around it in one statement; undefined if there is none. */
export async function readOrchestratedTaskRun(db: Reader, id: string): Promise<OrchestratedTaskRun | undefined> {
  const row = await db
    .selectFrom('task_run as run')
    .leftJoin('flow_run as flow', 'flow.id', 'run.flow_run_id')
    .selectAll('run')
    .select(['flow.id as around_id', 'flow.state as around_state', 'flow.run_count as around_run_count'])
    .where('run.id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { around_id, around_state, around_run_count } = row
  const flowRun =
    around_id === null ? undefined : { id: around_id, run_count: around_run_count ?? 0, state: around(around_state) }
  return { view: viewOf(row), flowRun }
}

function around(text: string | null): EnclosingRun['state'] {
  if (text === null) return null
  const { type, state_details: details } = stateOf(text)
  return { type, pauseTimeout: details.pause_timeout, pauseReschedule: details.pause_reschedule }
}

type ViewRow = RunViewRow &
  Pick<TaskRunView, 'flow_run_id' | 'task_key' | 'flow_run_run_count'> & {
    readonly tags: string
    readonly empirical_policy: string
  }

function viewOf(row: ViewRow): TaskRunView {
  return {
    ...runViewOf(row),
    flow_run_id: row.flow_run_id,
    task_key: row.task_key,
    tags: tagsOf(row.tags),
    empirical_policy: taskRunPolicyOf(row.empirical_policy),
    flow_run_run_count: row.flow_run_run_count,
  }
}

/** The policy of a task run from its column: what was left out has its default, and older names of fields count. */
export function taskRunPolicyOf(text: string): TaskRunPolicy {
  const sent: Partial<TaskRunPolicy> = JSON.parse(text)
  const { max_retries = 0, retry_delay_seconds = 0, retries = null, retry_delay = null } = sent
  const noDelay = retry_delay === null || retry_delay === 0
  return {
    max_retries,
    retry_delay_seconds,
    retries: retries || (max_retries === 0 ? retries : max_retries),
    retry_delay: noDelay && retry_delay_seconds !== 0 ? retry_delay_seconds : retry_delay,
    retry_jitter_factor: sent.retry_jitter_factor ?? null,
  }
}

/** Sets what a transition changed of a task run, and the state that is now in force if it wrote one. */
export async function updateOrchestratedTaskRun(
  trx: Writer,
  id: string,
  { changes, state, at }: { readonly changes: TaskRunChanges; readonly state: State | null; readonly at: Stamp },
): Promise<void> {
  await trx
    .updateTable('task_run')
    .set({
      ...changes,
      ...(state === null ? {} : { state_id: state.id, state: jsonText(apiState(state)) }),
      updated: at,
    })
    .where('id', '=', id)
    .execute()
}
