import { sql } from 'kysely'
import type { Json, JsonObject } from '../../model/json.ts'
import { isAbsent } from '../model/absent.ts'
import { type BlockSchemaFilter, schemaMatches } from './block-filter.ts'
import { type BlockReference, readFamily } from './block-reference.ts'
import { jsonText, tagsOf } from './columns.ts'
import type { Page } from './page.ts'
import { ALWAYS, among } from './predicate.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { BlockSchemaRow } from './tables.ts'

/** A block schema as it is stored: nested blocks are elsewhere. */
export type StoredBlockSchema = Omit<BlockSchemaRow, 'capabilities'> & { readonly capabilities: readonly string[] }

/** The schema of a checksum, the newest if several versions have it. */
export async function blockSchemaIdOf(
  db: Reader,
  checksum: string,
  version: string | undefined,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('block_schema')
    .select('id')
    .where('checksum', '=', checksum)
    .$if(version !== undefined, (query) => query.where('version', '=', version ?? ''))
    .orderBy('created', 'desc')
    .executeTakeFirst()
  return row?.id
}

/** Newest first. */
export async function findBlockSchemaIds(
  db: Reader,
  filter: BlockSchemaFilter,
  page: Page,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('block_schema')
    .select('id')
    .where(isAbsent(filter) ? ALWAYS : schemaMatches(filter))
    .orderBy('created', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map(({ id }) => id)
}

/** Several schemas with all that they hold, directly or through others, and who holds whom. */
export async function readSchemaFamily(
  db: Reader,
  ids: readonly string[],
): Promise<{
  readonly schemas: ReadonlyMap<string, StoredBlockSchema>
  readonly references: readonly BlockReference[]
}> {
  const family = await readFamily(db, 'block_schema_reference', ids)
  const rows = await db.selectFrom('block_schema').selectAll().where(among('id', family.ids)).execute()
  return { schemas: new Map(rows.map((row) => [row.id, storedOf(row)])), references: family.references }
}

export type NewBlockSchema = {
  readonly id: string
  readonly at: Stamp
  readonly blockTypeId: string
  readonly checksum: string
  readonly fields: JsonObject
  readonly capabilities: readonly string[]
  readonly version: string
}

export async function insertBlockSchema(trx: Writer, schema: NewBlockSchema): Promise<void> {
  const { id, at, blockTypeId, checksum, fields, capabilities, version } = schema
  await trx
    .insertInto('block_schema')
    .values({
      id,
      created: at,
      updated: at,
      block_type_id: blockTypeId,
      checksum,
      fields: jsonText(fields),
      capabilities: jsonText(capabilities),
      version,
    })
    .execute()
}

/** The type that a schema is of, or undefined if there is no such schema. */
export async function typeIdOfSchema(db: Reader, id: string): Promise<string | undefined> {
  const row = await db.selectFrom('block_schema').select('block_type_id').where('id', '=', id).executeTakeFirst()
  return row?.block_type_id
}

/** Its documents go, too. */
export async function deleteBlockSchema(trx: Writer, id: string): Promise<void> {
  await trx.deleteFrom('block_schema').where('id', '=', id).execute()
}

/** Everything that any schema can do, by name. */
export async function readCapabilities(db: Reader): Promise<readonly Json[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct each.value as name from block_schema, json_each(block_schema.capabilities) as each
    order by name`.execute(db)
  return rows.map(({ name }) => name)
}

function storedOf(row: BlockSchemaRow): StoredBlockSchema {
  return { ...row, capabilities: tagsOf(row.capabilities) }
}
