import { expect, test } from 'vitest'
import { NOWHERE, type TheApi, each, fresh, items, messages, places, text } from './api.ts'
import { newBlock, newBlockSchema, newBlockType, newKind } from './block-kit.ts'

export function blockTypeContract(api: TheApi): void {
  const NOT_FOUND = { status: 404, body: { detail: 'Block type not found' } }

  test('a block type is made once, and read by id and by slug', async () => {
    const made = await newBlockType(api(), { logo_url: 'https://example.org/logo.png' })
    expect(made).toMatchObject({
      logo_url: 'https://example.org/logo.png',
      documentation_url: null,
      description: null,
      code_example: null,
      is_protected: false,
    })
    expect((await api().get(`/block_types/${text(made.id)}`)).body).toEqual(made)
    expect((await api().get(`/block_types/slug/${text(made.slug)}`)).body).toEqual(made)
    expect(await api().post('/block_types/', { name: 'Another', slug: made.slug })).toEqual({
      status: 409,
      body: { detail: 'Block type with name "Another" already exists' },
    })
    expect(await api().get('/block_types/slug/nope')).toEqual(NOT_FOUND)
    expect(await api().get(`/block_types/${NOWHERE}`)).toEqual(NOT_FOUND)
  })

  test('what is written about a new type is escaped, later changes are not', async () => {
    const made = await newBlockType(api(), { description: 'a<b>&"c"', code_example: 'x > y' })
    expect(made).toMatchObject({ description: 'a&lt;b&gt;&amp;"c"', code_example: 'x &gt; y' })
    expect((await api().patch(`/block_types/${text(made.id)}`, { description: '<i>' })).status).toBe(204)
    expect((await api().get(`/block_types/${text(made.id)}`)).body).toMatchObject({
      description: '<i>',
      code_example: 'x &gt; y',
    })
  })

  test('a change that says the same changes nothing', async () => {
    const made = await newBlockType(api(), { description: '1 > 0' })
    const same = { logo_url: null, documentation_url: null, description: '1 > 0', code_example: null }
    expect((await api().patch(`/block_types/${text(made.id)}`, same)).status).toBe(204)
    expect((await api().get(`/block_types/${text(made.id)}`)).body).toEqual(made)
    expect(await api().patch(`/block_types/${NOWHERE}`, same)).toEqual(NOT_FOUND)
  })

  test("names that begin with Prefect's own are reserved", async () => {
    expect(await api().post('/block_types/', { name: 'prefect thing', slug: 'thing' })).toEqual({
      status: 403,
      body: { detail: "Block type names beginning with 'Prefect' are reserved." },
    })
  })

  test.for<[object, string, string]>([
    [{ name: 'a/b' }, 'body.name', "String should match pattern '^[^/%&><]+$'"],
    [
      { slug: 'Upper' },
      'body.slug',
      'Value error, Block type slug must only contain lowercase letters, numbers, and dashes.',
    ],
    [{ is_protected: true }, 'body.is_protected', 'Extra inputs are not permitted'],
  ])('a block type is refused for its %j', async ([fields, place, message]) => {
    const refused = await api().post('/block_types/', { name: fresh('n'), slug: 'slug', ...fields })
    expect(refused.status).toBe(422)
    expect(places(refused)).toEqual([place])
    expect(messages(refused)).toEqual([message])
  })

  test('block types are found by name, by slug and by what their blocks can do', async () => {
    const part = fresh('part').toLowerCase()
    const b = await newBlockType(api(), { name: `${part} b` })
    const a = await newBlockType(api(), { name: `${part} a` })
    await newBlockSchema(api(), b, {}, { capabilities: [part, 'other'] })
    const names = async (query: object) => each((await api().post('/block_types/filter', query)).body, 'name')
    expect(await names({ block_types: { name: { like_: part.toUpperCase() } } })).toEqual([a.name, b.name])
    expect(await names({ block_types: { name: { like_: part } }, limit: 1, offset: 1 })).toEqual([b.name])
    expect(await names({ block_types: { slug: { any_: [a.slug] } } })).toEqual([a.name])
    expect(await names({ block_schemas: { block_capabilities: { all_: [part, 'other'] } } })).toEqual([b.name])
    expect(await names({ block_schemas: { block_capabilities: { all_: [part, 'more'] } } })).toEqual([])
    expect((await api().post('/block_types/filter', { limit: 201 })).status).toBe(422)
  })

  test('a block type goes with its schemas and blocks', async () => {
    const kind = await newKind(api())
    const block = await newBlock(api(), kind, { a: 1 })
    expect((await api().delete(`/block_types/${kind.block_type_id}`)).status).toBe(204)
    expect((await api().get(`/block_schemas/${kind.block_schema_id}`)).status).toBe(404)
    expect((await api().get(`/block_documents/${text(block.id)}`)).status).toBe(404)
    expect(await api().delete(`/block_types/${kind.block_type_id}`)).toEqual(NOT_FOUND)
  })

  test.for(['secret', 'local-file-system', 'webhook'])('%s is there from the start and stays', async (slug) => {
    const type = (await api().get(`/block_types/slug/${slug}`)).body
    expect(type.is_protected).toBe(true)
    expect(await api().delete(`/block_types/${text(type.id)}`)).toEqual({
      status: 403,
      body: { detail: 'protected block types cannot be deleted.' },
    })
    expect(await api().post('/block_types/install_system_block_types')).toEqual({ status: 200, body: null })
    expect((await api().get(`/block_types/slug/${slug}`)).body.id).toBe(type.id)
  })

  test.for([
    ['secret', 'sha256:c078ed9c1e813e224c0b353d7ad4564a11d51d3198d9ac0686478165a1911c78'],
    ['local-file-system', 'sha256:0fc8b7f936f38f465715ef2df4a817ac9fe38b80bb01d5c6c9649a6da6ae6971'],
    ['webhook', 'sha256:58bb03f0d84592252ad568ed9a8c899792ae5d0ad2dd4a2428e99674f9050cf1'],
    ['slack-webhook', 'sha256:415bae7e5906d98e387f8848ccdfd3f3b9cdf01624f08ca228709e1193ac005f'],
    ['ms-teams-webhook', 'sha256:213ff858fcad8ecddb90a120636c5461fc8ad6fb2877188c9e79f07e6c390c7c'],
    ['remote-file-system', 'sha256:3bca63009aa57af6c7053fc17a2a336a1e1801bbb19ca2c5939b59afe435c531'],
  ])('the schema of %s is found by the checksum that clients compute', async ([slug, checksum]) => {
    const { body: schema } = await api().get(`/block_schemas/checksum/${checksum}?version=3.8.8`)
    expect(schema).toMatchObject({ checksum, version: '3.8.8', block_type: { slug } })
    expect(Object.keys(schema.fields?.properties ?? {}).length).toBeGreaterThan(0)
  })

  test('what blocks can do is listed', async () => {
    const one = fresh('can')
    const two = fresh('can')
    await newBlockSchema(api(), await newBlockType(api()), {}, { capabilities: [one, two] })
    const { body } = await api().get('/block_capabilities/')
    expect(items(body)).toEqual(expect.arrayContaining([one, two, 'write-path', 'notify']))
    expect(new Set(items(body)).size).toBe(items(body).length)
  })
}
