import { sql } from 'kysely'
import type { TriggeredAction } from '../automations/firing.ts'
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

/** What is to be done next. */
export async function nextAction(
  db: Reader,
): Promise<{ readonly seq: number; readonly action: TriggeredAction } | undefined> {
  const row = await db.selectFrom('automation_action').selectAll().orderBy('seq').limit(1).executeTakeFirst()
  return row && { seq: row.seq, action: JSON.parse(row.action) }
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
