import { stampText } from '../model/stamp.ts'
import type { Reader } from './store.ts'
import type { FlowRunStateRow } from './tables.ts'

/** A state as the API answers it, as JSON text. */
export type StateText = string

export async function readFlowRunState(db: Reader, id: string): Promise<StateText | undefined> {
  const row = await db.selectFrom('flow_run_state').selectAll().where('id', '=', id).executeTakeFirst()
  return row && stateText(row)
}

/** The states that a run has had, the first one first. */
export async function readFlowRunStates(db: Reader, flowRunId: string): Promise<readonly StateText[]> {
  const rows = await historyOf(db, flowRunId)
  return rows.map(stateText)
}

/** The states that a run has had, the first one first, without what they say. */
export async function readStateNames(db: Reader, flowRunId: string) {
  const rows = await historyOf(db, flowRunId)
  return rows.map(({ id, timestamp, type, name }) => ({ id, timestamp: stampText(timestamp), type, name }))
}

function historyOf(db: Reader, flowRunId: string): Promise<readonly FlowRunStateRow[]> {
  return db.selectFrom('flow_run_state').selectAll().where('flow_run_id', '=', flowRunId).orderBy('timestamp').execute()
}

/** The state of any run as JSON text. */
export function stateText(row: Omit<FlowRunStateRow, 'flow_run_id'>): StateText {
  const { id, type, name, timestamp, message, data, state_details: details } = row
  return (
    `{"id":"${id}","type":"${type}","name":${JSON.stringify(name)},"timestamp":"${stampText(timestamp)}",` +
    `"message":${JSON.stringify(message)},"data":${data ?? 'null'},"state_details":${details}}`
  )
}
