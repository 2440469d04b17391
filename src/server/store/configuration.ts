import type { Reader, Writer } from './store.ts'

/** A setting that the server keeps for itself, as text; null if there is none. */
export async function readConfiguration(db: Reader, key: string): Promise<string | null> {
  const row = await db.selectFrom('configuration').select('value').where('key', '=', key).executeTakeFirst()
  return row?.value ?? null
}

export async function writeConfiguration(trx: Writer, key: string, value: string): Promise<void> {
  await trx
    .insertInto('configuration')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute()
}

export async function deleteConfiguration(trx: Writer, key: string): Promise<void> {
  await trx.deleteFrom('configuration').where('key', '=', key).execute()
}
