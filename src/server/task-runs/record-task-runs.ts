import type { PrefectEvent } from '../model/event.ts'
import { runName } from '../model/run-name.ts'
import { jsonText } from '../store/columns.ts'
import { findKnownFlowRuns, findKnownTaskRuns, putTaskRunStates, putTaskRuns } from '../store/recorded-task-run.ts'
import { apiState } from '../store/run-state.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Store, Writer } from '../store/store.ts'
import type { TaskRunRow } from '../store/tables.ts'
import type { TaskRunKey } from '../store/task-run.ts'
import { taskRunPolicyOf } from '../store/task-run-view.ts'
import { type TaskRunRecord, taskRunRecord, tellsOfTaskRun } from './task-run-record.ts'

/** An event that nothing was recorded of, and why. */
export type Unrecorded = { readonly eventId: string; readonly reason: string }

/**
 * Makes task runs, and the states that they have had, from what clients tell of those that they carry out by
 * themselves: events `prefect.task-run.*` with `prefect.orchestration: client`
 * (`prefect/server/services/task_run_recorder.py`). A few statements for any number of events, which may come late, in
 * any order and again. A run keeps the latest state; its history gets them all. Events of no such kind are passed over.
 * Gives the events that nothing could be made of.
 */
export async function recordTaskRunEvents(
  trx: Writer,
  store: Store,
  events: readonly PrefectEvent[],
): Promise<readonly Unrecorded[]> {
  const records: TaskRunRecord[] = []
  const unrecorded: Unrecorded[] = []
  for (const event of events) {
    if (!tellsOfTaskRun(event)) continue
    const read = taskRunRecord(event)
    if ('reason' in read) unrecorded.push(read)
    else records.push(read)
  }
  if (records.length === 0) return unrecorded
  const flowRuns = await findKnownFlowRuns(
    trx,
    records.flatMap(({ key }) => key.flow_run_id ?? []),
  )
  const isOrphan = ({ key }: TaskRunRecord) => key.flow_run_id !== null && !flowRuns.has(key.flow_run_id)
  const recordable = records.filter((one) => !isOrphan(one))
  if (recordable.length > 0) await record(trx, recordable, store.now())
  const orphans = records.filter(isOrphan).map(({ eventId }) => ({ eventId, reason: 'its flow run does not exist' }))
  return [...unrecorded, ...orphans]
}

async function record(trx: Writer, records: readonly TaskRunRecord[], at: Stamp): Promise<void> {
  const known = await findKnownTaskRuns(
    trx,
    records.map(({ id }) => id),
    records.map(({ key }) => key),
  )
  const runs = new Runs(known)
  const states = records
    .toSorted((a, b) => a.state.timestamp - b.state.timestamp)
    .map((one) => {
      const taskRunId = runs.idOf(one)
      const { flow_run_id } = one.key
      const details = { ...one.state.state_details, task_run_id: taskRunId, flow_run_id }
      const state = { ...one.state, state_details: details }
      runs.apply(taskRunId, { ...one, state }, at)
      return { taskRunId, state }
    })
  const changed = runs.changed()
  if (changed.length > 0) await putTaskRuns(trx, changed)
  await putTaskRunStates(trx, states)
}

/** The runs that events tell of, as they become. */
class Runs {
  readonly #byId = new Map<string, TaskRunRow>()
  readonly #idByKey = new Map<string, string>()
  readonly #changed = new Set<string>()

  constructor(known: readonly TaskRunRow[]) {
    for (const row of known) this.#keep(row)
  }

  /** The id of the run that is meant: of one and the same run, the first id stays. */
  idOf({ id, key }: TaskRunRecord): string {
    return (key.flow_run_id === null ? undefined : this.#idByKey.get(keyText(key))) ?? id
  }

  /** Lets a run be as a record has it, unless it has a later state already. */
  apply(id: string, { key, columns, state }: TaskRunRecord, at: Stamp): void {
    const known = this.#byId.get(id)
    if ((known?.state_timestamp ?? -Infinity) >= state.timestamp) return
    if (known !== undefined) this.#idByKey.delete(keyText(known))
    this.#keep({
      ...(known ?? { ...NEW, id, created: at, name: runName(id) }),
      ...columns,
      ...key,
      updated: at,
      state_id: state.id,
      state_type: state.type,
      state_name: state.name,
      state_timestamp: state.timestamp,
      state: jsonText(apiState(state)),
    })
    this.#changed.add(id)
  }

  changed(): readonly TaskRunRow[] {
    return [...this.#changed].flatMap((id) => this.#byId.get(id) ?? [])
  }

  #keep(row: TaskRunRow): void {
    this.#byId.set(row.id, row)
    this.#idByKey.set(keyText(row), row.id)
  }
}

function keyText({ flow_run_id, task_key, dynamic_key }: TaskRunKey): string {
  return JSON.stringify([flow_run_id, task_key, dynamic_key])
}

/** What a run has that nobody told of. */
const NEW = {
  cache_key: null,
  cache_expiration: null,
  task_version: null,
  empirical_policy: jsonText(taskRunPolicyOf('{}')),
  tags: '[]',
  labels: '{}',
  task_inputs: '{}',
  run_count: 0,
  flow_run_run_count: 0,
  expected_start_time: null,
  next_scheduled_start_time: null,
  start_time: null,
  end_time: null,
  total_run_time: 0,
}
