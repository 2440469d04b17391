import type { JsonObject } from '../../model/json.ts'
import { forgetLostResultStorage } from '../blocks/result-storage.ts'
import { type BlockSchema, readBlockSchema, readBlockSchemas } from '../blocks/schema-assembly.ts'
import { NO_VERSION, createBlockSchema } from '../blocks/schema-writes.ts'
import { refused } from '../problem.ts'
import type { Services } from '../services.ts'
import { blockSchemaIdOf, deleteBlockSchema, findBlockSchemaIds } from '../store/block-schema.ts'
import { readBlockType } from '../store/block-type.ts'
import type { Reader, Store, Writer } from '../store/store.ts'
import type { Bodies } from '../bodies/checked-body.ts'
import { exactMember } from './exact-member.ts'
import { pageOf } from './paging.ts'
import { type Answer, NO_CONTENT, type Route, created, del, get, ok, post } from './route.ts'

/** `/block_schemas`: what the blocks of a type hold, known by a checksum that clients compute, too. */
export function blockSchemaRoutes({ store }: Services): readonly Route[] {
  return [
    post('/block_schemas/', {
      summary: 'Make a block schema, or find the one of that checksum and version',
      body: 'BlockSchemaCreate',
      answers: { 200: 'BlockSchema', 201: 'BlockSchema' },
      async handle({ body }, c) {
        const { length } = await c.req.text()
        if (length > MOST_CHARACTERS) throw refused(413, `A block schema is larger than ${MOST_CHARACTERS} characters.`)
        const fields = (await exactMember(c, 'fields')) ?? {}
        return store.write((trx) => create(trx, store, body, fields))
      },
    }),
    post('/block_schemas/filter', {
      summary: 'Find block schemas, the newest first',
      body: 'BlockSchemasQuery',
      answers: { 200: { list: 'BlockSchema' } },
      async handle({ body }) {
        const page = pageOf(body)
        const found = await store.read(async (db) =>
          readBlockSchemas(db, await findBlockSchemaIds(db, body.block_schemas, page)),
        )
        return ok([...found.values()])
      },
    }),
    get('/block_schemas/checksum/{checksum}', {
      summary: 'Read a block schema by its checksum, the newest if several versions have it',
      query: { version: { type: 'string' } },
      answers: { 200: 'BlockSchema' },
      async handle({ params, query }) {
        const schema = await store.read(async (db) =>
          readBlockSchema(db, await blockSchemaIdOf(db, params.checksum, query('version'))),
        )
        if (schema === undefined) throw notFound()
        return ok(schema)
      },
    }),
    get('/block_schemas/{id:uuid}', {
      summary: 'Read a block schema',
      answers: { 200: 'BlockSchema' },
      handle: async ({ params }) => ok(await store.read((db) => existing(db, params.id))),
    }),
    del('/block_schemas/{id:uuid}', {
      summary: 'Delete a block schema with its blocks',
      answers: { 204: 'nothing' },
      async handle({ params }) {
        await store.write((trx) => remove(trx, params.id))
        return NO_CONTENT
      },
    }),
  ]
}

/** Schemas are looked through whole and more than once. Those of real blocks have some thousands. */
const MOST_CHARACTERS = 1024 * 1024

async function create(
  trx: Writer,
  store: Store,
  body: Bodies['BlockSchemaCreate'],
  fields: JsonObject,
): Promise<Answer> {
  const { capabilities = [], version = NO_VERSION } = body
  const blockTypeId = body.block_type_id.toLowerCase()
  const type = await readBlockType(trx, { column: 'id', value: blockTypeId })
  if (type === undefined) throw refused(404, `Block type ${blockTypeId} not found.`)
  const made = await createBlockSchema(trx, store, { blockTypeId, fields, capabilities, version })
  const schema = await existing(trx, made.id)
  return made.isNew ? created(asSent(schema, fields)) : ok(schema)
}

/** A new schema is shown with the definitions that came with it, also with those that nothing refers to. */
function asSent(schema: BlockSchema, { definitions, block_schema_references: references }: JsonObject): BlockSchema {
  const fields = { ...schema.fields, block_schema_references: references ?? {} }
  return { ...schema, fields: definitions === undefined ? fields : { ...fields, definitions } }
}

async function existing(db: Reader, id: string): Promise<BlockSchema> {
  const schema = await readBlockSchema(db, id)
  if (schema === undefined) throw notFound()
  return schema
}

async function remove(trx: Writer, id: string): Promise<void> {
  const { block_type: type } = await existing(trx, id)
  if (type?.is_protected === true) throw refused(403, 'Block schemas for protected block types cannot be deleted.')
  await deleteBlockSchema(trx, id)
  await forgetLostResultStorage(trx)
}

function notFound() {
  return refused(404, 'Block schema not found')
}
