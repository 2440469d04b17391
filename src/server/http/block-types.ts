import { tellOfType } from '../blocks/block-events.ts'
import { forgetLostResultStorage } from '../blocks/result-storage.ts'
import { registerProtectedBlocks } from '../blocks/system-blocks.ts'
import { invalidRequest, isConstraintError, refused, valueError } from '../problem.ts'
import type { Services } from '../services.ts'
import {
  type BlockType,
  type BlockTypeKey,
  type BlockTypeText,
  deleteBlockType,
  findBlockTypes,
  insertBlockType,
  readBlockType,
  updateBlockType,
} from '../store/block-type.ts'
import type { Reader, Store, Writer } from '../store/store.ts'
import type { Bodies } from '../bodies/checked-body.ts'
import { pageOf } from './paging.ts'
import { NO_CONTENT, type Route, created, del, get, ok, patch, post } from './route.ts'

/** `/block_types`: the kinds of blocks. */
export function blockTypeRoutes({ store }: Services): readonly Route[] {
  return [
    post('/block_types/', {
      summary: 'Make a block type',
      body: 'BlockTypeCreate',
      answers: { 201: 'BlockType' },
      async handle({ body }) {
        refuseInvalid(body)
        return created(await create(store, body))
      },
    }),
    post('/block_types/filter', {
      summary: 'Find block types',
      body: 'BlockTypesQuery',
      answers: { 200: { list: 'BlockType' } },
      async handle({ body }) {
        const filters = { types: body.block_types, schemas: body.block_schemas }
        const page = pageOf(body)
        return ok(await store.read((db) => findBlockTypes(db, filters, page)))
      },
    }),
    post('/block_types/install_system_block_types', {
      summary: 'Make the block types that no server is without',
      answers: { 200: 'null' },
      async handle() {
        await registerProtectedBlocks(store)
        return ok(null)
      },
    }),
    get('/block_types/slug/{slug}', {
      summary: 'Read a block type by its slug',
      answers: { 200: 'BlockType' },
      handle: async ({ params }) =>
        ok(await store.read((db) => existingType(db, { column: 'slug', value: params.slug }))),
    }),
    get('/block_types/{id:uuid}', {
      summary: 'Read a block type',
      answers: { 200: 'BlockType' },
      handle: async ({ params }) => ok(await store.read((db) => existingType(db, { column: 'id', value: params.id }))),
    }),
    patch('/block_types/{id:uuid}', {
      summary: 'Change what is said about a block type',
      body: 'BlockTypeUpdate',
      answers: { 204: 'nothing' },
      async handle({ params, body }) {
        await store.write((trx) => change(trx, store, params.id, body))
        return NO_CONTENT
      },
    }),
    del('/block_types/{id:uuid}', {
      summary: 'Delete a block type with its schemas and blocks',
      answers: { 204: 'nothing' },
      async handle({ params }) {
        await store.write((trx) => remove(trx, store, params.id))
        return NO_CONTENT
      },
    }),
  ]
}

/** Throws the 404 of a type that is not there. */
export async function existingType(db: Reader, key: BlockTypeKey): Promise<BlockType> {
  const type = await readBlockType(db, key)
  if (type === undefined) throw refused(404, 'Block type not found')
  return type
}

async function create(store: Store, body: Bodies['BlockTypeCreate']): Promise<BlockType> {
  const { name, slug, logo_url = null, documentation_url = null, description = null, code_example = null } = body
  if (name.toLowerCase().startsWith('prefect')) {
    throw refused(403, "Block type names beginning with 'Prefect' are reserved.")
  }
  const text = { description: escaped(description), code_example: escaped(code_example) }
  const values = { id: store.uuid(), name, slug, logo_url, documentation_url, ...text, isProtected: false }
  const made = store.write(async (trx) => {
    const type = await insertBlockType(trx, { ...values, at: store.now() })
    await tellOfType(trx, store, 'created', type)
    return type
  })
  return made.catch((error: unknown) => {
    if (isConstraintError(error)) throw refused(409, `Block type with name "${name}" already exists`)
    throw error
  })
}

/** Nothing happens if it says the same. */
async function change(trx: Writer, store: Store, id: string, body: Bodies['BlockTypeUpdate']): Promise<void> {
  const type = await existingType(trx, { column: 'id', value: id })
  if (TEXTS.every((text) => text in body && shown(body[text] ?? null) === shown(type[text]))) return
  await updateBlockType(trx, id, body, store.now())
  await tellOfType(trx, store, 'updated', await existingType(trx, { column: 'id', value: id }))
}

const TEXTS: readonly (keyof BlockTypeText)[] = ['logo_url', 'documentation_url', 'description', 'code_example']

async function remove(trx: Writer, store: Store, id: string): Promise<void> {
  const type = await existingType(trx, { column: 'id', value: id })
  if (type.is_protected) throw refused(403, 'protected block types cannot be deleted.')
  await tellOfType(trx, store, 'deleted', type)
  await deleteBlockType(trx, id)
  await forgetLostResultStorage(trx)
}

function refuseInvalid(body: Bodies['BlockTypeCreate']): void {
  if (/^[a-z0-9-]*$/.test(body.slug)) return
  const message = 'Block type slug must only contain lowercase letters, numbers, and dashes.'
  throw invalidRequest([valueError(['body', 'slug'], message, body.slug)], body)
}

/** What people write about a new type is stored as it stands in a web page. */
function escaped(text: string | null): string | null {
  return text?.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') ?? null
}

function shown(text: string | null): string | null {
  return text?.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&') ?? null
}
