import { expect, test } from 'vitest'
import { NOWHERE, type TheApi, each, fresh, places, text } from './api.ts'

export function savedSearchContract(api: TheApi): void {
  const NOT_FOUND = { status: 404, body: { detail: 'Saved search not found' } }
  const put = (body: object) => api().call('PUT', '/saved_searches/', body)
  const criterion = { object: 'flow_run', property: 'name', type: 'string', operation: 'equals', value: { a: 1 } }

  test('a search is saved under a name, and replaced under the same', async () => {
    const name = fresh('search')
    const made = await put({ name, filters: [{ ...criterion, more: 1 }] })
    expect(made).toMatchObject({ status: 201, body: { name, filters: [criterion] } })
    expect((await api().get(`/saved_searches/${text(made.body.id)}`)).body).toEqual(made.body)
    expect(await put({ name })).toMatchObject({ status: 200, body: { id: made.body.id, filters: [] } })
  })

  test('saved searches are listed by name and deleted once', async () => {
    const part = fresh('search')
    const b = (await put({ name: `${part}-b` })).body
    const a = (await put({ name: `${part}-a` })).body
    const names = each((await api().post('/saved_searches/filter')).body, 'name').filter((name) =>
      text(name).startsWith(part),
    )
    expect(names).toEqual([a.name, b.name])
    expect((await api().delete(`/saved_searches/${text(a.id)}`)).status).toBe(204)
    expect(await api().delete(`/saved_searches/${text(a.id)}`)).toEqual(NOT_FOUND)
    expect(await api().get(`/saved_searches/${NOWHERE}`)).toEqual(NOT_FOUND)
    expect((await api().post('/saved_searches/filter', { limit: 0 })).body).toEqual([])
  })

  test('a search that lacks something is refused', async () => {
    expect(places(await put({ filters: [{ object: 'o' }], nope: 1 }))).toEqual(
      expect.arrayContaining(['body.name', 'body.filters.0.property', 'body.filters.0.value', 'body.nope']),
    )
  })
}
