import { expect, test } from 'vitest'
import {
  INTEGRITY,
  NOWHERE,
  type Body,
  type TheApi,
  deployment,
  isNewer,
  newDeployment,
  newFlow,
  places,
  text,
} from './api.ts'

export function patchContract(api: TheApi): void {
  const patched = async (made: Body, change: unknown): Promise<Body> => {
    const { status, body } = await api().patch(`/deployments/${text(made.id)}`, change)
    if (status !== 204) throw new Error(`${status} ${JSON.stringify(body)}`)
    return deployment(api(), made)
  }

  test('a PATCH applies the keys that are present and no others', async () => {
    const made = await newDeployment(api(), {
      description: 'one',
      version: '1',
      tags: ['a'],
      parameters: { x: 1 },
      paused: true,
    })
    const after = await patched(made, { description: 'two' })
    expect({ ...after, updated: made.updated }).toEqual({ ...made, description: 'two' })
  })

  test.for([
    ['description', 'old', 'new'],
    ['description', 'old', null],
    ['version', '1', '2'],
    ['version', '1', null],
    ['entrypoint', 'a.py:a', 'b.py:b'],
    ['entrypoint', 'a.py:a', null],
    ['path', '/a', '/b'],
    ['path', '/a', null],
    ['tags', ['a'], ['b', 'a']],
    ['tags', ['a'], []],
    ['paused', false, true],
    ['paused', true, false],
    ['parameters', { a: 1, b: 2 }, { b: 3 }],
    ['parameters', { a: 1 }, {}],
    ['job_variables', { a: 1 }, { b: { c: 2 } }],
    ['job_variables', { a: 1 }, {}],
    ['pull_steps', [{ a: {} }], [{ b: { c: 1 } }]],
    ['pull_steps', [{ a: {} }], []],
    ['pull_steps', [{ a: {} }], null],
    ['enforce_parameter_schema', true, false],
    ['parameter_openapi_schema', {}, { type: 'object', properties: { a: { type: 'string' } } }],
  ] as const)('of %s, %j becomes %j', async ([field, old, changed]) => {
    const made = await newDeployment(api(), { [field]: old })
    expect((await patched(made, { [field]: changed }))[field]).toEqual(changed)
  })

  test('a parameter schema of {} is stored as the empty object schema', async () => {
    const made = await newDeployment(api(), { parameter_openapi_schema: { type: 'object', properties: { a: {} } } })
    const after = await patched(made, { parameter_openapi_schema: {} })
    expect(after.parameter_openapi_schema).toEqual({ type: 'object', properties: {} })
  })

  test('a parameter schema of null stays null, and with enforcement on it blocks every later PATCH', async () => {
    const made = await newDeployment(api(), { parameter_openapi_schema: { type: 'object', properties: { a: {} } } })
    expect((await patched(made, { parameter_openapi_schema: null })).parameter_openapi_schema).toBeNull()
    const { status, body } = await api().patch(`/deployments/${text(made.id)}`, { description: 'x' })
    expect(status).toBe(409)
    expect(body.detail).toContain('does not have a valid parameter schema')
    expect((await patched(made, { description: 'x', enforce_parameter_schema: false })).description).toBe('x')
  })

  test('job variables of null change nothing', async () => {
    const made = await newDeployment(api(), { job_variables: { a: 1 } })
    expect((await patched(made, { job_variables: null })).job_variables).toEqual({ a: 1 })
  })

  test('labels stay through any PATCH', async () => {
    const flow = await newFlow(api(), { labels: { fl: 1 } })
    const made = await newDeployment(api(), { flow_id: flow.id, labels: { mine: 1 } })
    const after = await patched(made, { description: 'x', tags: ['t'] })
    expect(after.labels).toEqual({ fl: 1, 'prefect.flow.id': flow.id, mine: 1 })
  })

  test.for(['name', 'flow_id', 'labels', 'nope', 'branch'])('%s cannot be patched', async (field) => {
    const made = await newDeployment(api())
    const refused = await api().patch(`/deployments/${text(made.id)}`, { [field]: null })
    expect(refused.status).toBe(422)
    expect(places(refused)).toEqual([`body.${field}`])
    expect(await deployment(api(), made)).toEqual(made)
  })

  test.for(['paused', 'tags', 'schedules'])('%s cannot be null', async (field) => {
    const made = await newDeployment(api())
    const refused = await api().patch(`/deployments/${text(made.id)}`, { [field]: null })
    expect(refused.status).toBe(422)
    expect(places(refused)).toEqual([`body.${field}`])
  })

  test.for(['parameters', 'enforce_parameter_schema'])('%s of null is an integrity conflict', async (field) => {
    const made = await newDeployment(api())
    const { status, body } = await api().patch(`/deployments/${text(made.id)}`, { [field]: null })
    expect({ status, body }).toEqual({ status: 409, body: { detail: INTEGRITY } })
  })

  test('placeholders in parameters are rendered before they are stored', async () => {
    const made = await newDeployment(api())
    const after = await patched(made, {
      parameters: { list: { __prefect_kind: 'json', value: '[1, 2]' }, plain: { __prefect_kind: 'none', value: 3 } },
    })
    expect(after.parameters).toEqual({ list: [1, 2], plain: 3 })
    const unknown = { __prefect_kind: 'workspace_variable', variable_name: 'no_such_variable' }
    expect(await api().patch(`/deployments/${text(made.id)}`, { parameters: { a: unknown } })).toEqual({
      status: 400,
      body: { detail: "Error hydrating deployment parameters: Variable 'no_such_variable' not found in workspace." },
    })
  })

  test('an unknown deployment is a 404', async () => {
    expect(await api().patch(`/deployments/${NOWHERE}`, {})).toEqual({
      status: 404,
      body: { detail: 'Deployment not found.' },
    })
  })

  test.for<[string, unknown]>([
    ['an empty one', {}],
    ['one with identical values', { description: 'same', tags: ['a'] }],
  ])('every accepted PATCH moves `updated`: %s too', async ([, change]) => {
    const made = await newDeployment(api(), { description: 'same', tags: ['a'] })
    expect(isNewer(await patched(made, change), made)).toBe(true)
  })

  test('a refused PATCH does not move `updated`', async () => {
    const made = await newDeployment(api())
    await api().patch(`/deployments/${text(made.id)}`, { nope: 1 })
    expect((await deployment(api(), made)).updated).toBe(made.updated)
  })

  test('pausing and resuming answer null, change `paused` alone and move `updated`', async () => {
    const made = await newDeployment(api(), { schedules: [{ schedule: { interval: 3600 }, slug: 's' }] })
    const path = `/deployments/${text(made.id)}`
    expect(await api().call('POST', `${path}/pause_deployment`)).toEqual({ status: 200, body: null })
    const paused = await deployment(api(), made)
    expect(paused).toEqual({ ...made, paused: true, updated: paused.updated })
    expect(isNewer(paused, made)).toBe(true)
    expect(await api().call('POST', `${path}/resume_deployment`)).toEqual({ status: 200, body: null })
    const resumed = await deployment(api(), made)
    expect(resumed).toEqual({ ...made, updated: resumed.updated })
    expect(isNewer(resumed, paused)).toBe(true)
    const unknown = { status: 404, body: { detail: 'Deployment not found' } }
    expect(await api().call('POST', `/deployments/${NOWHERE}/pause_deployment`)).toEqual(unknown)
    expect(await api().call('POST', `/deployments/${NOWHERE}/resume_deployment`)).toEqual(unknown)
  })

  test('deleting answers 204, then 404', async () => {
    const made = await newDeployment(api())
    expect((await api().delete(`/deployments/${text(made.id)}`)).status).toBe(204)
    expect(await api().delete(`/deployments/${text(made.id)}`)).toEqual({
      status: 404,
      body: { detail: 'Deployment not found' },
    })
    expect((await api().get(`/deployments/${text(made.id)}`)).status).toBe(404)
  })
}
