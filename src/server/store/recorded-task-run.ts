import { sql } from 'kysely'
import { among } from './predicate.ts'
import { stateRow } from './run-state.ts'
import type { State } from '../model/state.ts'
import type { Reader, Writer } from './store.ts'
import type { TaskRunRow } from './tables.ts'
import type { TaskRunKey } from './task-run.ts'

/** The runs that have one of the ids, or are the same as one of the keys says. Two statements for any number. */
export async function findKnownTaskRuns(
  db: Reader,
  ids: readonly string[],
  keys: readonly TaskRunKey[],
): Promise<readonly TaskRunRow[]> {
  const byId = await db.selectFrom('task_run').selectAll().where(among('id', ids)).execute()
  const triples = keys.map(({ flow_run_id, task_key, dynamic_key }) => [flow_run_id, task_key, dynamic_key])
  const byKey = await sql<TaskRunRow>`select task_run.* from json_each(${JSON.stringify(triples)}) as wanted
    join task_run on task_run.flow_run_id = wanted.value ->> 0 and task_run.task_key = wanted.value ->> 1
      and task_run.dynamic_key = wanted.value ->> 2`.execute(db)
  return [...byId, ...byKey.rows]
}

/** Which of the flow runs there are. */
export async function findKnownFlowRuns(db: Reader, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('flow_run').select('id').where(among('id', ids)).execute()
  return new Set(rows.map(({ id }) => id))
}

/** Adds runs, or gives those that there are every column of the row but when they were made. One statement for any number. */
export async function putTaskRuns(trx: Writer, rows: readonly TaskRunRow[]): Promise<void> {
  await sql`insert into task_run (${sql.raw(COLUMNS.join(', '))})
    select ${sql.raw(COLUMNS.map((column) => `value ->> '$.${column}'`).join(', '))}
    from json_each(${JSON.stringify(rows)}) where true
    on conflict (id) do update set ${sql.raw(
      COLUMNS.filter((column) => column !== 'id' && column !== 'created')
        .map((column) => `${column} = excluded.${column}`)
        .join(', '),
    )}`.execute(trx)
}

const COLUMNS: readonly (keyof TaskRunRow)[] = [
  'id',
  'created',
  'updated',
  'name',
  'flow_run_id',
  'task_key',
  'dynamic_key',
  'cache_key',
  'cache_expiration',
  'task_version',
  'empirical_policy',
  'tags',
  'labels',
  'task_inputs',
  'state_id',
  'state_type',
  'state_name',
  'state_timestamp',
  'state',
  'run_count',
  'flow_run_run_count',
  'expected_start_time',
  'next_scheduled_start_time',
  'start_time',
  'end_time',
  'total_run_time',
]

/** Adds states to the histories of task runs; those that are there stay as they are. One statement for any number. */
export async function putTaskRunStates(
  trx: Writer,
  states: readonly { readonly taskRunId: string; readonly state: State }[],
): Promise<void> {
  const rows = states.map(({ taskRunId, state }) => ({ ...stateRow(state), task_run_id: taskRunId }))
  await sql`insert into task_run_state (${sql.raw(STATE_COLUMNS.join(', '))})
    select ${sql.raw(STATE_COLUMNS.map((column) => `value ->> '$.${column}'`).join(', '))}
    from json_each(${JSON.stringify(rows)}) where true
    on conflict (id) do nothing`.execute(trx)
}

const STATE_COLUMNS = [
  'id',
  'created',
  'updated',
  'type',
  'name',
  'timestamp',
  'message',
  'data',
  'state_details',
  'task_run_id',
]
