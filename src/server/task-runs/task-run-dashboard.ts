import { momentOf } from '../model/moment.ts'
import { refused } from '../problem.ts'
import type { TaskRunDashboard } from '../model/requests.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader } from '../store/store.ts'
import { countEndedTaskRuns } from '../store/task-run-count.ts'

/** How many runs ended well and badly in one piece of the time that was asked for. */
export type EndedCount = { readonly completed: number; readonly failed: number }

const PIECES = 20
const MINUTE = 60_000_000

/**
 * Counts ended task runs in twenty pieces of the time from `start_time.after_`, which must be there, until `before_` or
 * now, in whole minutes (`read_dashboard_task_run_counts`, `prefect/server/api/ui/task_runs.py`).
 */
export async function taskRunDashboard(
  db: Reader,
  query: TaskRunDashboard,
  now: Stamp,
): Promise<readonly EndedCount[]> {
  const { after_: after, before_: before } = query.task_runs.start_time ?? {}
  if (!after) throw refused(422, 'task_runs.start_time.after_ is required')
  const start = startOfMinute(momentOf(after) ?? 0)
  const end = startOfMinute(before ? (momentOf(before) ?? 0) : now) + MINUTE - 1
  const length = (end - start) / PIECES
  // whichever states were asked for, those in which runs end are counted
  const { state: _state, ...task_runs } = query.task_runs
  const counts = await countEndedTaskRuns(db, { ...query, task_runs }, { start, length })
  const byPiece = new Map(counts.map(({ piece, completed, failed }) => [piece, { completed, failed }]))
  return Array.from({ length: PIECES }, (_, piece) => byPiece.get(piece) ?? { completed: 0, failed: 0 })
}

function startOfMinute(stamp: Stamp): Stamp {
  return Math.floor(stamp / MINUTE) * MINUTE
}
