import { type StateText, stateText } from './flow-run-state.ts'
import type { Reader } from './store.ts'

export async function readTaskRunState(db: Reader, id: string): Promise<StateText | undefined> {
  const row = await db.selectFrom('task_run_state').selectAll().where('id', '=', id).executeTakeFirst()
  return row && stateText(row)
}

/** The states that a task run has had, the first one first. */
export async function readTaskRunStates(db: Reader, taskRunId: string): Promise<readonly StateText[]> {
  const rows = await db
    .selectFrom('task_run_state')
    .selectAll()
    .where('task_run_id', '=', taskRunId)
    .orderBy('timestamp')
    .orderBy('id')
    .execute()
  return rows.map(stateText)
}
