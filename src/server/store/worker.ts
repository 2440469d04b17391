import { isAbsent } from '../model/absent.ts'
import type { WorkerFilter } from '../model/requests.ts'
import { type SqlBool, sql } from 'kysely'
import { momentOf } from '../model/moment.ts'
import { type Stored, storedPart } from './columns.ts'
import type { Page } from './page.ts'
import { type Predicate, ALWAYS, amongTerms, combined } from './predicate.ts'
import { type Stamp, stampText } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { WorkerRow } from './tables.ts'

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
          sql<'ONLINE' | 'OFFLINE'>`case when ${HEARD_UNTIL} >= ${now} then 'ONLINE' else 'OFFLINE' end`.as('status'),
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

/** Notes that a worker lives. An interval that was said once holds until another is said. */
export async function recordHeartbeat(
  trx: Writer,
  poolId: string,
  beat: { readonly id: string; readonly name: string; readonly intervalSeconds: number | null; readonly at: Stamp },
): Promise<void> {
  const { at, intervalSeconds: interval } = beat
  const seen = { last_heartbeat_time: at, ...(interval === null ? {} : { heartbeat_interval_seconds: interval }) }
  await trx
    .insertInto('worker')
    .values({
      id: beat.id,
      created: at,
      updated: at,
      work_pool_id: poolId,
      name: beat.name,
      heartbeat_interval_seconds: null,
      ...seen,
    })
    .onConflict((conflict) => conflict.columns(['work_pool_id', 'name']).doUpdateSet(seen))
    .execute()
}

/** False if the pool has no such worker. */
export async function deleteWorker(trx: Writer, poolId: string, name: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('worker')
    .where('work_pool_id', '=', poolId)
    .where('name', '=', name)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Until when a worker counts as there without a word. */
const HEARD_UNTIL = sql<Stamp>`last_heartbeat_time
  + coalesce(heartbeat_interval_seconds, ${sql.lit(DEFAULT_INTERVAL_SECONDS)}) * ${sql.lit(MISSED_HEARTBEATS * 1_000_000)}`

export async function hasOnlineWorker(db: Reader, poolId: string, now: Stamp): Promise<boolean> {
  const found = db
    .selectFrom('worker')
    .select('id')
    .where('work_pool_id', '=', poolId)
    .where(HEARD_UNTIL, '>=', now)
    .limit(1)
  return (await found.executeTakeFirst()) !== undefined
}

/** The ready pools, and until when they stay so if nothing is heard of their workers; 0 for one that has none. */
export async function readReadyPools(db: Reader): Promise<readonly { readonly id: string; readonly until: Stamp }[]> {
  return db
    .selectFrom('work_pool')
    .leftJoin('worker', 'worker.work_pool_id', 'work_pool.id')
    .select(['work_pool.id', sql<Stamp>`coalesce(max(${HEARD_UNTIL}), 0)`.as('until')])
    .where('work_pool.status', '=', 'READY')
    .groupBy('work_pool.id')
    .execute()
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
