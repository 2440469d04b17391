import { sql, type SqlBool } from 'kysely'
import { type Stored, storedPart } from './columns.ts'
import type { Stamp } from '../model/stamp.ts'
import { notAmong } from './predicate.ts'
import type { Reader, Writer } from './store.ts'
import type { FlowRunInputRow } from './tables.ts'

/** A value that somebody sent to a run, under a key. */
export type FlowRunInput = Stored & {
  readonly flow_run_id: string
  readonly key: string
  readonly value: string
  readonly sender: string | null
}

export async function readInput(db: Reader, flowRunId: string, key: string): Promise<FlowRunInput | undefined> {
  const row = await db
    .selectFrom('flow_run_input')
    .selectAll()
    .where('flow_run_id', '=', flowRunId)
    .where('key', '=', key)
    .executeTakeFirst()
  return row && inputOf(row)
}

/** The oldest inputs whose key begins so, in which `%` and `_` are wildcards and case does not matter, as in Prefect. */
export async function findInputs(
  db: Reader,
  flowRunId: string,
  { prefix, limit, except }: { readonly prefix: string; readonly limit: number; readonly except: readonly string[] },
): Promise<readonly FlowRunInput[]> {
  const rows = await db
    .selectFrom('flow_run_input')
    .selectAll()
    .where('flow_run_id', '=', flowRunId)
    .where(sql<SqlBool>`key like ${`${prefix}%`}`)
    .where(notAmong('key', except))
    .orderBy('created')
    // SQLite takes no number beyond 64 bits for a limit; any negative one is none
    .limit(Math.max(-1, Math.min(limit, Number.MAX_SAFE_INTEGER)))
    .execute()
  return rows.map(inputOf)
}

/** Adds an input. False if the run has one of that key already. */
export async function insertInput(
  trx: Writer,
  input: {
    readonly id: string
    readonly at: Stamp
    readonly flowRunId: string
    readonly key: string
    readonly value: string
    readonly sender: string | null
  },
): Promise<boolean> {
  const { id, at, flowRunId, key, value, sender } = input
  const { numInsertedOrUpdatedRows: added } = await trx
    .insertInto('flow_run_input')
    .values({ id, created: at, updated: at, flow_run_id: flowRunId, key, value, sender })
    .onConflict((conflict) => conflict.columns(['flow_run_id', 'key']).doNothing())
    .executeTakeFirstOrThrow()
  return added === 1n
}

/** False if there is no such input. */
export async function deleteInput(trx: Writer, flowRunId: string, key: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('flow_run_input')
    .where('flow_run_id', '=', flowRunId)
    .where('key', '=', key)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

function inputOf(row: FlowRunInputRow): FlowRunInput {
  return {
    ...storedPart(row),
    flow_run_id: row.flow_run_id,
    key: row.key,
    value: row.value,
    sender: row.sender,
  }
}
