import { sql } from 'kysely'
import type { TriggeredAction } from '../model/firing.ts'
import type { Reader, Writer } from './store.ts'

/** Notes what is to be done, in its order. */
export async function addActions(trx: Writer, actions: readonly TriggeredAction[]): Promise<void> {
  for (const action of actions) {
    await trx
      .insertInto('automation_action')
      .values({ action: JSON.stringify(action) })
      .execute()
  }
}

/** An action that is to be carried out, by its number. */
export type NotedAction = { readonly seq: number; readonly action: TriggeredAction }

/** What is to be done next, in its order, and no more of it than that. */
export async function nextActions(db: Reader, most: number): Promise<readonly NotedAction[]> {
  const rows = await db.selectFrom('automation_action').selectAll().orderBy('seq').limit(most).execute()
  return rows.map(({ seq, action }) => ({ seq, action: JSON.parse(action) }))
}

/** Strikes out what was done. */
export async function removeAction(trx: Writer, seq: number): Promise<void> {
  await trx.deleteFrom('automation_action').where('seq', '=', seq).execute()
}

/** The number of the event up to which automations have looked. */
export async function readCursor(db: Reader): Promise<number> {
  const row = await db.selectFrom('automation_cursor').select('seq').executeTakeFirst()
  return row?.seq ?? 0
}

export async function moveCursor(trx: Writer, seq: number): Promise<void> {
  await sql`update automation_cursor set seq = ${seq}`.execute(trx)
}
