import { sql } from 'kysely'
import { nullableStampText } from './columns.ts'
import { DEPLOYMENT_SLOT_STATES, QUEUE_SLOT_STATES } from '../model/state.ts'
import type { Page } from './page.ts'
import { literals } from './predicate.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader } from './store.ts'
import type { FlowRunRow } from './tables.ts'

/** A run that holds a slot of a queue, as the API answers it. `time_in_current_state` is in seconds. */
export type SlotHolder = {
  readonly id: string
  readonly name: string
  readonly state_type: FlowRunRow['state_type']
  readonly state_name: string | null
  readonly start_time: string | null
  readonly state_timestamp: string | null
  readonly time_in_current_state: number | null
}

/** The runs that hold a slot of one queue of a pool. */
export async function findSlotHolders(
  db: Reader,
  queueId: string,
  limit: number,
  now: Stamp,
): Promise<readonly SlotHolder[]> {
  const rows = await sql<HolderRow>`select ${COLUMNS} from flow_run
    where work_queue_id = ${queueId} and state_type in ${literals(QUEUE_SLOT_STATES)} order by id limit ${limit}`.execute(
    db,
  )
  return rows.rows.map((row) => holderOf(row, now))
}

/**
 * The runs that hold a slot of a queue as agents count them: those that are being cancelled, too, and those that know
 * their queue by its name alone (`_work_queue_slot_holder_filter`, `prefect/server/models/workers.py`).
 */
export async function findAgentSlotHolders(
  db: Reader,
  queue: { readonly id: string; readonly name: string },
  page: Page,
  now: Stamp,
): Promise<{ readonly count: number; readonly runs: readonly SlotHolder[] }> {
  const holds = sql`state_type in ${literals(DEPLOYMENT_SLOT_STATES)}
    and (work_queue_id = ${queue.id} or (work_queue_id is null and work_queue_name = ${queue.name}))`
  const counted = await sql<{ count: number }>`select count(*) as count from flow_run where ${holds}`.execute(db)
  const rows = await sql<HolderRow>`select ${COLUMNS} from flow_run where ${holds}
    order by id limit ${page.limit} offset ${page.offset}`.execute(db)
  return { count: counted.rows[0]?.count ?? 0, runs: rows.rows.map((row) => holderOf(row, now)) }
}

type HolderRow = Pick<FlowRunRow, 'id' | 'name' | 'state_type' | 'state_name' | 'start_time' | 'state_timestamp'>

const COLUMNS = sql.raw('id, name, state_type, state_name, start_time, state_timestamp')

function holderOf(row: HolderRow, now: Stamp): SlotHolder {
  return {
    ...row,
    start_time: nullableStampText(row.start_time),
    state_timestamp: nullableStampText(row.state_timestamp),
    time_in_current_state: row.state_timestamp === null ? null : (now - row.state_timestamp) / 1_000_000,
  }
}
