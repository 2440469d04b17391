import { expect, test } from 'vitest'
import { type Body, NOWHERE, type TheApi, each, fresh, places, text } from './api.ts'
import { newBlock, newBlockSchema, newBlockType, newKind } from './block-kit.ts'

export function blockSchemaContract(api: TheApi): void {
  const NOT_FOUND = { status: 404, body: { detail: 'Block schema not found' } }
  const definition = (type: Body, fields: object = {}) => ({
    title: text(type.slug),
    type: 'object',
    block_type_slug: type.slug,
    block_schema_references: {},
    ...fields,
  })

  test('a block schema is made once for its checksum and version', async () => {
    const type = await newBlockType(api())
    const fields = { title: fresh('T'), type: 'object', properties: { a: { type: 'string' } } }
    const made = await api().post('/block_schemas/', {
      block_type_id: type.id,
      fields,
      capabilities: ['x'],
      version: '1',
    })
    expect(made).toMatchObject({
      status: 201,
      body: { block_type_id: type.id, block_type: type, capabilities: ['x'], version: '1' },
    })
    expect(made.body.fields).toEqual({ ...fields, block_schema_references: {} })
    const again = await api().post('/block_schemas/', { block_type_id: type.id, fields, version: '1' })
    expect(again).toEqual({ status: 200, body: made.body })
    const other = await api().post('/block_schemas/', { block_type_id: type.id, fields })
    expect(other).toMatchObject({ status: 201, body: { version: 'non-versioned', checksum: made.body.checksum } })
    const byChecksum = (query: string) => api().get(`/block_schemas/checksum/${text(made.body.checksum)}${query}`)
    expect((await byChecksum('')).body.id).toBe(other.body.id)
    expect((await byChecksum('?version=1')).body).toEqual(made.body)
    expect(await byChecksum('?version=2')).toEqual(NOT_FOUND)
    expect((await api().get(`/block_schemas/${text(made.body.id)}`)).body).toEqual(made.body)
  })

  test('the checksum is that of clients: floats, characters and all', async () => {
    const type = await newBlockType(api())
    const sent = `{"block_type_id":"${text(type.id)}","fields":{"block_type_slug":"t-1","properties":{"a":{"default":60.0,"type":"number"},"b":{"default":1e-7},"é":{"default":1e16,"x":123456789012345678901234567890,"y":-0,"z":-0.0,"w":1E5,"v":12345678.9e20,"u":"\\u007f😀"}},"type":"object","definitions":{}}}`
    const { body } = await api().post('/block_schemas/', sent)
    expect(body.checksum).toBe('sha256:ebd26a1b652b58631f07a0338a4e817e34015df657ba4ed674ac0d9e1ced2874')
  })

  test('which fields are secret does not count for the checksum', async () => {
    const type = await newBlockType(api())
    const title = fresh('T')
    const one = await newBlockSchema(api(), type, { title, secret_fields: ['a'], properties: { a: {} } })
    const other = await newBlockSchema(api(), type, { title, secret_fields: [], properties: { a: {} } })
    expect(other.id).toBe(one.id)
  })

  test('nested blocks are registered, and told of when the schema is read', async () => {
    const inner = await newBlockType(api())
    const outer = await newBlockType(api())
    const fields = {
      title: fresh('Outer'),
      properties: { creds: { $ref: `#/definitions/${text(inner.slug)}` }, plain: { $ref: '#/definitions/Plain' } },
      block_schema_references: { creds: { block_type_slug: inner.slug, block_schema_checksum: 'sha256:unknown' } },
      definitions: {
        [text(inner.slug)]: definition(inner, { properties: { b: { type: 'integer' } } }),
        Plain: { title: 'Plain', type: 'object' },
      },
    }
    const made = await newBlockSchema(api(), outer, fields)
    expect(made.fields).toMatchObject(fields)
    const read = (await api().get(`/block_schemas/${text(made.id)}`)).body
    const reference = read.fields?.block_schema_references?.creds
    expect(reference?.block_type_slug).toBe(inner.slug)
    expect(read.fields?.definitions).toEqual(fields.definitions)
    const nested = (await api().get(`/block_schemas/checksum/${text(reference?.block_schema_checksum)}`)).body
    expect(nested).toMatchObject({ block_type_id: inner.id, version: 'non-versioned', capabilities: [] })
    expect((await api().post('/block_schemas/filter', { block_schemas: { id: { any_: [made.id] } } })).body).toEqual([
      read,
    ])
  })

  test('a field that takes one of several blocks refers to all of them', async () => {
    const [a, b, outer] = [await newBlockType(api()), await newBlockType(api()), await newBlockType(api())]
    const made = await newBlockSchema(api(), outer, {
      title: fresh('Outer'),
      properties: { one: { anyOf: [a, b].map(({ slug }) => ({ $ref: `#/definitions/${text(slug)}` })) } },
      block_schema_references: {
        one: [a, b].map(({ slug }) => ({ block_type_slug: slug, block_schema_checksum: `sha256:no-${text(slug)}` })),
      },
      definitions: { [text(a.slug)]: definition(a), [text(b.slug)]: definition(b) },
    })
    const read = (await api().get(`/block_schemas/${text(made.id)}`)).body
    expect(each(read.fields?.block_schema_references?.one, 'block_type_slug')).toEqual([a.slug, b.slug])
  })

  test('a nested block needs a type that is registered', async () => {
    const type = await newBlockType(api())
    const references = { x: { block_type_slug: 'nobody', block_schema_checksum: 'sha256:0' } }
    const body = { block_type_id: type.id, fields: { title: fresh('T'), block_schema_references: references } }
    expect(await api().post('/block_schemas/', body)).toEqual({
      status: 409,
      body: {
        detail:
          "Cannot create block schema because block type 'nobody' was not found.Did you forget to register the block type?",
      },
    })
  })

  test('a schema needs a block type', async () => {
    expect(await api().post('/block_schemas/', { block_type_id: NOWHERE })).toEqual({
      status: 404,
      body: { detail: `Block type ${NOWHERE} not found.` },
    })
    expect(places(await api().post('/block_schemas/', { fields: [] })).toSorted()).toEqual([
      'body.block_type_id',
      'body.fields',
    ])
  })

  test('block schemas are found, the newest first', async () => {
    const type = await newBlockType(api())
    const one = await newBlockSchema(api(), type, {}, { capabilities: ['p', 'q'], version: '1' })
    const two = await newBlockSchema(api(), type, {}, { capabilities: ['p'], version: '2' })
    const ids = async (filter: object, rest: object = {}) => {
      const block_schemas = { block_type_id: { any_: [type.id] }, ...filter }
      return each((await api().post('/block_schemas/filter', { block_schemas, ...rest })).body, 'id')
    }
    expect(await ids({})).toEqual([two.id, one.id])
    expect(await ids({}, { limit: 1 })).toEqual([two.id])
    expect(await ids({}, { limit: 1, offset: 1 })).toEqual([one.id])
    expect(await ids({ block_capabilities: { all_: ['q', 'p'] } })).toEqual([one.id])
    expect(await ids({ version: { any_: ['2', '3'] } })).toEqual([two.id])
    expect(await ids({ id: { any_: [] } })).toEqual([])
  })

  test('a block schema goes with its blocks, unless its type is protected', async () => {
    const kind = await newKind(api())
    const block = await newBlock(api(), kind, {})
    expect((await api().delete(`/block_schemas/${kind.block_schema_id}`)).status).toBe(204)
    expect((await api().get(`/block_documents/${text(block.id)}`)).status).toBe(404)
    expect(await api().delete(`/block_schemas/${kind.block_schema_id}`)).toEqual(NOT_FOUND)
    const checksum = 'sha256:c078ed9c1e813e224c0b353d7ad4564a11d51d3198d9ac0686478165a1911c78'
    const { body: secret } = await api().get(`/block_schemas/checksum/${checksum}`)
    expect(await api().delete(`/block_schemas/${text(secret.id)}`)).toEqual({
      status: 403,
      body: { detail: 'Block schemas for protected block types cannot be deleted.' },
    })
  })
}
