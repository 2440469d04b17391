import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import { refused } from '../problem.ts'
import { pythonRepr } from '../python-repr.ts'
import { insertSchemaReference } from '../store/block-reference.ts'
import { blockSchemaIdOf, insertBlockSchema } from '../store/block-schema.ts'
import { type BlockType, readBlockType } from '../store/block-type.ts'
import type { Store, Writer } from '../store/store.ts'
import { hasMembers, plainDefinitions, referencesIn, schemaChecksum, withDefinitions } from './checksum.ts'

export type SchemaValues = {
  readonly blockTypeId: string
  readonly fields: JsonObject
  readonly capabilities: readonly string[]
  readonly version: string
}

/** The version of a schema that does not say one. */
export const NO_VERSION = 'non-versioned'

/**
 * Stores a block schema and those nested in it, unless they are known by checksum and version; gives its id. Nested
 * schemas stand in `definitions`. Throws the 409 of a nested block whose type or definition is not there.
 */
export async function createBlockSchema(
  trx: Writer,
  store: Store,
  schema: SchemaValues,
  outer?: Outer,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const definitions =
    outer?.definitions ?? (hasMembers(schema.fields.definitions) ? schema.fields.definitions : undefined)
  const sent = definitions === undefined ? schema.fields : { ...schema.fields, definitions }
  const checksum = schemaChecksum(sent)
  const existing = await blockSchemaIdOf(trx, checksum, schema.version)
  if (existing !== undefined) return { id: existing, isNew: false }

  const budget = outer?.budget ?? { left: MOST_NESTED }
  const fields = ownFields(sent, definitions)
  const id = store.uuid()
  await insertBlockSchema(trx, { ...schema, id, at: store.now(), checksum, fields })
  for (const nested of nestedBlocks(sent.block_schema_references)) {
    const type = await readBlockType(trx, { column: 'slug', value: nested.slug })
    if (type === undefined) throw unknownType(nested.slug)
    const known = await blockSchemaIdOf(trx, nested.checksum, undefined)
    const referenceId =
      known ?? (await createNested(trx, store, { name: nested.name, type, fields, definitions, budget }))
    await insertSchemaReference(trx, { parentId: id, referenceId, name: nested.name })
  }
  return { id, isNew: true }
}

/** What nested schemas have from the one around them. */
type Outer = { readonly definitions: JsonObject; readonly budget: Budget }

/** How many more nested schemas may be made. */
type Budget = { left: number }

/** Far more than any block has. Each costs a look at all definitions. */
const MOST_NESTED = 100

/** What the schema says itself: nested blocks are stored beside it and put together when it is read. */
function ownFields(sent: JsonObject, definitions: JsonObject | undefined): JsonObject {
  const { block_schema_references: _nested, ...own } = sent
  if (definitions === undefined) return own
  const { definitions: _all, ...plain } = own
  return withDefinitions(plain, plainDefinitions(sent, definitions))
}

type Nested = { readonly name: string; readonly slug: string; readonly checksum: string }

function nestedBlocks(references: Json | undefined): readonly Nested[] {
  if (!isJsonObject(references)) return []
  return Object.entries(references).flatMap(([name, value]) => {
    const entries: readonly Json[] = Array.isArray(value) ? value : [value]
    return entries.map((entry) => nestedBlock(name, entry))
  })
}

function nestedBlock(name: string, entry: Json): Nested {
  const { block_type_slug: slug, block_schema_checksum: checksum } = isJsonObject(entry) ? entry : {}
  if (typeof slug === 'string' && typeof checksum === 'string') return { name, slug, checksum }
  throw refused(
    409,
    `The block schema reference ${pythonRepr(name)} needs a block_type_slug and a block_schema_checksum.`,
  )
}

async function createNested(
  trx: Writer,
  store: Store,
  nested: {
    readonly name: string
    readonly type: BlockType
    readonly fields: JsonObject
    readonly definitions: JsonObject | undefined
    readonly budget: Budget
  },
): Promise<string> {
  const { name, type, definitions, budget } = nested
  if (definitions === undefined) {
    throw refused(409, 'Unable to create nested block schema due to missing definitions in root block schema fields')
  }
  const fields = definitionOf(nested.fields, name, type.slug, definitions)
  if (fields === undefined) {
    throw refused(
      409,
      `Unable to create nested block schema for block type ${pythonRepr(type.name)} due to missing definition.`,
    )
  }
  budget.left -= 1
  if (budget.left < 0) throw refused(409, `A block schema cannot hold more than ${MOST_NESTED} others.`)
  const schema = { blockTypeId: type.id, fields, capabilities: [], version: NO_VERSION }
  return (await createBlockSchema(trx, store, schema, { definitions, budget })).id
}

/** What the property `name` refers to; of several the one of the block type. */
function definitionOf(fields: JsonObject, name: string, slug: string, definitions: JsonObject): JsonObject | undefined {
  const property = isJsonObject(fields.properties) ? (fields.properties[name] ?? null) : null
  const found = referencesIn(property)
    .map((reference) => definitions[reference.replaceAll('#/definitions/', '')])
    .filter(isJsonObject)
  return found.length === 1 ? found[0] : found.find((definition) => definition.block_type_slug === slug)
}

function unknownType(slug: string) {
  return refused(
    409,
    `Cannot create block schema because block type ${pythonRepr(slug)} was not found.Did you forget to register the block type?`,
  )
}
