import { expect, test } from 'vitest'
import { INTEGRITY, type Body, type TheApi, each, fresh, messages, newPool, places, text } from './api.ts'

export function workPoolContract(api: TheApi): void {
  const read = async (pool: Body) => (await api().get(`/work_pools/${text(pool.name)}`)).body
  const queuesOf = (pool: Body) => `/work_pools/${text(pool.name)}/queues`
  const priorities = async (pool: Body) => {
    const { body } = await api().post(`${queuesOf(pool)}/filter`)
    return each(body, 'name').map((name, at) => `${text(name)} ${text(each(body, 'priority')[at])}`)
  }

  test('a new pool waits for workers and has a default queue', async () => {
    const name = fresh('pool')
    const { status, body } = await api().post('/work_pools/', { name, type: 'process' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      name,
      description: null,
      type: 'process',
      base_job_template: {},
      is_paused: false,
      concurrency_limit: null,
      status: 'NOT_READY',
      storage_configuration: {
        bundle_upload_step: null,
        bundle_execution_step: null,
        default_result_storage_block_id: null,
      },
      active_slots: null,
    })
    expect((await api().get(`/work_pools/${name}/queues/default`)).body).toMatchObject({
      id: body.default_queue_id,
      name: 'default',
      description: "The work pool's default queue.",
      priority: 1,
      work_pool_id: body.id,
      work_pool_name: name,
      status: 'NOT_READY',
    })
    expect(await read(body)).toMatchObject({ id: body.id, name })
  })

  test('a pool is paused from the start, or is one for agents', async () => {
    expect(await newPool(api(), { is_paused: true })).toMatchObject({ status: 'PAUSED', is_paused: true })
    const name = fresh('pool')
    const { body } = await api().post('/work_pools/', { name, concurrency_limit: 3, description: 'd' })
    expect(body).toMatchObject({
      type: 'prefect-agent',
      status: null,
      concurrency_limit: 3,
      active_slots: 0,
      description: 'd',
    })
  })

  test('a second pool of a name, and a name that Prefect keeps for itself, are refused', async () => {
    const pool = await newPool(api())
    expect(await api().post('/work_pools/', { name: pool.name, type: 'process' })).toEqual({
      status: 409,
      body: { detail: 'A work pool with this name already exists.' },
    })
    expect(await api().post('/work_pools/', { name: 'Prefect-x', type: 'process' })).toEqual({
      status: 403,
      body: { detail: "Work pools starting with 'Prefect' are reserved for internal use." },
    })
    expect((await api().delete('/work_pools/prefect-x')).status).toBe(403)
    expect((await api().patch('/work_pools/prefect-x', { description: 'x' })).status).toBe(403)
  })

  test.for<[unknown, string, string]>([
    [{ name: 'a/b' }, 'body.name', "String should match pattern '^[^/%&><]+$'"],
    [{ name: "' " }, 'body.name', 'Value error, name cannot be an empty string'],
    [{ name: 'ok', nope: 1 }, 'body.nope', 'Extra inputs are not permitted'],
    [{ name: 'ok', concurrency_limit: -1 }, 'body.concurrency_limit', 'Input should be greater than or equal to 0'],
    [
      { name: 'ok', base_job_template: { a: 1 } },
      'body.base_job_template',
      'Value error, The `base_job_template` must contain both a `job_configuration` key and a `variables` key.',
    ],
    [
      {
        name: 'ok',
        base_job_template: { job_configuration: { c: '{{ x }} {{y}}' }, variables: { properties: { x: {} } } },
      },
      'body.base_job_template',
      'Value error, The variables specified in the job configuration template must be present as properties in the variables schema. ' +
        'Your job configuration uses the following undeclared variable(s): y.',
    ],
  ])('the pool %j is refused', async ([sent, place, message]) => {
    const refused = await api().post('/work_pools/', sent)
    expect(refused.status).toBe(422)
    expect(places(refused)).toEqual([place])
    expect(messages(refused)).toEqual([message])
  })

  test('a template whose defaults break it, or whose variables are no schema, is refused', async () => {
    const template = (x: object) => ({ job_configuration: { c: '{{ x }}' }, variables: { properties: { x } } })
    const answer = (x: object) =>
      api().post('/work_pools/', { name: fresh('pool'), type: 'process', base_job_template: template(x) })
    expect(await answer({ type: 'string', default: 5 })).toEqual({
      status: 422,
      body: {
        detail:
          "Validation failed for work pool's job variable defaults: Validation failed for field 'x'. Failure reason: 5 is not valid under any of the given schemas",
      },
    })
    expect(await answer({ type: 'nope' })).toEqual({
      status: 422,
      body: { detail: "Invalid schema: 'nope' is not valid under any of the given schemas" },
    })
  })

  test('description, limit, template and pause are patched; name and type cannot be', async () => {
    const pool = await newPool(api())
    const path = `/work_pools/${text(pool.name)}`
    const template = { job_configuration: { c: '{{ x }}' }, variables: { properties: { x: { type: 'string' } } } }
    expect(
      (
        await api().patch(path, {
          description: 'q',
          concurrency_limit: 2,
          is_paused: true,
          base_job_template: template,
        })
      ).status,
    ).toBe(204)
    expect(await read(pool)).toMatchObject({
      description: 'q',
      concurrency_limit: 2,
      status: 'PAUSED',
      base_job_template: template,
    })
    expect((await api().patch(path, { is_paused: false, description: null, concurrency_limit: null })).status).toBe(204)
    expect(await read(pool)).toMatchObject({ description: null, concurrency_limit: null, status: 'NOT_READY' })
    for (const field of ['name', 'type'])
      expect(places(await api().patch(path, { [field]: 'x' }))).toEqual([`body.${field}`])
    expect(await api().patch(path, { is_paused: null })).toEqual({ status: 409, body: { detail: INTEGRITY } })
  })

  test('an unknown pool is a 404 that names it, on every route', async () => {
    const unknown = { status: 404, body: { detail: 'Work pool "nope" not found.' } }
    expect(await api().get('/work_pools/nope')).toEqual(unknown)
    expect(await api().patch('/work_pools/nope', {})).toEqual(unknown)
    expect(await api().delete('/work_pools/nope')).toEqual(unknown)
    expect(await api().post('/work_pools/nope/queues', { name: 'q' })).toEqual(unknown)
    expect(await api().post('/work_pools/nope/queues/filter')).toEqual(unknown)
    expect(await api().post('/work_pools/nope/workers/filter')).toEqual(unknown)
  })

  test('pools are filtered by name and type, in the order of names, and counted', async () => {
    const type = fresh('type')
    const word = fresh('word')
    for (const name of [`${word}-b`, `${word}-a`]) await newPool(api(), { name, type })
    const named = async (query: object) => each((await api().post('/work_pools/filter', query)).body, 'name')
    expect(await named({ work_pools: { type: { any_: [type] } } })).toEqual([`${word}-a`, `${word}-b`])
    expect(await named({ work_pools: { name: { any_: [`${word}-b`] } }, limit: null, offset: null })).toEqual([
      `${word}-b`,
    ])
    expect(await named({ work_pools: { type: { any_: [type] } }, limit: 1, offset: 1 })).toEqual([`${word}-b`])
    expect((await api().post('/work_pools/count', { work_pools: { type: { any_: [type] } } })).body).toBe(2)
  })

  test('a new queue takes the first free priority; a taken one moves the others down', async () => {
    const pool = await newPool(api())
    expect((await api().post(queuesOf(pool), { name: 'q1' })).body).toMatchObject({
      priority: 2,
      description: '',
      active_slots: null,
    })
    expect(
      (await api().post(`${queuesOf(pool)}/`, { name: 'q2', priority: 1, concurrency_limit: 4 })).body,
    ).toMatchObject({
      priority: 1,
      active_slots: 0,
    })
    expect(await priorities(pool)).toEqual(['q2 1', 'default 2', 'q1 3'])
    expect((await api().patch(`${queuesOf(pool)}/q1`, { priority: 1 })).status).toBe(204)
    expect(await priorities(pool)).toEqual(['q1 1', 'q2 2', 'default 3'])
  })

  test('a new queue takes the first priority that is free between those that are taken', async () => {
    const pool = await newPool(api())
    for (const fields of [{ name: 'far', priority: 5 }, { name: 'a' }, { name: 'b' }]) {
      expect((await api().post(`${queuesOf(pool)}/`, fields)).status).toBe(201)
    }
    expect(await priorities(pool)).toEqual(['default 1', 'a 2', 'b 3', 'far 5'])
  })

  test('a queue is read, paused, renamed and deleted', async () => {
    const pool = await newPool(api())
    await api().post(queuesOf(pool), { name: 'q' })
    expect((await api().patch(`${queuesOf(pool)}/q`, { is_paused: true, description: 'z', name: 'r' })).status).toBe(
      204,
    )
    expect((await api().get(`${queuesOf(pool)}/r`)).body).toMatchObject({
      status: 'PAUSED',
      is_paused: true,
      description: 'z',
    })
    expect((await api().patch(`${queuesOf(pool)}/r`, { is_paused: false })).status).toBe(204)
    expect((await api().get(`${queuesOf(pool)}/r`)).body.status).toBe('NOT_READY')
    expect((await api().delete(`${queuesOf(pool)}/r`)).status).toBe(204)
    const unknown = { status: 404, body: { detail: `Work pool queue '${text(pool.name)}/r' not found.` } }
    expect(await api().get(`${queuesOf(pool)}/r`)).toEqual(unknown)
    expect(await api().delete(`${queuesOf(pool)}/r`)).toEqual(unknown)
  })

  test('queues are filtered by name', async () => {
    const pool = await newPool(api())
    for (const name of ['fast-a', 'fast-b']) await api().post(queuesOf(pool), { name })
    const named = async (name: object) =>
      each((await api().post(`${queuesOf(pool)}/filter`, { work_queues: { name } })).body, 'name')
    expect(await named({ any_: ['fast-a', 'default'] })).toEqual(['default', 'fast-a'])
    expect(await named({ startswith_: ['FAST'] })).toEqual(['fast-a', 'fast-b'])
  })

  test('a second queue of a name is refused, and the default queue stays', async () => {
    const pool = await newPool(api())
    expect((await api().post(queuesOf(pool), { name: 'default' })).status).toBe(409)
    // Prefect itself fails here instead of refusing.
    expect([409, 500]).toContain((await api().delete(`${queuesOf(pool)}/default`)).status)
    expect(await priorities(pool)).toEqual(['default 1'])
  })

  test('a pool has no workers before one beats', async () => {
    const pool = await newPool(api())
    const path = `/work_pools/${text(pool.name)}/workers`
    expect(
      (await api().post(`${path}/filter`, { workers: { status: { any_: ['ONLINE'] } }, limit: null })).body,
    ).toEqual([])
    expect((await api().post(`${path}/heartbeat`, { name: 'w', heartbeat_interval_seconds: 30 })).status).toBe(204)
    const { body } = await api().post(`${path}/filter`)
    expect(body).toMatchObject([{ name: 'w', status: 'ONLINE', work_pool_id: pool.id, heartbeat_interval_seconds: 30 }])
    expect((await read(pool)).status).toBe('READY')
  })

  test('deleting a pool deletes its queues', async () => {
    const pool = await newPool(api())
    expect((await api().delete(`/work_pools/${text(pool.name)}`)).status).toBe(204)
    expect((await api().get(`${queuesOf(pool)}/default`)).status).toBe(404)
  })
}
