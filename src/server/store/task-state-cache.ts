import { type SqlBool, sql } from 'kysely'
import { objectOf } from './columns.ts'
import { detailsOf } from './run-state.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { State } from '../model/state.ts'

/** Keeps a task run's state under a cache key until it expires; null for ever. */
export async function keepTaskState(
  trx: Writer,
  {
    key,
    expiration,
    stateId,
    at,
  }: { readonly key: string; readonly expiration: Stamp | null; readonly stateId: string; readonly at: Stamp },
): Promise<void> {
  await trx
    .insertInto('task_run_state_cache')
    .values({ cache_key: key, cache_expiration: expiration, task_run_state_id: stateId, created: at })
    .execute()
}

/** The state that was kept last under a key and has not expired. */
export async function readKeptTaskState(db: Reader, key: string, at: Stamp): Promise<State | undefined> {
  const row = await db
    .selectFrom('task_run_state_cache as cache')
    .innerJoin('task_run_state as state', 'state.id', 'cache.task_run_state_id')
    .select(['state.id', 'state.type', 'state.name', 'state.timestamp', 'state.message', 'state.data'])
    .select('state.state_details')
    .where('cache.cache_key', '=', key)
    .where(sql<SqlBool>`coalesce(cache.cache_expiration, ${at} + 1) > ${at}`)
    .orderBy('cache.created', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { data, state_details: details, ...rest } = row
  return { ...rest, data: data === null ? null : JSON.parse(data), state_details: detailsOf(objectOf(details)) }
}
