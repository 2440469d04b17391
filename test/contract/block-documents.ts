import { expect, test } from 'vitest'
import { type Body, INTEGRITY, NOWHERE, type TheApi, each, fresh, isNewer, messages, places, text } from './api.ts'
import { newBlock, newBlockSchema, newKind, secretsOf } from './block-kit.ts'

const MASK = '********'

export function blockDocumentContract(api: TheApi): void {
  const NOT_FOUND = { status: 404, body: { detail: 'Block document not found' } }
  const read = async ({ id }: Body) => (await api().get(`/block_documents/${text(id)}`)).body
  const change = (block: Body, body: object) => api().patch(`/block_documents/${text(block.id)}`, body)
  const reference = (block: Body) => ({ $ref: { block_document_id: block.id } })

  test('a block is saved once for its type and name, and read by id and by name', async () => {
    const kind = await newKind(api())
    const made = await newBlock(api(), kind, { a: 1, b: { c: [true, null, 'x'] } })
    expect(made).toMatchObject({
      data: { a: 1, b: { c: [true, null, 'x'] } },
      block_schema_id: kind.block_schema_id,
      block_type_id: kind.block_type_id,
      block_type_name: kind.slug,
      block_type: { slug: kind.slug },
      block_schema: { id: kind.block_schema_id, block_type: { slug: kind.slug } },
      block_document_references: {},
      is_anonymous: false,
    })
    expect(await read(made)).toEqual(made)
    const named = `/block_types/slug/${kind.slug}/block_documents/name/`
    expect((await api().get(named + text(made.name))).body).toEqual(made)
    expect(await api().get(`${named}nope`)).toEqual(NOT_FOUND)
    const { slug: _slug, ...ids } = kind
    expect(await api().post('/block_documents/', { name: made.name, ...ids })).toEqual({
      status: 409,
      body: { detail: 'Block already exists' },
    })
    expect((await newBlock(api(), await newKind(api()), {}, { name: made.name })).name).toBe(made.name)
  })

  test('the blocks of a type are listed by name', async () => {
    const kind = await newKind(api(), { secret_fields: ['s'] })
    const b = await newBlock(api(), kind, { s: 'hidden' }, { name: 'b' })
    const a = await newBlock(api(), kind, { s: 'hidden' }, { name: 'a' })
    const list = (query: string) => api().get(`/block_types/slug/${kind.slug}/block_documents${query}`)
    expect((await list('')).body).toEqual([a, b])
    expect(each((await list('?include_secrets=1')).body, 'data')).toEqual([{ s: 'hidden' }, { s: 'hidden' }])
    expect(await api().get('/block_types/slug/nope/block_documents')).toEqual({
      status: 404,
      body: { detail: 'Block type not found' },
    })
    expect(places(await list('?include_secrets=maybe'))).toEqual(['query.include_secrets'])
  })

  test('secret values are masked unless they are asked for', async () => {
    const kind = await newKind(api(), { secret_fields: ['top', 'deep.inner', 'all.*', 'none', 'gone.*'] })
    const data = {
      top: 's',
      deep: { inner: 's', open: 'o' },
      all: { a: 's', b: { c: 1, d: null } },
      none: null,
      gone: 'text',
      open: 'o',
    }
    const made = await newBlock(api(), kind, data)
    const masked = {
      top: MASK,
      deep: { inner: MASK, open: 'o' },
      all: { a: MASK, b: { c: MASK, d: MASK } },
      none: null,
      gone: MASK,
      open: 'o',
    }
    expect(made.data).toEqual(masked)
    expect((await read(made)).data).toEqual(masked)
    expect(await secretsOf(api(), made)).toEqual(data)
    const filter = { block_documents: { id: { any_: [made.id] } } }
    expect(each((await api().post('/block_documents/filter', filter)).body, 'data')).toEqual([masked])
    const whole = await api().post('/block_documents/filter', { ...filter, include_secrets: true })
    expect(each(whole.body, 'data')).toEqual([data])
  })

  test('a mask that is sent back leaves the secret as it is', async () => {
    const kind = await newKind(api(), { secret_fields: ['top', 'deep.inner', 'all.*'] })
    const made = await newBlock(api(), kind, { top: 's', deep: { inner: 's' }, all: { a: 's', b: 't' }, open: MASK })
    expect((await change(made, { data: { ...(made.data as object), open: 'new' } })).status).toBe(204)
    expect(await secretsOf(api(), made)).toEqual({
      top: 's',
      deep: { inner: 's' },
      all: { a: 's', b: 't' },
      open: 'new',
    })
    await change(made, { data: { top: 'other', all: { a: MASK, b: 'x' } } })
    expect(await secretsOf(api(), made)).toMatchObject({ top: 'other', all: { a: 's', b: 'x' } })
  })

  test('a change keeps the members that were not sent, or replaces all', async () => {
    const made = await newBlock(api(), await newKind(api()), { a: { x: 1 }, b: 2 })
    await change(made, { data: { a: { y: 1 }, c: 3 } })
    const merged = await read(made)
    expect(merged.data).toEqual({ a: { y: 1 }, b: 2, c: 3 })
    expect(isNewer(merged, made)).toBe(true)
    await change(made, { data: { z: 1 }, merge_existing_data: false })
    expect((await read(made)).data).toEqual({ z: 1 })
    expect((await change(made, {})).status).toBe(204)
    expect((await read(made)).data).toEqual({ z: 1 })
    await change(made, { merge_existing_data: false })
    expect((await read(made)).data).toEqual({})
    expect(await change({ id: NOWHERE } as unknown as Body, { data: {} })).toEqual(NOT_FOUND)
  })

  test('a block moves to another schema of its type only', async () => {
    const kind = await newKind(api())
    const made = await newBlock(api(), kind, {})
    const type = (await api().get(`/block_types/${kind.block_type_id}`)).body
    const other = await newBlockSchema(api(), type)
    expect((await change(made, { data: {}, block_schema_id: other.id })).status).toBe(204)
    expect((await read(made)).block_schema_id).toBe(other.id)
    const foreign = await newKind(api())
    expect(await change(made, { data: { a: 1 }, block_schema_id: foreign.block_schema_id })).toEqual({
      status: 400,
      body: { detail: 'Must migrate block document to a block schema of the same block type.' },
    })
    expect((await read(made)).data).toEqual({})
  })

  test('blocks nest', async () => {
    const kind = await newKind(api(), { secret_fields: ['s'] })
    const inner = await newBlock(api(), kind, { s: 'hidden', n: 1 })
    const middle = await newBlock(api(), await newKind(api()), { inner: reference(inner), m: 1 })
    const outer = await newBlock(api(), await newKind(api()), { middle: reference(middle), plain: { $other: 1 } })
    const summary = ({ id, name, block_type }: Body, references: object) => ({
      block_document: { id, name, block_type, is_anonymous: false, block_document_references: references },
    })
    expect(outer).toMatchObject({
      data: { middle: { m: 1, inner: { s: MASK, n: 1 } }, plain: { $other: 1 } },
      block_document_references: { middle: summary(middle, { inner: summary(inner, {}) }) },
    })
    expect(await secretsOf(api(), outer)).toMatchObject({ middle: { inner: { s: 'hidden' } } })

    await change(middle, { data: { m: 2 } })
    expect((await read(outer)).data).toEqual({ middle: { m: 2 }, plain: { $other: 1 } })
    expect((await api().delete(`/block_documents/${text(middle.id)}`)).status).toBe(204)
    expect(await read(outer)).toMatchObject({ data: { plain: { $other: 1 } }, block_document_references: {} })
    expect((await read(inner)).id).toBe(inner.id)
  })

  test('the id of a block that nests may be spelled in every way that a UUID may', async () => {
    const inner = await newBlock(api(), await newKind(api()), { n: 1 })
    const id = text(inner.id)
    for (const spelled of [id.toUpperCase(), id.replaceAll('-', ''), `{${id}}`, `urn:uuid:${id}`]) {
      const outer = await newBlock(api(), await newKind(api()), { inner: { $ref: { block_document_id: spelled } } })
      expect(outer).toMatchObject({
        data: { inner: { n: 1 } },
        block_document_references: { inner: { block_document: { id } } },
      })
    }
  })

  test('blocks do not nest in a circle, nor without a block to nest', async () => {
    const kind = await newKind(api())
    const a = await newBlock(api(), kind, {})
    const b = await newBlock(api(), kind, { a: reference(a) })
    for (const held of [a, b]) {
      expect(await change(a, { data: { held: reference(held) } })).toEqual({
        status: 400,
        body: {
          detail:
            'Cannot create block document reference: it would introduce a cycle into the block_document_reference graph ' +
            `(parent=${text(a.id)}, reference=${text(held.id)}).`,
        },
      })
    }
    expect(await change(a, { data: { held: { $ref: {} } } })).toEqual({
      status: 400,
      body: { detail: 'Received block reference without a block_document_id in key held' },
    })
    expect(await change(a, { data: { held: { $ref: { block_document_id: NOWHERE } } } })).toEqual({
      status: 409,
      body: { detail: INTEGRITY },
    })
    expect((await change(a, { data: { held: { $ref: { block_document_id: 'no-uuid' } } } })).status).toBe(400)
    expect(await read(a)).toMatchObject({ data: {}, block_document_references: {} })
  })

  test('an anonymous block gets a name, and is found only where one asks for it', async () => {
    const kind = await newKind(api())
    const anonymous = await newBlock(api(), kind, {}, { name: null, is_anonymous: true })
    expect(anonymous.name).toMatch(/^anonymous-[0-9a-f-]{36}$/)
    const named = await newBlock(api(), kind, {})
    const names = async (block_documents: object) => {
      const filter = { block_type_id: { any_: [kind.block_type_id] }, ...block_documents }
      const query = { block_documents: filter }
      const found = each((await api().post('/block_documents/filter', query)).body, 'name')
      expect((await api().post('/block_documents/count', query)).body).toBe(found.length)
      return found
    }
    expect(await names({})).toEqual([named.name])
    expect(await names({ is_anonymous: { eq_: true } })).toEqual([anonymous.name])
    expect((await names({ is_anonymous: null })).length).toBe(2)
    expect((await names({ is_anonymous: {} })).length).toBe(2)
  })

  test('blocks are found by name, type and capability, and sorted', async () => {
    const part = fresh('part').toLowerCase()
    const one = await newKind(api(), {}, { capabilities: [part] })
    const two = await newKind(api())
    await newBlock(api(), one, {}, { name: `${part}-b` })
    await newBlock(api(), two, {}, { name: `${part}-a` })
    const names = async (query: object) =>
      each((await api().post('/block_documents/filter', query)).body, 'name').map((name) => text(name).at(-1))
    const block_documents = { name: { like_: part.toUpperCase() } }
    expect(await names({ block_documents })).toEqual(['a', 'b'])
    expect(await names({ block_documents, sort: 'NAME_DESC' })).toEqual(['b', 'a'])
    expect(await names({ block_documents, limit: 1, offset: 1 })).toEqual(['b'])
    expect(await names({ block_documents, block_types: { slug: { any_: [two.slug] } } })).toEqual(['a'])
    expect(await names({ block_documents, block_schemas: { block_capabilities: { all_: [part] } } })).toEqual(['b'])
    expect(await names({ block_documents: { name: { any_: [`${part}-a`] } } })).toEqual(['a'])
    const sorted = await api().post('/block_documents/filter', { block_documents, sort: 'BLOCK_TYPE_AND_NAME_ASC' })
    const types = each(sorted.body, 'block_type_name').map(text)
    expect(types).toEqual([...types].sort())
  })

  test.for<[object, string, string]>([
    [
      { name: 'Upper' },
      'body.name',
      'Value error, Block document name must only contain lowercase letters, numbers, and dashes.',
    ],
    [{ name: 'a/b' }, 'body.name', "String should match pattern '^[^/%&><]+$'"],
    [{ name: null }, 'body', 'Value error, Names must be provided for block documents.'],
    [{ data: [1] }, 'body.data', 'Input should be a valid dictionary'],
    [{ nope: 1 }, 'body.nope', 'Extra inputs are not permitted'],
  ])('a block is refused for its %j', async ([fields, place, message]) => {
    const body = { name: 'n', block_type_id: NOWHERE, block_schema_id: NOWHERE, ...fields }
    const refused = await api().post('/block_documents/', body)
    expect(refused.status).toBe(422)
    expect(places(refused)).toEqual([place])
    expect(messages(refused)).toEqual([message])
  })

  test('a block needs a schema', async () => {
    const { block_type_id } = await newKind(api())
    expect(await api().post('/block_documents/', { name: 'n', block_type_id, block_schema_id: NOWHERE })).toEqual({
      status: 409,
      body: { detail: INTEGRITY },
    })
  })

  test('numbers stay what they are', async () => {
    const { slug: _slug, ...kind } = await newKind(api())
    const sent = JSON.stringify({ name: fresh('n').toLowerCase(), ...kind, data: { a: 7 } }).replace('"a":7', '"a":7.0')
    const { body } = await api().post('/block_documents/', sent)
    expect((await change(body, '{"data":{"c":1.0}}' as unknown as object)).status).toBe(204)
    expect((await api().get(`/block_documents/${text(body.id)}`)).body.data).toEqual({ a: 7, c: 1 })
  })

  test('a block is deleted once', async () => {
    const made = await newBlock(api(), await newKind(api()), {})
    expect((await api().delete(`/block_documents/${text(made.id)}`)).status).toBe(204)
    expect(await api().delete(`/block_documents/${text(made.id)}`)).toEqual(NOT_FOUND)
    expect(await api().get(`/block_documents/${text(made.id)}`)).toEqual(NOT_FOUND)
  })
}
