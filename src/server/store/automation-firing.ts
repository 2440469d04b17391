import type { Firing } from '../model/firing.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'

/** Which part of which trigger has fired. */
export type PartKey = { readonly automationId: string; readonly parentId: string; readonly childId: string }

/** Keeps the last firing of a part. */
export async function putFiring(trx: Writer, key: PartKey, firing: Firing): Promise<void> {
  const values = { fired: firing.triggered, firing: JSON.stringify(firing) }
  await trx
    .insertInto('automation_firing')
    .values({ automation_id: key.automationId, parent_id: key.parentId, child_id: key.childId, ...values })
    .onConflict((conflict) => conflict.columns(['automation_id', 'parent_id', 'child_id']).doUpdateSet(values))
    .execute()
}

/** The last firings of all parts that have fired, in their order. */
export async function firingsOf(db: Reader, parent: Omit<PartKey, 'childId'>): Promise<readonly Firing[]> {
  const rows = await db
    .selectFrom('automation_firing')
    .select('firing')
    .where('automation_id', '=', parent.automationId)
    .where('parent_id', '=', parent.parentId)
    .orderBy('fired')
    .execute()
  return rows.map(({ firing }) => {
    const read: Firing = JSON.parse(firing)
    return read
  })
}

/** Forgets firings of the parts of a trigger: all of them, or those before a moment. */
export async function forgetFirings(trx: Writer, parent: Omit<PartKey, 'childId'>, before?: Stamp): Promise<void> {
  await trx
    .deleteFrom('automation_firing')
    .where('automation_id', '=', parent.automationId)
    .where('parent_id', '=', parent.parentId)
    .$if(before !== undefined, (query) => query.where('fired', '<', before ?? 0))
    .execute()
}
