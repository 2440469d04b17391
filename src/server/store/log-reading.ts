import { sql } from 'kysely'
import type { Stamp } from '../model/stamp.ts'
import type { Reader } from './store.ts'
import type { LogRow } from './tables.ts'

/** A line that was read, and where the next one is looked for. */
export type LogPlace = { readonly timestamp: Stamp; readonly rowid: number }
export type LogLine = Pick<LogRow, 'timestamp' | 'level' | 'flow_run_id' | 'task_run_id' | 'message'>

/** How many lines are read at once (`FLOW_RUN_LOGS_DOWNLOAD_PAGE_LIMIT`). */
const PAGE = 1000

/** The next lines of a run behind a place, by their time; `last` is absent when there are no more. */
export async function readLogsOfRun(
  db: Reader,
  flowRunId: string,
  after: LogPlace | undefined,
): Promise<{ readonly logs: readonly LogLine[]; readonly last: LogPlace | undefined }> {
  const { timestamp, rowid } = after ?? { timestamp: 0, rowid: 0 }
  const { rows } = await sql<LogLine & LogPlace>`
    select rowid, timestamp, level, flow_run_id, task_run_id, message from log
    where flow_run_id = ${flowRunId} and (timestamp, rowid) > (${timestamp}, ${rowid})
    order by timestamp, rowid limit ${PAGE}`.execute(db)
  const last = rows.at(-1)
  return { logs: rows, last }
}
