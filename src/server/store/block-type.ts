import { type Stored, bit, setColumns, storedPart } from './columns.ts'
import { type BlockSchemaFilter, type BlockTypeFilter, schemaMatches, typeMatches } from './block-filter.ts'
import { sql, type SqlBool } from 'kysely'
import type { Page } from './page.ts'
import { ALWAYS } from './predicate.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { BlockTypeRow } from './tables.ts'

/** What people read about a kind of block. */
export type BlockTypeText = {
  readonly logo_url: string | null
  readonly documentation_url: string | null
  readonly description: string | null
  readonly code_example: string | null
}

export type BlockType = Stored &
  BlockTypeText & { readonly name: string; readonly slug: string; readonly is_protected: boolean }

/** A block type is named by its id or by its slug. */
export type BlockTypeKey = { readonly column: 'id' | 'slug'; readonly value: string }

export async function readBlockType(db: Reader, key: BlockTypeKey): Promise<BlockType | undefined> {
  const row = await db.selectFrom('block_type').selectAll().where(key.column, '=', key.value).executeTakeFirst()
  return row && blockTypeOf(row)
}

/** Those of several ids, by id. */
export async function readBlockTypes(db: Reader, ids: Iterable<string>): Promise<ReadonlyMap<string, BlockType>> {
  const wanted = JSON.stringify([...new Set(ids)])
  const rows = await db
    .selectFrom('block_type')
    .selectAll()
    .where(sql<SqlBool>`id in (select value from json_each(${wanted}))`)
    .execute()
  return new Map(rows.map((row) => [row.id, blockTypeOf(row)]))
}

/** By name. A schema filter finds the types with such a schema. */
export async function findBlockTypes(
  db: Reader,
  filters: { readonly types: BlockTypeFilter; readonly schemas: BlockSchemaFilter },
  page: Page,
): Promise<readonly BlockType[]> {
  const rows = await db
    .selectFrom('block_type')
    .selectAll()
    .where(filters.types ? typeMatches(filters.types) : ALWAYS)
    .where(filters.schemas ? hasSchema(filters.schemas) : ALWAYS)
    .orderBy('name')
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map(blockTypeOf)
}

function hasSchema(filter: NonNullable<BlockSchemaFilter>) {
  return sql<SqlBool>`exists (select 1 from block_schema
    where block_schema.block_type_id = block_type.id and ${schemaMatches(filter)})`
}

export type NewBlockType = BlockTypeText & {
  readonly id: string
  readonly at: Stamp
  readonly name: string
  readonly slug: string
  readonly isProtected: boolean
}

export async function insertBlockType(
  trx: Writer,
  { id, at, isProtected, ...values }: NewBlockType,
): Promise<BlockType> {
  const row: BlockTypeRow = { id, created: at, updated: at, ...values, is_protected: bit(isProtected) }
  await trx.insertInto('block_type').values(row).execute()
  return blockTypeOf(row)
}

/** Sets what is given. False if there is no such type. */
export async function updateBlockType(
  trx: Writer,
  id: string,
  change: Partial<BlockTypeText> & { readonly isProtected?: boolean },
  at: Stamp,
): Promise<boolean> {
  const { isProtected, ...text } = change
  const values = setColumns<BlockTypeRow>({
    ...text,
    is_protected: isProtected === undefined ? undefined : bit(isProtected),
    updated: at,
  })
  const { numUpdatedRows } = await trx.updateTable('block_type').set(values).where('id', '=', id).executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Its schemas and documents go, too. */
export async function deleteBlockType(trx: Writer, id: string): Promise<void> {
  await trx.deleteFrom('block_type').where('id', '=', id).execute()
}

function blockTypeOf(row: BlockTypeRow): BlockType {
  return {
    ...storedPart(row),
    name: row.name,
    slug: row.slug,
    logo_url: row.logo_url,
    documentation_url: row.documentation_url,
    description: row.description,
    code_example: row.code_example,
    is_protected: row.is_protected === 1,
  }
}
