import { announce } from './announcement.ts'
import { bit } from './columns.ts'
import { among, notAmong } from './predicate.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { TaskRunRow } from './tables.ts'

/** Lets a task run wait for whoever serves its task; a run that is tried again comes before the others. */
export async function enqueueTaskRun(
  trx: Writer,
  run: { readonly id: string; readonly taskKey: string; readonly isRetry: boolean; readonly at: Stamp },
): Promise<void> {
  const { id: task_run_id, taskKey: task_key, at: queued } = run
  const row = { task_run_id, task_key, is_retry: bit(run.isRetry), queued }
  await trx
    .insertInto('task_queue')
    .values(row)
    .onConflict((conflict) => conflict.column('task_run_id').doUpdateSet(row))
    .execute()
  announce(trx, { kind: 'task_run_scheduled', taskKey: task_key })
}

/**
 * The next run of one of the tasks that waits and is none of `taken`; undefined when none does. A run that has begun, or
 * was ended, otherwise is passed over.
 */
export function nextInTaskQueue(
  db: Reader,
  taskKeys: readonly string[],
  taken: readonly string[],
): Promise<TaskRunRow | undefined> {
  return db
    .selectFrom('task_queue')
    .crossJoin('task_run') // in this order: few wait, many have been
    .whereRef('task_run.id', '=', 'task_queue.task_run_id')
    .selectAll('task_run')
    .where(among('task_queue.task_key', taskKeys))
    .where(notAmong('task_queue.task_run_id', taken))
    .where('task_run.state_type', '=', 'SCHEDULED')
    .orderBy('task_queue.is_retry', 'desc')
    .orderBy('task_queue.queued')
    .limit(1)
    .executeTakeFirst()
}

/** Lets a run wait no more: it was handed out. */
export async function leaveTaskQueue(trx: Writer, taskRunId: string): Promise<void> {
  await trx.deleteFrom('task_queue').where('task_run_id', '=', taskRunId).execute()
}
