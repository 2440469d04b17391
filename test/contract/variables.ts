import { expect, test } from 'vitest'
import { INTEGRITY, NOWHERE, type TheApi, each, fresh, messages, places, text } from './api.ts'

export function variableContract(api: TheApi): void {
  const newVariable = async (fields: object = {}) =>
    (await api().post('/variables/', { name: fresh('v').toLowerCase(), value: { a: [1] }, tags: ['x'], ...fields }))
      .body
  const NOT_FOUND = { status: 404, body: { detail: 'Variable not found.' } }

  test('a variable is made once, and read by id and by name', async () => {
    const made = await newVariable()
    expect(made).toMatchObject({ value: { a: [1] }, tags: ['x'] })
    expect((await api().get(`/variables/${text(made.id)}`)).body).toEqual(made)
    expect((await api().get(`/variables/name/${text(made.name)}`)).body).toEqual(made)
    expect(await api().post('/variables/', { name: made.name, value: 1 })).toEqual({
      status: 409,
      body: { detail: `A variable with the name '${text(made.name)}' already exists.` },
    })
    expect(await api().get('/variables/name/nope')).toEqual(NOT_FOUND)
    expect(await api().get(`/variables/${NOWHERE}`)).toEqual(NOT_FOUND)
  })

  test.for([null, 'text', 5, true, [1], {}])('%j is a value', async (value) => {
    expect((await newVariable({ value })).value).toEqual(value)
  })

  test('a variable is changed by id and by name', async () => {
    const made = await newVariable()
    expect((await api().patch(`/variables/name/${text(made.name)}`, { value: 2 })).status).toBe(204)
    expect((await api().patch(`/variables/${text(made.id)}`, { tags: ['y'] })).status).toBe(204)
    expect((await api().get(`/variables/${text(made.id)}`)).body).toMatchObject({
      name: made.name,
      value: 2,
      tags: ['y'],
    })
    expect(await api().patch('/variables/name/nope', { value: 1 })).toEqual(NOT_FOUND)
    expect(await api().patch(`/variables/${text(made.id)}`, { tags: null })).toEqual({
      status: 409,
      body: { detail: INTEGRITY },
    })
  })

  test('variables are filtered by name and tags, and counted', async () => {
    const tag = fresh('tag')
    const b = await newVariable({ name: fresh('b'), tags: [tag, 'q'] })
    const a = await newVariable({ name: fresh('a'), tags: [tag] })
    const named = async (variables: object, rest: object = {}) =>
      each((await api().post('/variables/filter', { variables, ...rest })).body, 'name')
    expect(await named({ tags: { all_: [tag] } })).toEqual([a.name, b.name])
    expect(await named({ tags: { all_: [tag] } }, { sort: 'NAME_DESC' })).toEqual([b.name, a.name])
    expect(await named({ tags: { all_: [tag, 'q'] } })).toEqual([b.name])
    expect(await named({ name: { any_: [a.name] } })).toEqual([a.name])
    expect(await named({ name: { like_: text(a.name).toUpperCase() } })).toEqual([a.name])
    expect((await api().post('/variables/count', { variables: { tags: { all_: [tag] } } })).body).toBe(2)
  })

  test.for<[object, string, string]>([
    [
      { name: 'Va' },
      'body.name',
      'Value error, Variable name must only contain lowercase letters, numbers, and dashes or underscores.',
    ],
    [{ value: 'x'.repeat(5000) }, 'body.value', 'Value error, Variable value must be less than 5000 characters'],
    [{ nope: 1 }, 'body.nope', 'Extra inputs are not permitted'],
    [{ name: 'v'.repeat(256) }, 'body.name', 'Value should have at most 255 items after validation, not 256'],
  ])('a variable is refused for its %j', async ([fields, place, message]) => {
    const refused = await api().post('/variables/', { name: fresh('v'), value: 1, ...fields })
    expect(refused.status).toBe(422)
    expect(places(refused)).toEqual([place])
    expect(messages(refused)).toEqual([message])
  })

  test('a variable is deleted by id and by name', async () => {
    const one = await newVariable()
    expect((await api().delete(`/variables/${text(one.id)}`)).status).toBe(204)
    expect(await api().delete(`/variables/${text(one.id)}`)).toEqual(NOT_FOUND)
    const two = await newVariable()
    expect((await api().delete(`/variables/name/${text(two.name)}`)).status).toBe(204)
    expect(await api().delete(`/variables/name/${text(two.name)}`)).toEqual(NOT_FOUND)
  })
}
