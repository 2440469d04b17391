import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { NOWHERE, type TheApi, each, fresh, messages, newDeployment, newFlow, places, text } from './api.ts'

export function flowContract(api: TheApi): void {
  test('a flow is made once by name, and a later POST changes nothing', async () => {
    const name = fresh('flow')
    const first = await api().post('/flows/', { name, tags: ['a'], labels: { team: 'data' } })
    expect(first.status).toBe(201)
    expect(first.body).toMatchObject({ name, tags: ['a'], labels: { team: 'data' } })
    const second = await api().post('/flows/', { name, tags: ['b'], labels: { other: 1 } })
    expect(second).toEqual({ status: 200, body: first.body })
  })

  test('a flow is read by id and by name', async () => {
    const flow = await newFlow(api())
    expect((await api().get(`/flows/${text(flow.id)}`)).body).toEqual(flow)
    expect((await api().get(`/flows/name/${text(flow.name)}`)).body).toEqual(flow)
    expect(await api().get(`/flows/${NOWHERE}`)).toEqual({ status: 404, body: { detail: 'Flow not found' } })
    expect((await api().get('/flows/name/none-of-that-name')).status).toBe(404)
  })

  test('tags are patched, labels cannot be', async () => {
    const flow = await newFlow(api(), { tags: ['a'], labels: { mine: true } })
    expect((await api().patch(`/flows/${text(flow.id)}`, { tags: ['b', 'c'] })).status).toBe(204)
    expect((await api().get(`/flows/${text(flow.id)}`)).body).toMatchObject({
      tags: ['b', 'c'],
      labels: { mine: true },
    })
    const refused = await api().patch(`/flows/${text(flow.id)}`, { labels: {} })
    expect(refused.status).toBe(422)
    expect(places(refused)).toEqual(['body.labels'])
    expect((await api().patch(`/flows/${NOWHERE}`, { tags: [] })).status).toBe(404)
  })

  test('a tag is found whole, and not between two others', async () => {
    const { id } = await newFlow(api(), { tags: ['a', 'b', 'ab'] })
    const found = async (tag: string) =>
      (await api().post('/flows/count', { flows: { id: { any_: [id] }, tags: { all_: [tag] } } })).body
    expect([await found('ab'), await found(','), await found('","'), await found('A')]).toEqual([1, 0, 0, 0])
  })

  test('flows are filtered by name, by part of a name, by tags and by id', async () => {
    const word = fresh('word')
    const one = await newFlow(api(), { name: `${word}-one`, tags: ['x', 'y'] })
    const two = await newFlow(api(), { name: `${word}-two` })
    const names = async (flows: object) => each((await api().post('/flows/filter', { flows })).body, 'name')
    expect(await names({ name: { any_: [one.name] } })).toEqual([one.name])
    expect(await names({ name: { any_: [] } })).toEqual([])
    expect(await names({ name: { like_: word.toUpperCase() } })).toEqual([one.name, two.name])
    expect(await names({ name: { like_: word }, tags: { all_: ['y'] } })).toEqual([one.name])
    expect(await names({ name: { like_: word }, tags: { is_null_: true } })).toEqual([two.name])
    expect(await names({ id: { any_: [one.id, two.id], not_any_: [one.id] } })).toEqual([two.name])
    expect(await names({ operator: 'or_', id: { any_: [one.id] }, name: { any_: [two.name] } })).toEqual([
      one.name,
      two.name,
    ])
  })

  test('flows are filtered by their deployments', async () => {
    const deployed = await newDeployment(api())
    const found = await api().post('/flows/filter', { deployments: { id: { any_: [deployed.id] } } })
    expect(each(found.body, 'id')).toEqual([deployed.flow_id])
    const bare = await newFlow(api())
    const without = { id: { any_: [bare.id, deployed.flow_id] }, deployment: { is_null_: true } }
    expect(each((await api().post('/flows/filter', { flows: without })).body, 'id')).toEqual([bare.id])
  })

  test('flows are sorted, counted and paged', async () => {
    const word = fresh('word')
    const made = [await newFlow(api(), { name: `${word}-b` }), await newFlow(api(), { name: `${word}-a` })]
    const flows = { id: { any_: made.map(({ id }) => id) } }
    const names = async (query: object) => each((await api().post('/flows/filter', { flows, ...query })).body, 'name')
    expect(await names({})).toEqual([`${word}-a`, `${word}-b`])
    expect(await names({ sort: 'NAME_DESC' })).toEqual([`${word}-b`, `${word}-a`])
    expect(await names({ sort: 'CREATED_DESC' })).toEqual([`${word}-a`, `${word}-b`])
    expect(await names({ limit: 1, offset: 1 })).toEqual([`${word}-b`])
    expect(await names({ limit: 0 })).toEqual([])
    expect((await api().post('/flows/count', { flows })).body).toBe(2)
    const page = await api().post('/flows/paginate', { flows, limit: 1, page: 2 })
    expect(page.body).toMatchObject({ count: 2, pages: 2, page: 2, limit: 1, results: [{ name: `${word}-b` }] })
  })

  test('nulls and unknown top-level keys of a filter mean nothing; unknown keys inside are refused', async () => {
    const query = { flows: null, deployments: null, limit: null, offset: null, sort: null, nope: 1 }
    expect((await api().post('/flows/filter', query)).status).toBe(200)
    expect((await api().call('POST', '/flows/filter')).status).toBe(200)
    const refused = await api().post('/flows/filter', { flows: { nope: 1 } })
    expect(refused.status).toBe(422)
    expect(places(refused)).toEqual(['body.flows.nope'])
  })

  test('limits, offsets, pages and sorts out of range are refused', async () => {
    const detail = async (query: object) => (await api().post('/flows/filter', query)).body.detail
    expect(await detail({ limit: 201 })).toBe('Invalid limit: must be less than or equal to 200.')
    expect(await detail({ limit: -1 })).toBe('Invalid limit: must be greater than or equal to 0.')
    expect(messages(await api().post('/flows/filter', { offset: -1 }))).toEqual([
      'Input should be greater than or equal to 0',
    ])
    expect(messages(await api().post('/flows/paginate', { page: 0 }))).toEqual([
      'Input should be greater than or equal to 1',
    ])
    expect(messages(await api().post('/flows/filter', { sort: 'X' }))).toEqual([
      "Input should be 'CREATED_DESC', 'UPDATED_DESC', 'NAME_ASC' or 'NAME_DESC'",
    ])
  })

  test.for<[string, unknown, string[], string[]]>([
    ['no name', {}, ['body.name'], ['Field required']],
    ['a slash in the name', { name: 'a/b' }, ['body.name'], ["String should match pattern '^[^/%&><]+$'"]],
    ['an unknown key', { name: 'a', nope: 1 }, ['body.nope'], ['Extra inputs are not permitted']],
    [
      'wrong types',
      { name: 5, tags: 'a' },
      ['body.name', 'body.tags'],
      ['Input should be a valid string', 'Input should be a valid list'],
    ],
    ['a list', [1], ['body'], ['Input should be a valid dictionary or object to extract fields from']],
  ])('a flow with %s is refused in pydantic shape', async ([, sent, where, said]) => {
    const refused = await api().post('/flows/', sent)
    expect(refused.status).toBe(422)
    expect(refused.body).toMatchObject({ exception_message: 'Invalid request received.', request_body: sent })
    expect(places(refused)).toEqual(where)
    expect(messages(refused)).toEqual(said)
  })

  test('what is not JSON, or nothing at all, is refused', async () => {
    const broken = await api().call('POST', '/flows/', '{')
    expect(broken.status).toBe(422)
    expect(messages(broken)).toEqual(['JSON decode error'])
    const empty = await api().call('POST', '/flows/')
    expect(empty.status).toBe(422)
    expect(places(empty)).toEqual(['body'])
  })

  test.for([
    ['in upper case', (id: string) => id.toUpperCase()],
    ['without hyphens', (id: string) => id.replaceAll('-', '')],
    ['in braces', (id: string) => `{${id}}`],
    ['as a URN', (id: string) => `urn:uuid:${id}`],
  ] as const)('an id %s in a body is the same id', async ([, spelt]) => {
    const { id } = await newFlow(api())
    const any_ = [spelt(text(id))]
    expect(each((await api().post('/flows/filter', { flows: { id: { any_ } } })).body, 'id')).toEqual([id])
    const several = { flows: { id: { any_: [...any_, randomUUID()] } } }
    expect(each((await api().post('/flows/filter', several)).body, 'id')).toEqual([id])
    const deployed = await api().post('/deployments/', { name: fresh('deployment'), flow_id: spelt(text(id)) })
    expect(deployed).toMatchObject({ status: 201, body: { flow_id: id } })
  })

  test('an id in a path may be in upper case or without hyphens', async () => {
    const { id } = await newFlow(api())
    for (const spelt of [text(id).toUpperCase(), text(id).replaceAll('-', '')]) {
      expect(await api().get(`/flows/${spelt}`)).toMatchObject({ status: 200, body: { id } })
    }
    expect((await api().get(`/flows/{${text(id)}}`)).status).toBe(404)
  })

  test('deleting a flow deletes its deployments', async () => {
    const deployed = await newDeployment(api())
    expect((await api().delete(`/flows/${text(deployed.flow_id)}`)).status).toBe(204)
    expect((await api().get(`/deployments/${text(deployed.id)}`)).status).toBe(404)
    expect((await api().delete(`/flows/${text(deployed.flow_id)}`)).status).toBe(404)
  })
}
