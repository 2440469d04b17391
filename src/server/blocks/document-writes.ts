import type { Json, JsonObject } from '../../model/json.ts'
import { storedUuid } from '../bodies/stored-uuid.ts'
import { isAbsent } from '../model/absent.ts'
import { INTEGRITY_CONFLICT, refused, sqliteCode } from '../problem.ts'
import {
  deleteBlockDocument,
  insertBlockDocument,
  readStoredDocument,
  updateBlockDocument,
} from '../store/block-document.ts'
import {
  type BlockReference,
  deleteDocumentReference,
  documentReferencesOf,
  holdsDocument,
  insertDocumentReference,
} from '../store/block-reference.ts'
import { readSchemaFamily, typeIdOfSchema } from '../store/block-schema.ts'
import { readBlockType } from '../store/block-type.ts'
import type { Store, Writer } from '../store/store.ts'
import { tellOfDocument } from './block-events.ts'
import { type BlockDocument, openedData, readBlockDocument } from './document-assembly.ts'
import { isMembers } from './exact-json.ts'
import { unmasked } from './masking.ts'
import { forgetLostResultStorage } from './result-storage.ts'
import { storedFields } from './schema-assembly.ts'
import type { Vault } from './vault.ts'

/** Where blocks are stored, and what encrypts their secrets. */
export type StoreAndVault = { readonly store: Store; readonly vault: Vault }

export type NewDocument = {
  readonly name: string | null
  readonly data: JsonObject
  readonly blockSchemaId: string
  readonly blockTypeId: string
  readonly isAnonymous: boolean
}

/** Saves a block; its name is random if it has none. Gives it with its secrets masked. */
export async function createBlockDocument(
  trx: Writer,
  services: StoreAndVault,
  document: NewDocument,
): Promise<BlockDocument> {
  const { store, vault } = services
  const type = await readBlockType(trx, { column: 'id', value: document.blockTypeId })
  if (type === undefined) throw refused(404, `Block type ${document.blockTypeId} not found.`)
  const id = store.uuid()
  const { plain, nested } = separated(document.data)
  const row = {
    ...document,
    id,
    at: store.now(),
    name: document.name || `anonymous-${store.uuid()}`,
    data: vault.seal(id, JSON.stringify(plain)),
    blockTypeName: type.name,
  }
  await insertBlockDocument(trx, row).catch((error: unknown) => {
    throw sqliteCode(error) === 'SQLITE_CONSTRAINT_UNIQUE' ? refused(409, 'Block already exists') : error
  })
  for (const one of nested) await addReference(trx, { ...one, parentId: id })
  return told(trx, services, id, 'created')
}

export type DocumentChange = {
  /** Nothing at all is changed without data, as in Prefect. */
  readonly data: JsonObject | undefined
  readonly blockSchemaId: string | null | undefined
  /** Whether stored members that were not sent stay; nested blocks do not. */
  readonly mergeExistingData: boolean
}

/** Changes a block. False if there is no such block. */
export async function changeBlockDocument(
  trx: Writer,
  services: StoreAndVault,
  id: string,
  change: DocumentChange,
): Promise<boolean> {
  const document = await readStoredDocument(trx, id)
  if (document === undefined) return false
  const sent = change.data ?? (change.mergeExistingData ? undefined : {})
  if (sent !== undefined) {
    const stored = openedData(services, document)
    const data = unmasked(sent, stored, await secretFieldsOf(trx, document.block_schema_id))
    const { plain, nested } = separated(change.mergeExistingData ? { ...stored, ...data } : data)
    const sealed = services.vault.seal(id, JSON.stringify(plain))
    const blockSchemaId = await changedSchemaId(trx, document, change.blockSchemaId)
    await updateBlockDocument(trx, id, { data: sealed, blockSchemaId }, services.store.now())
    await replaceReferences(trx, id, nested)
  }
  await told(trx, services, id, 'updated')
  return true
}

/** Deletes a block and what needs it. False if there is no such block. */
export async function removeBlockDocument(trx: Writer, services: StoreAndVault, id: string): Promise<boolean> {
  const document = await readBlockDocument(trx, { vault: services.vault, includeSecrets: false }, id)
  if (document === undefined) return false
  await tellOfDocument(trx, services.store, 'deleted', document)
  await deleteBlockDocument(trx, id)
  await forgetLostResultStorage(trx)
  return true
}

async function told(
  trx: Writer,
  services: StoreAndVault,
  id: string,
  action: 'created' | 'updated',
): Promise<BlockDocument> {
  const document = await readBlockDocument(trx, { vault: services.vault, includeSecrets: false }, id)
  if (document === undefined) throw new Error(`the block just written cannot be read: ${id}`)
  await tellOfDocument(trx, services.store, action, document)
  return document
}

async function secretFieldsOf(trx: Writer, schemaId: string): Promise<Json | undefined> {
  const schema = (await readSchemaFamily(trx, [schemaId])).schemas.get(schemaId)
  return schema && storedFields(schema).secret_fields
}

/** The schema of a change: another one of the same block type may be named. */
async function changedSchemaId(
  trx: Writer,
  document: { readonly block_schema_id: string; readonly block_type_id: string },
  proposed: string | null | undefined,
): Promise<string> {
  if (isAbsent(proposed) || proposed === document.block_schema_id) return document.block_schema_id
  const typeId = await typeIdOfSchema(trx, proposed)
  if (typeId === undefined) throw refused(409, INTEGRITY_CONFLICT)
  if (typeId === document.block_type_id) return proposed
  throw refused(400, 'Must migrate block document to a block schema of the same block type.')
}

type Nested = { readonly name: string; readonly referenceId: string }

/** Splits data into what a block holds itself and the blocks that are nested in it: `{"$ref": {"block_document_id": …}}`. */
function separated(data: JsonObject): { readonly plain: JsonObject; readonly nested: readonly Nested[] } {
  const members = Object.entries(data).map(([name, value]) => ({ name, value, nested: nestedIn(name, value) }))
  return {
    plain: Object.fromEntries(members.flatMap(({ name, value, nested }) => (nested ? [] : [[name, value]]))),
    nested: members.flatMap(({ nested }) => nested ?? []),
  }
}

function nestedIn(name: string, value: Json): Nested | undefined {
  if (!isMembers(value) || !('$ref' in value)) return undefined
  const id = isMembers(value.$ref) ? value.$ref.block_document_id : undefined
  if (isAbsent(id)) throw refused(400, `Received block reference without a block_document_id in key ${name}`)
  const referenceId = typeof id === 'string' ? storedUuid(id) : undefined
  if (referenceId !== undefined) return { name, referenceId }
  throw refused(400, `Received block reference whose block_document_id is no UUID in key ${name}`)
}

async function replaceReferences(trx: Writer, parentId: string, nested: readonly Nested[]): Promise<void> {
  const existing = await documentReferencesOf(trx, parentId)
  for (const one of nested) {
    if (!existing.some((known) => isSame(known, one))) await addReference(trx, { ...one, parentId })
  }
  for (const known of existing) {
    if (!nested.some((one) => isSame(known, one))) await deleteDocumentReference(trx, known)
  }
}

function isSame(one: Nested, other: Nested): boolean {
  return one.name === other.name && one.referenceId === other.referenceId
}

async function addReference(trx: Writer, reference: BlockReference): Promise<void> {
  const { parentId, referenceId } = reference
  if (await holdsDocument(trx, referenceId, parentId)) {
    throw refused(
      400,
      'Cannot create block document reference: it would introduce a cycle into the block_document_reference graph ' +
        `(parent=${parentId}, reference=${referenceId}).`,
    )
  }
  await insertDocumentReference(trx, reference)
}
