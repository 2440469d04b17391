import { type SqlBool, sql } from 'kysely'
import { isAbsent } from '../model/absent.ts'
import {
  type BlockDocumentFilter,
  type BlockSchemaFilter,
  type BlockTypeFilter,
  documentMatches,
  schemaMatches,
  typeMatches,
} from './block-filter.ts'
import { type BlockReference, readFamily } from './block-reference.ts'
import { bit } from './columns.ts'
import type { Page } from './page.ts'
import { ALWAYS, type Predicate, among, combined } from './predicate.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { BlockDocumentRow } from './tables.ts'

/** A block document as it is stored: encrypted, and nested blocks are elsewhere. */
export type StoredBlockDocument = Readonly<BlockDocumentRow>

export type BlockDocumentFilters = {
  readonly documents: BlockDocumentFilter
  readonly types: BlockTypeFilter
  readonly schemas: BlockSchemaFilter
}

export type BlockDocumentSort = 'NAME_ASC' | 'NAME_DESC' | 'BLOCK_TYPE_AND_NAME_ASC'

export async function hasBlockDocuments(db: Reader): Promise<boolean> {
  return (await db.selectFrom('block_document').select('id').limit(1).executeTakeFirst()) !== undefined
}

export async function findBlockDocumentIds(
  db: Reader,
  filters: BlockDocumentFilters,
  sort: BlockDocumentSort,
  page: Page,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('block_document')
    .select('id')
    .where(matches(filters))
    .orderBy(ORDER[sort])
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map(({ id }) => id)
}

const ORDER = {
  NAME_ASC: sql`name, id`,
  NAME_DESC: sql`name desc, id`,
  BLOCK_TYPE_AND_NAME_ASC: sql`block_type_name, name, id`,
}

export async function countBlockDocuments(db: Reader, filters: BlockDocumentFilters): Promise<number> {
  const row = await db
    .selectFrom('block_document')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(matches(filters))
    .executeTakeFirstOrThrow()
  return row.count
}

function matches({ documents, types, schemas }: BlockDocumentFilters): Predicate {
  return combined('and_', [
    documentMatches(documents ?? {}),
    isAbsent(types)
      ? ALWAYS
      : sql<SqlBool>`exists (select 1 from block_type
          where block_type.id = block_document.block_type_id and ${typeMatches(types)})`,
    isAbsent(schemas)
      ? ALWAYS
      : sql<SqlBool>`exists (select 1 from block_schema
          where block_schema.id = block_document.block_schema_id and ${schemaMatches(schemas)})`,
  ])
}

/** The document of a name among those of a block type. */
export async function blockDocumentIdOf(db: Reader, slug: string, name: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('block_document')
    .innerJoin('block_type', 'block_type.id', 'block_document.block_type_id')
    .select('block_document.id')
    .where('block_type.slug', '=', slug)
    .where('block_document.name', '=', name)
    .executeTakeFirst()
  return row?.id
}

/** Several documents with all that they hold, directly or through others, and who holds whom. */
export async function readDocumentFamily(
  db: Reader,
  ids: readonly string[],
): Promise<{
  readonly documents: ReadonlyMap<string, StoredBlockDocument>
  readonly references: readonly BlockReference[]
}> {
  const family = await readFamily(db, 'block_document_reference', ids)
  const rows = await db.selectFrom('block_document').selectAll().where(among('id', family.ids)).execute()
  return { documents: new Map(rows.map((row) => [row.id, row])), references: family.references }
}

export async function readStoredDocument(db: Reader, id: string): Promise<StoredBlockDocument | undefined> {
  return db.selectFrom('block_document').selectAll().where('id', '=', id).executeTakeFirst()
}

export type NewBlockDocument = {
  readonly id: string
  readonly at: Stamp
  readonly name: string
  /** Encrypted. */
  readonly data: string
  readonly isAnonymous: boolean
  readonly blockTypeName: string
  readonly blockTypeId: string
  readonly blockSchemaId: string
}

export async function insertBlockDocument(trx: Writer, document: NewBlockDocument): Promise<void> {
  const { id, at, name, data, isAnonymous, blockTypeName, blockTypeId, blockSchemaId } = document
  await trx
    .insertInto('block_document')
    .values({
      id,
      created: at,
      updated: at,
      name,
      data,
      is_anonymous: bit(isAnonymous),
      block_type_name: blockTypeName,
      block_type_id: blockTypeId,
      block_schema_id: blockSchemaId,
    })
    .execute()
}

export async function updateBlockDocument(
  trx: Writer,
  id: string,
  change: { readonly data: string; readonly blockSchemaId: string },
  at: Stamp,
): Promise<void> {
  await trx
    .updateTable('block_document')
    .set({ data: change.data, block_schema_id: change.blockSchemaId, updated: at })
    .where('id', '=', id)
    .execute()
}

/** Documents that hold it lose it; deployments and runs that need it go, too. */
export async function deleteBlockDocument(trx: Writer, id: string): Promise<void> {
  await trx.deleteFrom('block_document').where('id', '=', id).execute()
}
