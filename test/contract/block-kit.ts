import { type Api, type Body, fresh, items, text } from './api.ts'

/** A new block type. */
export async function newBlockType(api: Api, fields: object = {}): Promise<Body> {
  const slug = fresh('kind').toLowerCase()
  const { status, body } = await api.post('/block_types/', { name: slug, slug, ...fields })
  if (status !== 201) throw new Error(`not created: ${status} ${JSON.stringify(body)}`)
  return body
}

/** A new schema of a block type. Its title makes it differ from every other. */
export async function newBlockSchema(api: Api, type: Body, fields: object = {}, rest: object = {}): Promise<Body> {
  const { body } = await api.post('/block_schemas/', {
    block_type_id: type.id,
    fields: { title: fresh('Schema'), type: 'object', block_type_slug: type.slug, ...fields },
    ...rest,
  })
  return body
}

/** The id of a block type and of its schema, for documents. */
export async function newKind(api: Api, fields: object = {}, rest: object = {}): Promise<Kind> {
  const type = await newBlockType(api)
  const schema = await newBlockSchema(api, type, fields, rest)
  return { block_type_id: text(type.id), block_schema_id: text(schema.id), slug: text(type.slug) }
}

export type Kind = { readonly block_type_id: string; readonly block_schema_id: string; readonly slug: string }

/** A new block of a kind. */
export async function newBlock(
  api: Api,
  { slug: _slug, ...kind }: Kind,
  data: object,
  rest: object = {},
): Promise<Body> {
  const name = fresh('block').toLowerCase()
  const { status, body } = await api.post('/block_documents/', { name, data, ...kind, ...rest })
  if (status !== 201) throw new Error(`not created: ${status} ${JSON.stringify(body)}`)
  return body
}

/** What a block holds, secrets and all. */
export async function secretsOf(api: Api, { id }: Body): Promise<Body> {
  return (await api.get(`/block_documents/${text(id)}?include_secrets=true`)).body.data as Body
}

/** The id of a system block type and of its newest schema. */
export async function systemKind(api: Api, slug: string): Promise<Kind> {
  const type = (await api.get(`/block_types/slug/${slug}`)).body
  const query = { block_schemas: { block_type_id: { any_: [type.id] } } }
  const [schema] = items((await api.post('/block_schemas/filter', query)).body)
  return { block_type_id: text(type.id), block_schema_id: text(schema?.id), slug }
}
