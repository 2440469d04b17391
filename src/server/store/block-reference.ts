import { sql } from 'kysely'
import type { Reader, Writer } from './store.ts'

/** `parentId` holds the document or schema `referenceId` under `name`. */
export type BlockReference = { readonly parentId: string; readonly referenceId: string; readonly name: string }

type ReferenceTable = 'block_document_reference' | 'block_schema_reference'

/** All that some documents or schemas hold, directly or through others, and who holds whom. */
export async function readFamily(
  db: Reader,
  table: ReferenceTable,
  ids: readonly string[],
): Promise<{ readonly ids: readonly string[]; readonly references: readonly BlockReference[] }> {
  const references = await sql<BlockReference>`
    with recursive family (id) as (
      select value from json_each(${JSON.stringify(ids)})
      union select reference_id from ${sql.table(table)} join family on parent_id = family.id)
    select parent_id as "parentId", reference_id as "referenceId", name from ${sql.table(table)} as reference
      join family on parent_id = family.id order by reference.id`.execute(db)
  return {
    ids: [...ids, ...references.rows.map(({ referenceId }) => referenceId)],
    references: references.rows,
  }
}

/** What a document holds itself. */
export async function documentReferencesOf(db: Reader, parentId: string): Promise<readonly BlockReference[]> {
  return db
    .selectFrom('block_document_reference')
    .select(['parent_id as parentId', 'reference_id as referenceId', 'name'])
    .where('parent_id', '=', parentId)
    .orderBy('id')
    .execute()
}

/** Whether a document is another, or holds it, directly or through others. */
export async function holdsDocument(db: Reader, holderId: string, heldId: string): Promise<boolean> {
  const { rows } = await sql<{ found: number }>`
    with recursive held (id) as (
      select ${holderId}
      union select reference_id from block_document_reference join held on parent_id = held.id)
    select 1 as found from held where id = ${heldId}`.execute(db)
  return rows.length > 0
}

export async function insertDocumentReference(trx: Writer, reference: BlockReference): Promise<void> {
  const { parentId, referenceId, name } = reference
  await trx
    .insertInto('block_document_reference')
    .values({ parent_id: parentId, reference_id: referenceId, name })
    .execute()
}

export async function deleteDocumentReference(trx: Writer, reference: BlockReference): Promise<void> {
  await trx
    .deleteFrom('block_document_reference')
    .where('parent_id', '=', reference.parentId)
    .where('reference_id', '=', reference.referenceId)
    .where('name', '=', reference.name)
    .execute()
}

/** Nothing happens if it is there already. */
export async function insertSchemaReference(trx: Writer, reference: BlockReference): Promise<void> {
  const { parentId, referenceId, name } = reference
  await trx
    .insertInto('block_schema_reference')
    .values({ parent_id: parentId, reference_id: referenceId, name })
    .onConflict((conflict) => conflict.columns(['parent_id', 'name', 'reference_id']).doNothing())
    .execute()
}
