import type { JsonObject } from '../../model/json.ts'
import { isJsonObject } from '../../model/json.ts'
import { readConfiguration, writeConfiguration } from '../store/configuration.ts'
import { insertBlockType, readBlockType, updateBlockType } from '../store/block-type.ts'
import type { Store, Writer } from '../store/store.ts'
import { createBlockSchema } from './schema-writes.ts'
import BLOCKS from './system-blocks.json' with { type: 'json' }

/** A block of the Prefect package itself, with its schema as the package makes it. */
export type SystemBlock = {
  readonly name: string
  readonly slug: string
  readonly isProtected: boolean
  readonly logoUrl: string
  readonly documentationUrl: string
  readonly checksum: string
  readonly capabilities: readonly string[]
  readonly fields: JsonObject
}

/** The version of the Prefect package that the blocks are from. */
export const SYSTEM_BLOCKS_VERSION = '3.8.8'

/** Every block of the Prefect package, so that clients find what they ask for before they make anything. */
export const SYSTEM_BLOCKS: readonly SystemBlock[] = BLOCKS.map(({ fields, ...block }) => {
  const known: unknown = fields
  if (!isJsonObject(known)) throw new Error(`the fields of ${block.slug} are no object`)
  return { ...block, fields: known }
})

/** Registers them in a data folder that has never had those of this version. */
export async function registerSystemBlocks(store: Store): Promise<void> {
  if ((await store.read((db) => readConfiguration(db, REGISTERED))) === SYSTEM_BLOCKS_VERSION) return
  await store.write(async (trx) => {
    for (const block of SYSTEM_BLOCKS) await register(trx, store, block)
    await writeConfiguration(trx, REGISTERED, SYSTEM_BLOCKS_VERSION)
  })
}

/** Registers those anew that no server is without. */
export async function registerProtectedBlocks(store: Store): Promise<void> {
  await store.write(async (trx) => {
    for (const block of SYSTEM_BLOCKS.filter(({ isProtected }) => isProtected)) await register(trx, store, block)
  })
}

const REGISTERED = 'system-blocks-version'

async function register(trx: Writer, store: Store, block: SystemBlock): Promise<void> {
  const { isProtected, capabilities, fields } = block
  const existing = await readBlockType(trx, { column: 'slug', value: block.slug })
  if (existing !== undefined && existing.is_protected !== isProtected) {
    await updateBlockType(trx, existing.id, { isProtected }, store.now())
  }
  const blockTypeId = existing?.id ?? (await insertType(trx, store, block))
  await createBlockSchema(trx, store, { blockTypeId, fields, capabilities, version: SYSTEM_BLOCKS_VERSION })
}

async function insertType(trx: Writer, store: Store, block: SystemBlock): Promise<string> {
  const { name, slug, isProtected, logoUrl, documentationUrl, fields } = block
  const type = await insertBlockType(trx, {
    id: store.uuid(),
    at: store.now(),
    name,
    slug,
    logo_url: logoUrl,
    documentation_url: documentationUrl,
    description: typeof fields.description === 'string' ? fields.description : null,
    code_example: null,
    isProtected,
  })
  return type.id
}
