import type { JsonObject } from '../../model/json.ts'
import type { PrefectEvent } from '../model/event.ts'
import { type Bodies, checkedBody } from '../bodies/checked-body.ts'
import { storedUuid } from '../bodies/stored-uuid.ts'
import { momentOf } from '../model/moment.ts'
import { proposedState } from '../orchestration/proposed-state.ts'
import type { State } from '../model/state.ts'
import { Problem } from '../problem.ts'
import { jsonText, setColumns } from '../store/columns.ts'
import type { Stamp } from '../model/stamp.ts'
import type { TaskRunRow } from '../store/tables.ts'
import type { TaskRunKey } from '../store/task-run.ts'
import { taskRunPolicyOf } from '../store/task-run-view.ts'

/** What an event tells of a task run. */
export type TaskRunRecord = {
  readonly eventId: string
  readonly id: string
  readonly key: TaskRunKey
  /** The columns that it tells of; a run keeps the others. */
  readonly columns: Partial<TaskRunRow>
  readonly state: State
}

/** Whether an event tells of a task run that its client carries out by itself. */
export function tellsOfTaskRun({ event, resource }: PrefectEvent): boolean {
  return event.startsWith('prefect.task-run') && resource['prefect.orchestration'] === 'client'
}

/** Reads such an event; the reason where it cannot be read. */
export function taskRunRecord(
  event: PrefectEvent,
): TaskRunRecord | { readonly eventId: string; readonly reason: string } {
  const eventId = event.id
  const id = objectId(event.resource['prefect.resource.id'], 'prefect.task-run.')
  if (id === undefined) return { eventId, reason: 'its resource is no task run' }
  const around = event.related.find((related) => related['prefect.resource.role'] === 'flow-run')
  const flowRunId = around === undefined ? null : objectId(around['prefect.resource.id'], 'prefect.flow-run.')
  if (flowRunId === undefined) return { eventId, reason: 'its flow run is none' }
  const payload = payloadOf(event.payload)
  if (payload === undefined) return { eventId, reason: 'its payload tells of no task run' }
  const { task_run: run, validated_state: state } = payload
  return {
    eventId,
    id,
    key: { flow_run_id: flowRunId, task_key: run.task_key, dynamic_key: run.dynamic_key },
    columns: columnsOf(run),
    state: { ...proposedState(state, event.occurred), id: eventId, timestamp: event.occurred },
  }
}

function objectId(text: string, prefix: string): string | undefined {
  return text.startsWith(prefix) ? storedUuid(text.slice(prefix.length)) : undefined
}

function payloadOf(payload: JsonObject): Bodies['TaskRunEventPayload'] | undefined {
  try {
    return checkedBody('TaskRunEventPayload', payload)
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

function columnsOf(run: Bodies['RecordedTaskRun']): TaskRunRecord['columns'] {
  const { empirical_policy: policy, tags, labels, task_inputs: inputs } = run
  const told = {
    name: run.name || undefined,
    cache_key: run.cache_key,
    cache_expiration: stampOf(run.cache_expiration),
    task_version: run.task_version,
    empirical_policy: policy && jsonText(taskRunPolicyOf(jsonText(policy))),
    tags: tags && jsonText(tags),
    labels: labels === undefined ? undefined : jsonText(labels ?? {}),
    task_inputs: inputs && jsonText(inputs),
    run_count: run.run_count,
    flow_run_run_count: run.flow_run_run_count,
    expected_start_time: stampOf(run.expected_start_time),
    next_scheduled_start_time: stampOf(run.next_scheduled_start_time),
    start_time: stampOf(run.start_time),
    end_time: stampOf(run.end_time),
    total_run_time: run.total_run_time,
  }
  return setColumns<TaskRunRow>(told)
}

/** Undefined where nothing was said. */
function stampOf(text: string | null | undefined): Stamp | null | undefined {
  return typeof text === 'string' ? (momentOf(text) ?? null) : text
}
