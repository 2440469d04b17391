import { sql } from 'kysely'
import { isAbsent } from '../model/absent.ts'
import type { WorkPoolFilter, WorkPoolsQuery } from '../model/requests.ts'
import type { JsonObject } from '../../model/json.ts'
import { type Stored, bit, jsonText, storedPart, objectOf, setColumns } from './columns.ts'
import type { Page } from './page.ts'
import { QUEUE_SLOT_STATES } from '../model/state.ts'
import { ALWAYS, type Predicate, literals } from './predicate.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { WorkPoolRow } from './tables.ts'
import { workPoolMatches } from './work-pool-filter.ts'
import { insertWorkQueue } from './work-queue.ts'

export type WorkPool = Stored & {
  readonly name: string
  readonly description: string | null
  readonly type: string
  readonly base_job_template: JsonObject
  readonly is_paused: boolean
  readonly concurrency_limit: number | null
  readonly status: 'READY' | 'NOT_READY' | 'PAUSED' | null
  readonly default_queue_id: string | null
  readonly storage_configuration: JsonObject
  readonly active_slots: number | null
}

/** The pool of deployments that name a queue and no pool. Its queues are polled by no worker. */
export const DEFAULT_AGENT_POOL = 'default-agent-pool'
export const AGENT_TYPE = 'prefect-agent'

const STORAGE: JsonObject = {
  bundle_upload_step: null,
  bundle_execution_step: null,
  default_result_storage_block_id: null,
}

export async function readWorkPool(db: Reader, name: string): Promise<WorkPool | undefined> {
  const row = await withSlots(db).where('name', '=', name).executeTakeFirst()
  return row && poolOf(row)
}

export async function readWorkPoolById(db: Reader, id: string): Promise<WorkPool | undefined> {
  const row = await withSlots(db).where('id', '=', id).executeTakeFirst()
  return row && poolOf(row)
}

function withSlots(db: Reader) {
  return db.selectFrom('work_pool').selectAll().select(ACTIVE_SLOTS)
}

/** How many runs hold a slot, only counted where slots are limited. */
const ACTIVE_SLOTS = sql<number | null>`case when work_pool.concurrency_limit is null then null else (
  select count(*) from work_queue join flow_run on flow_run.work_queue_id = work_queue.id
  where work_queue.work_pool_id = work_pool.id and flow_run.state_type in ${literals(QUEUE_SLOT_STATES)}) end`.as(
  'active_slots',
)

export async function findWorkPools(db: Reader, query: WorkPoolsQuery, page: Page): Promise<readonly WorkPool[]> {
  const rows = await withSlots(db)
    .where(matches(query.work_pools))
    .orderBy('name')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map(poolOf)
}

export async function countWorkPools(db: Reader, query: WorkPoolsQuery): Promise<number> {
  const row = await db
    .selectFrom('work_pool')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(matches(query.work_pools))
    .executeTakeFirstOrThrow()
  return row.count
}

export type NewWorkPool = {
  readonly id: string
  readonly queueId: string
  readonly at: Stamp
  readonly name: string
  readonly type?: string
  readonly description?: string | null
  readonly base_job_template?: JsonObject
  readonly is_paused?: boolean
  readonly concurrency_limit?: number | null
  readonly storage_configuration?: JsonObject
}

/** Adds a pool with its queue `default`. */
export async function insertWorkPool(trx: Writer, pool: NewWorkPool): Promise<WorkPool> {
  const type = pool.type ?? AGENT_TYPE
  const row: WorkPoolRow = {
    id: pool.id,
    created: pool.at,
    updated: pool.at,
    name: pool.name,
    description: pool.description ?? null,
    type,
    base_job_template: jsonText(pool.base_job_template ?? {}),
    is_paused: bit(pool.is_paused ?? false),
    concurrency_limit: pool.concurrency_limit ?? null,
    status: type === AGENT_TYPE ? null : pool.is_paused ? 'PAUSED' : 'NOT_READY',
    default_queue_id: pool.queueId,
    storage_configuration: jsonText({ ...STORAGE, ...pool.storage_configuration }),
    last_status_event_id: null,
    last_transitioned_status_at: null,
  }
  await trx.insertInto('work_pool').values(row).execute()
  await insertWorkQueue(trx, {
    id: pool.queueId,
    at: pool.at,
    poolId: pool.id,
    name: 'default',
    description: "The work pool's default queue.",
  })
  return poolOf({ ...row, active_slots: row.concurrency_limit === null ? null : 0 })
}

export type WorkPoolChange = {
  readonly description?: string | null
  readonly is_paused?: boolean | null
  readonly base_job_template?: JsonObject | null
  readonly concurrency_limit?: number | null
  readonly storage_configuration?: JsonObject | null
}

/** Sets what is given; a null where the table has none violates it, as in Prefect. */
export async function updateWorkPool(trx: Writer, pool: WorkPool, change: WorkPoolChange, at: Stamp): Promise<void> {
  const { is_paused: paused, base_job_template: template, storage_configuration: storage } = change
  const values = setColumns<WorkPoolRow>({
    description: change.description,
    concurrency_limit: change.concurrency_limit,
    is_paused: isAbsent(paused) ? paused : bit(paused),
    base_job_template: isAbsent(template) ? template : jsonText(template),
    storage_configuration: isAbsent(storage) ? storage : jsonText({ ...STORAGE, ...storage }),
    updated: at,
  })
  await trx.updateTable('work_pool').set(values).where('id', '=', pool.id).execute()
}

/** A status of a pool, and what told of it. */
export type PoolStatus = {
  readonly status: 'READY' | 'NOT_READY' | 'PAUSED'
  readonly eventId: string
  readonly at: Stamp
}

/** Gives the pool a status. Gives what told of the one before; undefined when nothing did. */
export async function updatePoolStatus(
  trx: Writer,
  poolId: string,
  { status, eventId, at }: PoolStatus,
): Promise<Pick<PoolStatus, 'eventId' | 'at'> | undefined> {
  const before = await trx
    .selectFrom('work_pool')
    .select(['last_status_event_id as eventId', 'last_transitioned_status_at as at'])
    .where('id', '=', poolId)
    .executeTakeFirst()
  await trx
    .updateTable('work_pool')
    .set({ status, updated: at, last_status_event_id: eventId, last_transitioned_status_at: at })
    .where('id', '=', poolId)
    .execute()
  return isAbsent(before?.eventId) || isAbsent(before.at) ? undefined : { eventId: before.eventId, at: before.at }
}

/** Deletes a pool with its queues and workers. Deployments stay, without a queue. */
export async function deleteWorkPool(trx: Writer, id: string): Promise<void> {
  await trx.deleteFrom('work_pool').where('id', '=', id).execute()
}

function matches(filter: WorkPoolFilter | null | undefined): Predicate {
  return isAbsent(filter) ? ALWAYS : workPoolMatches(filter)
}

function poolOf(row: WorkPoolRow & { readonly active_slots: number | null }): WorkPool {
  return {
    ...storedPart(row),
    name: row.name,
    description: row.description,
    type: row.type,
    base_job_template: objectOf(row.base_job_template),
    is_paused: row.is_paused === 1,
    concurrency_limit: row.concurrency_limit,
    status: row.status,
    default_queue_id: row.default_queue_id,
    storage_configuration: objectOf(row.storage_configuration),
    active_slots: row.active_slots,
  }
}
