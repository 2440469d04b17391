import type { Json, JsonObject } from '../../model/json.ts'
import { refused } from '../problem.ts'
import { type StoredBlockDocument, readDocumentFamily } from '../store/block-document.ts'
import type { BlockReference } from '../store/block-reference.ts'
import { readSchemaFamily } from '../store/block-schema.ts'
import { type BlockType, readBlockTypes } from '../store/block-type.ts'
import { type Stored, storedPart } from '../store/columns.ts'
import type { Reader } from '../store/store.ts'
import { isMembers, parseExact } from './exact-json.ts'
import { masked } from './masking.ts'
import { type BlockSchema, readBlockSchemas, storedFields } from './schema-assembly.ts'
import type { Vault } from './vault.ts'

/** A block with those nested in it, as clients see it. */
export type BlockDocument = Stored & {
  readonly name: string
  readonly data: JsonObject
  readonly block_schema_id: string
  readonly block_schema: BlockSchema | null
  readonly block_type_id: string
  readonly block_type_name: string | null
  readonly block_type: BlockType | null
  readonly block_document_references: JsonObject
  readonly is_anonymous: boolean
}

/** How documents are read: with what key, and whether secrets are shown. */
export type Reading = { readonly vault: Vault; readonly includeSecrets: boolean }

/** Those of the ids that exist, in their order. Throws the 400 of blocks that are nested too deep to be shown. */
export async function readBlockDocuments(
  db: Reader,
  reading: Reading,
  ids: readonly string[],
): Promise<readonly BlockDocument[]> {
  const { documents, references } = await readDocumentFamily(db, ids)
  const all = [...documents.values()]
  const schemas = await readBlockSchemas(
    db,
    ids.flatMap((id) => documents.get(id)?.block_schema_id ?? []),
  )
  const family: Family = {
    reading,
    documents,
    children: Map.groupBy(references, ({ parentId }) => parentId),
    secretFields: reading.includeSecrets
      ? new Map()
      : await secretFieldsOf(
          db,
          all.map((document) => document.block_schema_id),
        ),
    types: await readBlockTypes(
      db,
      all.map((document) => document.block_type_id),
    ),
  }
  return ids.flatMap((id) => {
    const document = documents.get(id)
    return document === undefined ? [] : [documentOf(document, schemas, family)]
  })
}

export async function readBlockDocument(
  db: Reader,
  reading: Reading,
  id: string | undefined,
): Promise<BlockDocument | undefined> {
  return id === undefined ? undefined : (await readBlockDocuments(db, reading, [id]))[0]
}

/** What a document holds itself, without its nested blocks. */
export function openedData({ vault }: { readonly vault: Vault }, { id, data }: StoredBlockDocument): JsonObject {
  const opened = parseExact(vault.open(id, data))
  if (!isMembers(opened)) throw new Error(`the data of block ${id} are no object`)
  return opened
}

type Family = {
  readonly reading: Reading
  readonly documents: ReadonlyMap<string, StoredBlockDocument>
  readonly children: ReadonlyMap<string, readonly BlockReference[]>
  readonly secretFields: ReadonlyMap<string, Json | undefined>
  readonly types: ReadonlyMap<string, BlockType>
}

async function secretFieldsOf(
  db: Reader,
  schemaIds: readonly string[],
): Promise<ReadonlyMap<string, Json | undefined>> {
  const { schemas } = await readSchemaFamily(db, [...new Set(schemaIds)])
  return new Map([...schemas].map(([id, schema]) => [id, storedFields(schema).secret_fields]))
}

function documentOf(
  document: StoredBlockDocument,
  schemas: ReadonlyMap<string, BlockSchema>,
  family: Family,
): BlockDocument {
  const { data, references } = whole(document, family, { left: MOST_NESTED }, 0)
  return {
    ...storedPart(document),
    name: document.name,
    data,
    block_schema_id: document.block_schema_id,
    block_schema: schemas.get(document.block_schema_id) ?? null,
    block_type_id: document.block_type_id,
    block_type_name: document.block_type_name,
    block_type: family.types.get(document.block_type_id) ?? null,
    block_document_references: references,
    is_anonymous: document.is_anonymous === 1,
  }
}

/** Prefect's own limit of depth. */
const MOST_LEVELS = 50
/** Blocks that nest others twice on each level would grow without end long before. */
const MOST_NESTED = 1000

/** How many more nested blocks may be shown. */
type Budget = { left: number }

type Whole = { readonly data: JsonObject; readonly references: JsonObject }

function whole(document: StoredBlockDocument, family: Family, budget: Budget, depth: number): Whole {
  const { reading, secretFields } = family
  if (depth > MOST_LEVELS) throw tooDeep(`max depth ${MOST_LEVELS}; refusing to recurse further.`)
  const own = openedData(reading, document)
  const data: Record<string, Json> = {
    ...(reading.includeSecrets ? own : masked(own, secretFields.get(document.block_schema_id))),
  }
  const references: Record<string, Json> = {}
  for (const { name, referenceId } of family.children.get(document.id) ?? []) {
    const nested = family.documents.get(referenceId)
    if (nested === undefined) continue
    budget.left -= 1
    if (budget.left < 0) throw tooDeep(`${MOST_NESTED} nested blocks.`)
    const found = whole(nested, family, budget, depth + 1)
    data[name] = found.data
    references[name] = { block_document: summaryOf(nested, family, found.references) }
  }
  return { data, references }
}

function tooDeep(limit: string) {
  return refused(400, `Block document reference graph exceeds ${limit}`)
}

function summaryOf(document: StoredBlockDocument, { types }: Family, references: JsonObject): JsonObject {
  return {
    id: document.id,
    name: document.name,
    block_type: types.get(document.block_type_id) ?? null,
    is_anonymous: document.is_anonymous === 1,
    block_document_references: references,
  }
}
