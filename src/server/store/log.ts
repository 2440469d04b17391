import { sql } from 'kysely'
import { isAbsent } from '../model/absent.ts'
import { momentOf } from '../model/moment.ts'
import type { LogCreate, LogsQuery } from '../model/requests.ts'
import { announce } from './announcement.ts'
import { logMatches } from './log-filter.ts'
import type { Page } from './page.ts'
import { ALWAYS } from './predicate.ts'
import { type Stamp, stampText } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { LogRow } from './tables.ts'

/** A line that a run, a worker or something else has logged. Moments are ISO 8601. */
export type Log = {
  readonly id: string
  readonly created: string
  readonly updated: string
  readonly name: string
  readonly level: number
  readonly message: string
  readonly timestamp: string
  readonly flow_run_id: string | null
  readonly task_run_id: string | null
}

/** Adds lines, whatever their number, with one statement. NUL characters are left out, as in Prefect. */
export async function insertLogs(
  trx: Writer,
  lines: readonly LogCreate[],
  { at, uuid }: { readonly at: Stamp; readonly uuid: () => string },
): Promise<void> {
  if (lines.length === 0) return
  const rows = lines.map((line): LogRow => ({
    id: uuid(),
    created: at,
    name: withoutNul(line.name),
    level: line.level,
    flow_run_id: line.flow_run_id?.toLowerCase() ?? null,
    task_run_id: line.task_run_id?.toLowerCase() ?? null,
    message: withoutNul(line.message),
    timestamp: momentOf(line.timestamp) ?? at,
  }))
  const values = rows.map((row) => [
    row.id,
    row.name,
    row.level,
    row.flow_run_id,
    row.task_run_id,
    row.message,
    row.timestamp,
  ])
  await sql`insert into log (id, created, name, level, flow_run_id, task_run_id, message, timestamp)
    select value ->> 0, ${at}, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
    from json_each(${JSON.stringify(values)})`.execute(trx)
  announce(trx, { kind: 'logs', logs: rows })
}

/** Lines by their time; those of the same moment in the order of their arrival. */
export async function findLogs(db: Reader, query: LogsQuery, page: Page): Promise<readonly Log[]> {
  const direction = query.sort === 'TIMESTAMP_DESC' ? 'desc' : 'asc'
  const rows = await db
    .selectFrom('log')
    .selectAll()
    .where(isAbsent(query.logs) ? ALWAYS : logMatches(query.logs))
    .orderBy('log.timestamp', direction)
    .orderBy(sql`log.rowid`, direction)
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map(logOf)
}

export function logOf(row: LogRow): Log {
  const created = stampText(row.created)
  return {
    id: row.id,
    created,
    updated: created,
    name: row.name,
    level: row.level,
    message: row.message,
    timestamp: stampText(row.timestamp),
    flow_run_id: row.flow_run_id,
    task_run_id: row.task_run_id,
  }
}

function withoutNul(text: string): string {
  return text.includes('\u0000') ? text.replaceAll('\u0000', '') : text
}
