import { expect, test } from 'vitest'
import { type Body, type TheApi, each, eventually, fresh, items, text } from './api.ts'
import { newBlock, newKind } from './block-kit.ts'

export function blockEventContract(api: TheApi): void {
  /** The events of a resource, the oldest first, when there are so many. */
  const eventsOf = async (resource: string, count: number): Promise<readonly Body[]> => {
    const filter = { resource: { id: [resource] }, order: 'ASC' }
    const answer = await eventually(
      () => api().post('/events/filter', { filter }),
      ({ body }) => items(body.events).length >= count,
    )
    return items(answer.body.events)
  }

  test('what happens to a block type is told', async () => {
    const { block_type_id: id, slug } = await newKind(api())
    await api().patch(`/block_types/${id}`, { description: 'new' })
    await api().delete(`/block_types/${id}`)
    const events = await eventsOf(`prefect.block-type.${id}`, 3)
    expect(each(events as unknown as Body, 'event')).toEqual([
      'prefect.block-type.created',
      'prefect.block-type.updated',
      'prefect.block-type.deleted',
    ])
    expect(events[1]).toMatchObject({
      resource: { 'prefect.resource.id': `prefect.block-type.${id}`, 'prefect.resource.name': slug },
      related: [],
      payload: {
        name: slug,
        slug,
        logo_url: null,
        documentation_url: null,
        description: 'new',
        code_example: null,
        is_protected: false,
      },
    })
  })

  test('what happens to a block is told, without its secrets', async () => {
    const kind = await newKind(api(), { secret_fields: ['s', 'deep.s'] }, { capabilities: ['c'] })
    const data = { s: 'hidden', open: 'o', number: 1, deep: { s: 'hidden', o: 'o' } }
    const block = await newBlock(api(), kind, data)
    await api().patch(`/block_documents/${text(block.id)}`, { data: { open: 'p' } })
    await api().delete(`/block_documents/${text(block.id)}`)
    const events = await eventsOf(`prefect.block-document.${text(block.id)}`, 3)
    expect(each(events as unknown as Body, 'event')).toEqual([
      'prefect.block-document.created',
      'prefect.block-document.updated',
      'prefect.block-document.deleted',
    ])
    expect(events[0]).toMatchObject({
      resource: { 'prefect.resource.name': block.name },
      related: [
        {
          'prefect.resource.id': `prefect.block-type.${kind.block_type_id}`,
          'prefect.resource.role': 'block-type',
          'prefect.resource.name': kind.slug,
        },
        {
          'prefect.resource.id': `prefect.block-schema.${kind.block_schema_id}`,
          'prefect.resource.role': 'block-schema',
        },
      ],
    })
    expect(events[1]?.payload).toEqual({
      name: block.name,
      data: { open: 'p' },
      block_schema: { capabilities: ['c'], block_type: { id: kind.block_type_id, name: kind.slug } },
    })
    expect(JSON.stringify(events)).not.toContain('hidden')
  })

  test('of the artifacts of a key it is told which is the latest', async () => {
    const key = fresh('key').toLowerCase()
    const one = (await api().post('/artifacts/', { key, type: 't', data: 1, description: 'd' })).body
    const collection = (await api().get(`/artifacts/${key}/latest`)).body
    const two = (await api().post('/artifacts/', { key, data: 2 })).body
    await api().delete(`/artifacts/${text(two.id)}`)
    await api().delete(`/artifacts/${text(one.id)}`)
    const events = await eventsOf(`prefect.artifact-collection.${text(collection.id)}`, 4)
    expect(
      events.map(({ event, related, payload }) => [text(event).split('.').at(-1), related?.[0], payload?.data]),
    ).toEqual(
      [
        ['created', one, 1],
        ['updated', two, 2],
        ['updated', one, 1],
        ['deleted', one, 1],
      ].map(([action, latest, data]) => [
        action,
        { 'prefect.resource.id': `prefect.artifact.${text((latest as Body).id)}`, 'prefect.resource.role': 'latest' },
        data,
      ]),
    )
    expect(events[0]).toMatchObject({
      resource: { 'prefect.resource.name': key },
      payload: { key, type: 't', data: 1, description: 'd' },
    })
  })
}
