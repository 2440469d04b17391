import { expect, test } from 'vitest'
import { type TheApi, fresh, places } from './api.ts'

export function valuesCheckContract(api: TheApi): void {
  const check = (properties: object, values: object, rest: object = {}) =>
    api().post('/ui/schemas/validate', { schema: { type: 'object', properties, ...rest }, values })
  const told = (...errors: unknown[]) => ({ status: 200, body: { errors, valid: errors.length === 0 } })
  const of = (property: string, ...errors: unknown[]) => ({ property, errors })

  test('values that follow the schema are valid', async () => {
    expect(await check({ a: { type: 'integer' } }, { a: 1 })).toEqual(told())
    expect(await check({ a: { type: 'integer' } }, { a: null })).toEqual(told())
  })

  test('each fault is told where it is', async () => {
    const item = { type: 'object', properties: { c: { type: 'string' } }, required: ['c'] }
    const properties = { a: { type: 'integer' }, b: { type: 'array', items: item } }
    expect(await check(properties, { a: 'x', b: [{ c: 1 }, {}, { c: 'y' }] }, { required: ['a', 'b'] })).toEqual(
      told(
        of('a', "'x' is not of type 'integer'"),
        of(
          'b',
          { index: 0, errors: [of('c', "1 is not of type 'string'")] },
          { index: 1, errors: [of('c', "'c' is a required property")] },
        ),
      ),
    )
    expect(await check({}, {}, { required: ['z'] })).toEqual(told(of('z', "'z' is a required property")))
    expect(await check({}, { q: 1, r: 2 }, { additionalProperties: false })).toEqual(
      told("Additional properties are not allowed ('q', 'r' were unexpected)"),
    )
    const union = { anyOf: [{ type: 'integer' }, { type: 'boolean' }] }
    expect(await check({ u: union }, { u: 's' })).toEqual(
      told(of('u', "'s' is not valid under any of the given schemas")),
    )
  })

  test('placeholders are rendered, or told of; templates are taken as they are', async () => {
    const name = fresh('v').toLowerCase()
    await api().post('/variables/', { name, value: 5 })
    const variable = (variable_name: string) => ({ __prefect_kind: 'workspace_variable', variable_name })
    const a = { a: { type: 'integer', default: 0 } }
    expect(await check(a, { a: variable(name) })).toEqual(told())
    expect(await check(a, { a: variable('nope') })).toEqual(told(of('a', "Variable 'nope' not found in workspace.")))
    expect(await check(a, { a: { __prefect_kind: 'jinja', template: '{{ x }}' } })).toEqual(told())
    expect(await check(a, { a: { __prefect_kind: 'json', value: '"s"' } })).toEqual(
      told(of('a', "'s' is not of type 'integer'")),
    )
    expect(await check(a, { a: { __prefect_kind: 'none' } })).toEqual(
      told(of('a', "Missing 'value' key in __prefect object")),
    )
  })

  test('where a schema wants a block, a reference to one does', async () => {
    const block = { title: 'Creds', block_type_slug: 'creds', type: 'object', required: ['x'], properties: { x: {} } }
    const rest = { definitions: { Creds: block } }
    const a = { a: { $ref: '#/definitions/Creds' } }
    expect(await check(a, { a: { $ref: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' } }, rest)).toEqual(told())
    expect(await check(a, { a: { x: 1 } }, rest)).toEqual(told())
    expect(await check(a, { a: { y: 1 } }, rest)).toEqual(
      told(of('a', "{'y': 1} is not valid under any of the given schemas")),
    )
  })

  test('a schema that cannot be used is refused', async () => {
    expect(await check({}, {}, { type: 'nope' })).toEqual({
      status: 422,
      body: { detail: "Invalid schema: 'nope' is not valid under any of the given schemas" },
    })
    expect(await check({}, {}, { $ref: '#/definitions/a', definitions: { a: { $ref: '#/definitions/a' } } })).toEqual({
      status: 422,
      body: { detail: 'Invalid schema: Unable to validate schema with circular references.' },
    })
    expect((await check({}, {}, { $ref: '#/definitions/b' })).status).toBe(422)
    expect(places(await api().post('/ui/schemas/validate', { schema: {} }))).toEqual(['body.values'])
  })
}
