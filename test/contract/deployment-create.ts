import { expect, test } from 'vitest'
import {
  INTEGRITY,
  NOWHERE,
  type TheApi,
  deployment,
  each,
  fresh,
  isNewer,
  items,
  messages,
  newDeployment,
  newFlow,
  newLimit,
  newPool,
  places,
  rowOf,
  text,
} from './api.ts'

const HOURLY = { interval: 3600, anchor_date: '2026-01-01T00:00:00Z', timezone: 'UTC' }

export function createContract(api: TheApi): void {
  test('a deployment of which only the name is said has the defaults of the table', async () => {
    const flow = await newFlow(api(), { labels: { fl: 1 } })
    const { status, body } = await api().post('/deployments/', { name: 'bare', flow_id: flow.id })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      name: 'bare',
      flow_id: flow.id,
      version: null,
      description: null,
      paused: false,
      schedules: [],
      concurrency_limit: null,
      global_concurrency_limit: null,
      concurrency_options: null,
      job_variables: {},
      parameters: {},
      tags: [],
      labels: { fl: 1, 'prefect.flow.id': flow.id },
      work_queue_name: null,
      work_queue_id: null,
      work_pool_name: null,
      last_polled: null,
      parameter_openapi_schema: {},
      path: null,
      pull_steps: [],
      entrypoint: null,
      status: 'NOT_READY',
      enforce_parameter_schema: true,
    })
  })

  test('every field that is sent is stored', async () => {
    const pool = await newPool(api())
    const fields = {
      version: '1',
      description: 'Loads orders.',
      paused: true,
      parameters: { day: 'today', n: [1, { a: null }] },
      parameter_openapi_schema: { type: 'object', properties: { day: { type: 'string' } } },
      enforce_parameter_schema: false,
      tags: ['b', 'a', 'b'],
      pull_steps: [{ 'prefect.deployments.steps.set_working_directory': { directory: '/srv' } }],
      path: '/srv',
      entrypoint: 'flows/etl.py:etl',
      job_variables: { env: { A: '1' } },
      work_pool_name: pool.name,
      work_queue_name: 'default',
      concurrency_options: { collision_strategy: 'CANCEL_NEW' },
    }
    const made = await newDeployment(api(), { ...fields, labels: { mine: 1, yes: true, text: 't' } })
    expect(made).toMatchObject({
      ...fields,
      labels: { mine: 1, yes: true, text: 't', 'prefect.flow.id': made.flow_id },
      concurrency_options: { collision_strategy: 'CANCEL_NEW', grace_period_seconds: null },
    })
    expect(await deployment(api(), made)).toEqual(made)
  })

  test.for([
    ['{} is stored as the empty object schema', {}, { type: 'object', properties: {} }],
    ['null stays null', null, null],
  ] as const)('of parameter schemas, %s', async ([, sent, stored]) => {
    expect((await newDeployment(api(), { parameter_openapi_schema: sent })).parameter_openapi_schema).toEqual(stored)
  })

  test('pull steps sent as null are null', async () => {
    expect((await newDeployment(api(), { pull_steps: null })).pull_steps).toBeNull()
  })

  test('a second POST overwrites what it says, keeps what it does not say, and keeps id and creation', async () => {
    const first = await newDeployment(api(), {
      description: 'one',
      version: '1',
      tags: ['a'],
      paused: true,
      entrypoint: 'a.py:a',
      path: '/a',
      job_variables: { a: 1 },
      pull_steps: [{ s: {} }],
      enforce_parameter_schema: false,
    })
    const { status, body } = await api().post('/deployments/', {
      name: first.name,
      flow_id: first.flow_id,
      description: null,
      tags: ['c'],
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: first.id,
      created: first.created,
      description: null,
      tags: ['c'],
      version: '1',
      paused: true,
    })
    expect(body).toMatchObject({ entrypoint: 'a.py:a', path: '/a', job_variables: { a: 1 }, pull_steps: [{ s: {} }] })
    expect(body.enforce_parameter_schema).toBe(false)
    expect(isNewer(body, first)).toBe(true)
  })

  test('a second POST empties the parameters that it does not say', async () => {
    const first = await newDeployment(api(), { parameters: { x: 1 } })
    const { body } = await api().post('/deployments/', { name: first.name, flow_id: first.flow_id })
    expect(body.parameters).toEqual({})
  })

  test('a second POST makes the labels anew: flow, system and those it says', async () => {
    const flow = await newFlow(api(), { labels: { fl: 1 } })
    const system = { fl: 1, 'prefect.flow.id': flow.id }
    const first = await newDeployment(api(), { flow_id: flow.id, labels: { mine: 1 } })
    expect(first.labels).toEqual({ ...system, mine: 1 })
    const again = (labels: object) => api().post('/deployments/', { name: first.name, flow_id: flow.id, ...labels })
    expect((await again({ labels: { z: 2 } })).body.labels).toEqual({ ...system, z: 2 })
    expect((await again({})).body.labels).toEqual(system)
    expect((await again({ labels: { q: 1 } })).body.labels).toEqual({ ...system, q: 1 })
    expect((await again({ labels: null })).body.labels).toEqual(system)
  })

  test('a second POST replaces all schedules by new rows, or deletes them when it says none', async () => {
    const schedules = [{ schedule: HOURLY, slug: 'hourly', active: false, parameters: { p: 1 } }]
    const first = await newDeployment(api(), { schedules })
    const second = await api().post('/deployments/', { name: first.name, flow_id: first.flow_id, schedules })
    expect(each(second.body.schedules, 'slug')).toEqual(['hourly'])
    expect(rowOf(second.body, 'hourly')).toMatchObject({ active: false, parameters: { p: 1 }, schedule: HOURLY })
    expect(rowOf(second.body, 'hourly').id).not.toBe(rowOf(first, 'hourly').id)
    const third = await api().post('/deployments/', { name: first.name, flow_id: first.flow_id })
    expect(third.body.schedules).toEqual([])
  })

  test('a POST of a deployment loses max_scheduled_runs of its schedules', async () => {
    const made = await newDeployment(api(), { schedules: [{ schedule: HOURLY, slug: 's', max_scheduled_runs: 5 }] })
    expect(items(made.schedules)[0]?.max_scheduled_runs).toBeNull()
  })

  test('a second POST with empty job variables clears them', async () => {
    const first = await newDeployment(api(), { job_variables: { a: 1 } })
    const { body } = await api().post('/deployments/', { name: first.name, flow_id: first.flow_id, job_variables: {} })
    expect(body.job_variables).toEqual({})
  })

  test('a second POST with a pool of null keeps the pool', async () => {
    const pool = await newPool(api())
    const first = await newDeployment(api(), { work_pool_name: pool.name })
    const { body } = await api().post('/deployments/', {
      name: first.name,
      flow_id: first.flow_id,
      work_pool_name: null,
    })
    expect(body).toMatchObject({ work_pool_name: pool.name, work_queue_name: 'default' })
  })

  test('an identical second POST still moves `updated`', async () => {
    const first = await newDeployment(api(), { description: 'same' })
    const { body } = await api().post('/deployments/', {
      name: first.name,
      flow_id: first.flow_id,
      description: 'same',
    })
    expect(isNewer(body, first)).toBe(true)
  })

  test('an unknown flow is an integrity conflict', async () => {
    const { status, body } = await api().post('/deployments/', { name: 'x', flow_id: NOWHERE })
    expect({ status, body }).toEqual({ status: 409, body: { detail: INTEGRITY } })
  })

  test('two schedules of one slug are an integrity conflict, and nothing is stored', async () => {
    const flow = await newFlow(api())
    const twice = [1, 2].map(() => ({ schedule: HOURLY, slug: 'same' }))
    const { status, body } = await api().post('/deployments/', { name: 'twice', flow_id: flow.id, schedules: twice })
    expect({ status, body }).toEqual({ status: 409, body: { detail: INTEGRITY } })
    expect((await api().get(`/deployments/name/${text(flow.name)}/twice`)).status).toBe(404)
  })

  test('an unknown pool is a 404 that names it', async () => {
    const flow = await newFlow(api())
    const sent = { name: 'x', flow_id: flow.id, work_pool_name: 'no-such-pool' }
    expect(await api().post('/deployments/', sent)).toEqual({
      status: 404,
      body: { detail: 'Work pool "no-such-pool" not found.' },
    })
  })

  test('an unknown concurrency limit is a 404', async () => {
    const flow = await newFlow(api())
    const sent = { name: 'x', flow_id: flow.id, global_concurrency_limit_id: NOWHERE }
    expect(await api().post('/deployments/', sent)).toEqual({
      status: 404,
      body: { detail: 'Concurrency limit not found' },
    })
  })

  test('a name that would break a path is refused, and an empty one is not', async () => {
    const flow = await newFlow(api())
    const refused = await api().post('/deployments/', { name: 'a/b', flow_id: flow.id })
    // Prefect itself fails here instead of refusing.
    expect([422, 500]).toContain(refused.status)
    expect((await api().post('/deployments/', { name: '', flow_id: flow.id })).status).toBe(201)
  })

  test('both kinds of limit at once are refused', async () => {
    const limit = await newLimit(api(), 2)
    const flow = await newFlow(api())
    const sent = { name: 'x', flow_id: flow.id, concurrency_limit: 1, global_concurrency_limit_id: limit.id }
    const refused = await api().post('/deployments/', sent)
    expect(refused.status).toBe(422)
    expect(messages(refused)).toEqual([
      'Value error, A deployment cannot have both a concurrency limit and a global concurrency limit.',
    ])
  })

  test.for([
    ['an unknown key', { nope: 1 }, ['body.nope']],
    ['a branch', { branch: null }, ['body.branch']],
    ['paused of null', { paused: null }, ['body.paused']],
    ['tags of null', { tags: null }, ['body.tags']],
    ['schedules of null', { schedules: null }, ['body.schedules']],
    ['job variables of null', { job_variables: null }, ['body.job_variables']],
    ['a tag that is no text', { tags: [1] }, ['body.tags.0']],
    ['a limit of 0', { concurrency_limit: 0 }, ['body.concurrency_limit']],
    ['a limit below 0', { concurrency_limit: -1 }, ['body.concurrency_limit']],
    ['no collision strategy', { concurrency_options: {} }, ['body.concurrency_options.collision_strategy']],
    [
      'a short grace period',
      { concurrency_options: { collision_strategy: 'ENQUEUE', grace_period_seconds: 5 } },
      ['body.concurrency_options.grace_period_seconds'],
    ],
    ['a flow id that is none', { flow_id: 'x' }, ['body.flow_id']],
  ] as const)('a deployment with %s is refused', async ([, fields, where]) => {
    const flow = await newFlow(api())
    const refused = await api().post('/deployments/', { name: fresh('d'), flow_id: flow.id, ...fields })
    expect(refused.status).toBe(422)
    expect(places(refused)).toEqual(where)
  })

  test('fields of old clients, and the version info of new ones, are dropped', async () => {
    const old = {
      worker_pool_name: 'x',
      worker_pool_queue_name: 'y',
      work_pool_queue_name: 'z',
      worker_pool_queue_id: null,
    }
    const made = await newDeployment(api(), { ...old, version_info: { type: 'prefect:simple', version: '7' } })
    expect(made).toMatchObject({ work_pool_name: null, version: null })
    expect(made).not.toHaveProperty('version_info')
  })

  test('parameters over half a mebibyte are refused', async () => {
    const flow = await newFlow(api())
    const sent = { name: 'big', flow_id: flow.id, parameters: { a: 'x'.repeat(524_288) } }
    const refused = await api().post('/deployments/', sent)
    expect(refused.status).toBe(422)
    expect(places(refused)).toEqual(['body.parameters'])
  })
}
