import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import type { BlockReference } from '../store/block-reference.ts'
import { type StoredBlockSchema, readSchemaFamily } from '../store/block-schema.ts'
import { type BlockType, readBlockTypes } from '../store/block-type.ts'
import { type Stored, storedPart } from '../store/columns.ts'
import type { Reader } from '../store/store.ts'
import { hasMembers } from './checksum.ts'
import { parseExact } from './exact-json.ts'

/** A block schema whose fields tell of the blocks nested in it, as clients see it. */
export type BlockSchema = Stored & {
  readonly checksum: string
  readonly fields: JsonObject
  readonly block_type_id: string
  readonly block_type: BlockType | null
  readonly capabilities: readonly string[]
  readonly version: string
}

/** Those of the ids that exist, by id. */
export async function readBlockSchemas(db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, BlockSchema>> {
  const { schemas, references } = await readSchemaFamily(db, ids)
  const types = await readBlockTypes(
    db,
    [...schemas.values()].map((schema) => schema.block_type_id),
  )
  const family = { schemas, types, children: Map.groupBy(references, ({ parentId }) => parentId), known: new Map() }
  const found = ids.flatMap((id) => {
    const schema = schemas.get(id)
    return schema === undefined ? [] : [[id, schemaOf(schema, wholeFields(id, family, new Set()), types)] as const]
  })
  return new Map(found)
}

export async function readBlockSchema(db: Reader, id: string | undefined): Promise<BlockSchema | undefined> {
  return id === undefined ? undefined : (await readBlockSchemas(db, [id])).get(id)
}

export function storedFields(schema: StoredBlockSchema): JsonObject {
  const fields = parseExact(schema.fields)
  if (!isJsonObject(fields)) throw new Error(`the fields of block schema ${schema.id} are no object`)
  return fields
}

type Family = {
  readonly schemas: ReadonlyMap<string, StoredBlockSchema>
  readonly types: ReadonlyMap<string, BlockType>
  readonly children: ReadonlyMap<string, readonly BlockReference[]>
  readonly known: Map<string, JsonObject>
}

function schemaOf(schema: StoredBlockSchema, fields: JsonObject, types: ReadonlyMap<string, BlockType>): BlockSchema {
  return {
    ...storedPart(schema),
    checksum: schema.checksum,
    fields,
    block_type_id: schema.block_type_id,
    block_type: types.get(schema.block_type_id) ?? null,
    capabilities: schema.capabilities,
    version: schema.version,
  }
}

/**
 * The stored fields, with the references to nested blocks and with their definitions in one flat list. A client can
 * send schemas that nest in a circle; such a one is left out where it would begin again.
 */
function wholeFields(id: string, family: Family, outer: ReadonlySet<string>): JsonObject {
  const known = family.known.get(id)
  if (known !== undefined) return known
  const schema = family.schemas.get(id)
  if (schema === undefined) return {}
  const children = family.children.get(id) ?? []
  const within = new Set([...outer, id])
  const nested = children
    .filter(({ referenceId }) => !within.has(referenceId))
    .map(({ referenceId }) => wholeFields(referenceId, family, within))
  const own = storedFields(schema)
  const fields = { ...own, block_schema_references: referencesByName(children, family) }
  const definitions = Object.fromEntries(nested.flatMap(definitionsOf))
  const all = isJsonObject(own.definitions) ? { ...own.definitions, ...definitions } : definitions
  const whole = hasMembers(all) ? { ...fields, definitions: all } : fields
  family.known.set(id, whole)
  return whole
}

function definitionsOf({ definitions, ...fields }: JsonObject): readonly (readonly [string, Json])[] {
  if (typeof fields.title !== 'string') return []
  return [[fields.title, fields], ...(isJsonObject(definitions) ? Object.entries(definitions) : [])]
}

/** One reference, or several where a field takes blocks of different schemas. */
function referencesByName(children: readonly BlockReference[], family: Family): JsonObject {
  const named = Map.groupBy(children, ({ name }) => name)
  return Object.fromEntries(
    [...named].map(([name, references]) => {
      const found = references.flatMap(({ referenceId }) => referenceTo(referenceId, family))
      return [name, found.length === 1 ? (found[0] ?? null) : found]
    }),
  )
}

function referenceTo(id: string, { schemas, types }: Family): readonly JsonObject[] {
  const schema = schemas.get(id)
  const type = schema && types.get(schema.block_type_id)
  if (schema === undefined || type === undefined) return []
  return [{ block_schema_checksum: schema.checksum, block_type_slug: type.slug }]
}
