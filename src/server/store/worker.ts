import { isAbsent } from '../absent.ts'
import type { WorkerFilter } from '../requests.ts'
import { type SqlBool, sql } from 'kysely'
import { momentOf } from '../moment.ts'
import { type Stored, storedPart } from './columns.ts'
import type { Page } from './page.ts'
import { type Predicate, ALWAYS, amongTerms, combined } from './predicate.ts'
import { type Stamp, stampText } from './stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { WorkerRow } from './tables.ts'
import type { WorkPool } from './work-pool.ts'

export type Worker = Stored & {
  readonly name: string
  readonly work_pool_id: string
  readonly last_heartbeat_time: string
  readonly heartbeat_interval_seconds: number | null
  readonly status: 'ONLINE' | 'OFFLINE'
}

/** A worker that misses this many heartbeats counts as gone. */
const MISSED_HEARTBEATS = 3
/** What is assumed of a worker that does not say how often it beats. */
const DEFAULT_INTERVAL_SECONDS = 30

/** The workers of a pool, those heard of last first. */
export async function findWorkers(
  db: Reader,
  poolId: string,
  filter: WorkerFilter | null | undefined,
  page: Page,
  now: Stamp,
): Promise<readonly Worker[]> {
  const rows = await db
    .with('seen', (part) =>
      part
        .selectFrom('worker')
        .selectAll()
        .select(
          sql<'ONLINE' | 'OFFLINE'>`case when last_heartbeat_time
            + coalesce(heartbeat_interval_seconds, ${DEFAULT_INTERVAL_SECONDS}) * ${MISSED_HEARTBEATS * 1_000_000} >= ${now}
            then 'ONLINE' else 'OFFLINE' end`.as('status'),
        )
        .where('work_pool_id', '=', poolId),
    )
    .selectFrom('seen')
    .selectAll()
    .where(matches(filter))
    .orderBy('last_heartbeat_time', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map(workerOf)
}

/** Notes that a worker lives, and with it that its pool is ready. */
export async function recordHeartbeat(
  trx: Writer,
  pool: WorkPool,
  beat: { id: string; name: string; intervalSeconds: number | null; at: Stamp },
): Promise<void> {
  const seen = { last_heartbeat_time: beat.at, heartbeat_interval_seconds: beat.intervalSeconds, updated: beat.at }
  await trx
    .insertInto('worker')
    .values({ id: beat.id, created: beat.at, work_pool_id: pool.id, name: beat.name, ...seen })
    .onConflict((conflict) => conflict.columns(['work_pool_id', 'name']).doUpdateSet(seen))
    .execute()
  if (pool.status === 'NOT_READY') {
    await trx.updateTable('work_pool').set({ status: 'READY', updated: beat.at }).where('id', '=', pool.id).execute()
  }
}

function matches(filter: WorkerFilter | null | undefined): Predicate {
  if (isAbsent(filter)) return ALWAYS
  const { last_heartbeat_time: heard } = filter
  const column = sql.ref('seen.last_heartbeat_time')
  return combined(filter.operator, [
    ...(isAbsent(heard?.before_) ? [] : [sql<SqlBool>`${column} <= ${momentOf(heard.before_)}`]),
    ...(isAbsent(heard?.after_) ? [] : [sql<SqlBool>`${column} >= ${momentOf(heard.after_)}`]),
    ...amongTerms('seen.status', filter.status),
  ])
}

function workerOf(row: WorkerRow & { readonly status: 'ONLINE' | 'OFFLINE' }): Worker {
  return {
    ...storedPart(row),
    name: row.name,
    work_pool_id: row.work_pool_id,
    last_heartbeat_time: stampText(row.last_heartbeat_time),
    heartbeat_interval_seconds: row.heartbeat_interval_seconds,
    status: row.status,
  }
}
