import { expect, test } from 'vitest'
import { type Body, type TheApi, each, fresh, items, newDeployment, newFlow, newPool, text } from './api.ts'

const PAST = '2025-03-01T00:00:00Z'
const FAR = '2999-01-01T00:00:00Z'

export function pollingContract(api: TheApi): void {
  const path = (pool: Body) => `/work_pools/${text(pool.name)}`
  const poll = (pool: Body, body: object = {}) => api().post(`${path(pool)}/get_scheduled_flow_runs`, body)
  const polled = async (pool: Body, body: object = {}) =>
    items((await poll(pool, body)).body).map(({ flow_run: run }) => text(run?.name))
  const newQueue = async (pool: Body, fields: object) => (await api().post(`${path(pool)}/queues`, fields)).body
  /** A run of a new deployment on that queue, scheduled for a moment. */
  const newRun = async (pool: Body, at: string, fields: object = {}, onDeployment: object = {}): Promise<Body> => {
    const made = await newDeployment(api(), { work_pool_name: pool.name, ...onDeployment })
    return runOf(made, at, fields)
  }
  const runOf = async (made: Body, at: string, fields: object = {}): Promise<Body> => {
    const state = { type: 'SCHEDULED', state_details: { scheduled_time: at } }
    const { status, body } = await api().post(`/deployments/${text(made.id)}/create_flow_run`, { state, ...fields })
    expect(status).toBe(201)
    return body
  }
  const become = async (run: Body, type: string) => {
    const answer = await api().post(`/flow_runs/${text(run.id)}/set_state`, { state: { type }, force: true })
    expect(answer.body.status).toBe('ACCEPT')
  }

  test('a worker gets whole runs without their states', async () => {
    const pool = await newPool(api())
    const run = await newRun(pool, PAST, { name: 'due', parameters: { a: 1 }, tags: ['t'], job_variables: { v: 2 } })
    const [given] = items((await poll(pool, { scheduled_before: FAR })).body)
    expect(Object.keys(given ?? {}).toSorted()).toEqual(['flow_run', 'work_pool_id', 'work_queue_id'])
    expect(given).toMatchObject({ work_pool_id: pool.id, work_queue_id: pool.default_queue_id })
    expect(given?.flow_run).toMatchObject({
      id: run.id,
      name: 'due',
      parameters: { a: 1 },
      tags: ['t'],
      job_variables: { v: 2 },
      state: null,
      state_id: run.state_id,
      state_type: 'SCHEDULED',
      state_name: 'Scheduled',
      deployment_id: run.deployment_id,
      run_count: 0,
    })
    const { work_pool_id: _pool, work_pool_name: _name, ...rest } = run
    expect(Object.keys(given?.flow_run ?? {}).toSorted()).toEqual(Object.keys(rest).toSorted())
  })

  test('a run bears the name of a queue that somebody chose, not of the one that its pool begins with', async () => {
    const pool = await newPool(api())
    const queueOf = async (fields: object, onDeployment: object = {}) => {
      const made = await newDeployment(api(), { work_pool_name: pool.name, ...onDeployment })
      const run = await runOf(made, PAST, fields)
      const given = items((await poll(pool)).body).find(({ flow_run: one }) => one?.id === run.id)
      const named = { work_queue_name: { any_: ['default'] }, id: { any_: [run.id] } }
      const { body: byName } = await api().post('/flow_runs/count', { flow_runs: named })
      return [run.work_queue_name, given?.flow_run?.work_queue_name, byName]
    }
    expect(await queueOf({})).toEqual(['default', null, 0])
    expect(await queueOf({ work_queue_name: 'default' })).toEqual(['default', 'default', 1])
    expect(await queueOf({}, { work_queue_name: 'default' })).toEqual(['default', 'default', 1])
    expect(await queueOf({ work_queue_name: 'other' })).toEqual(['other', 'other', 0])
  })

  test('runs come in the order of their times, between two times that belong to it, at most so many', async () => {
    const pool = await newPool(api())
    const made = await newDeployment(api(), { work_pool_name: pool.name })
    for (const hour of [3, 1, 2]) await runOf(made, `2025-03-01T0${hour}:00:00Z`, { name: `at ${hour}` })
    expect(await polled(pool)).toEqual(['at 1', 'at 2', 'at 3'])
    expect(await polled(pool, { scheduled_before: '2025-03-01 02:00:00+00:00' })).toEqual(['at 1', 'at 2'])
    expect(await polled(pool, { scheduled_after: '2025-03-01T02:00:00Z' })).toEqual(['at 2', 'at 3'])
    expect(await polled(pool, { limit: 1 })).toEqual(['at 1'])
    expect(await polled(pool, { limit: 0 })).toEqual([])
    expect((await poll(pool, { limit: 201 })).status).toBe(422)
  })

  test.for<object>([
    { scheduled_before: 'soon' },
    { scheduled_after: 5.5e30 },
    { work_queue_names: 'default' },
    { work_queue_names: [1] },
    { limit: -1 },
    { limit: 'many' },
  ])('asking for %j is refused', async (body) => {
    expect((await poll(await newPool(api()), body)).status).toBe(422)
  })

  test('an unknown key and a null mean nothing', async () => {
    const pool = await newPool(api())
    await newRun(pool, PAST, { name: 'one' })
    const nulls = { limit: null, work_queue_names: null, scheduled_before: null, scheduled_after: null }
    expect(await polled(pool, { nope: 1, ...nulls })).toEqual(['one'])
    const holders = { page: null, limit: null, flow_run_limit: null }
    expect((await api().post(`${path(pool)}/concurrency_status`, holders)).body).toMatchObject({ page: 1, limit: 200 })
    expect((await api().post('/deployments/get_scheduled_flow_runs', { deployment_ids: null })).status).toBe(422)
    expect((await api().call('POST', `${path(pool)}/get_scheduled_flow_runs`)).status).toBe(200)
  })

  test('urgent queues come first, whatever the times, and queues are asked by name', async () => {
    const pool = await newPool(api())
    await newQueue(pool, { name: 'urgent', priority: 1 })
    await newRun(pool, PAST, { name: 'early' })
    await newRun(pool, '2026-01-01T00:00:00Z', { name: 'urgent' }, { work_queue_name: 'urgent' })
    expect(await polled(pool)).toEqual(['urgent', 'early'])
    expect(await polled(pool, { work_queue_names: [] })).toEqual(['urgent', 'early'])
    expect(await polled(pool, { work_queue_names: ['default'] })).toEqual(['early'])
    expect(await polled(pool, { work_queue_names: ['default', 'urgent', 'default'] })).toEqual(['urgent', 'early'])
    expect(await poll(pool, { work_queue_names: ['nope'] })).toEqual({
      status: 404,
      body: { detail: `Work pool queue '${text(pool.name)}/nope' not found.` },
    })
    expect(await api().post('/work_pools/nope/get_scheduled_flow_runs', {})).toEqual({
      status: 404,
      body: { detail: 'Work pool "nope" not found.' },
    })
  })

  test('a paused pool gives nothing, a paused queue nothing of its own', async () => {
    const pool = await newPool(api())
    await newQueue(pool, { name: 'q' })
    await newRun(pool, PAST, { name: 'one' })
    await newRun(pool, PAST, { name: 'two' }, { work_queue_name: 'q' })
    await api().patch(`${path(pool)}/queues/q`, { is_paused: true })
    expect(await polled(pool)).toEqual(['one'])
    expect((await api().get(`${path(pool)}/queues/q`)).body).toMatchObject({ is_paused: true, status: 'PAUSED' })
    await api().patch(path(pool), { is_paused: true })
    expect(await polled(pool)).toEqual([])
  })

  test('runs that are pending or running take the slots of their queue and their pool', async () => {
    const pool = await newPool(api(), { concurrency_limit: 3 })
    await newQueue(pool, { name: 'q', concurrency_limit: 1 })
    const inQueue = await newDeployment(api(), { work_pool_name: pool.name, work_queue_name: 'q' })
    const others = await newDeployment(api(), { work_pool_name: pool.name })
    for (const name of ['q1', 'q2']) await runOf(inQueue, PAST, { name })
    const runs: Body[] = []
    for (const name of ['o1', 'o2', 'o3', 'o4']) runs.push(await runOf(others, '2025-03-02T00:00:00Z', { name }))
    expect((await polled(pool)).length).toBe(3)
    await become(runs[0]!, 'PENDING')
    expect((await polled(pool)).length).toBe(2)
    await become(runs[1]!, 'RUNNING')
    expect((await polled(pool)).length).toBe(1)
    const slots = async () => (await api().get(path(pool))).body.active_slots
    expect(await slots()).toBe(2)
    const ending = await runOf(inQueue, PAST)
    for (const type of ['PENDING', 'CANCELLING']) await become(ending, type)
    expect(await slots()).toBe(2)
    await become(runs[2]!, 'PENDING')
    expect(await polled(pool)).toEqual([])
    await become(runs[0]!, 'COMPLETED')
    expect((await polled(pool, { work_queue_names: ['q'] })).length).toBe(1)
    await become(await runOf(inQueue, PAST), 'PENDING')
    expect((await api().get(`${path(pool)}/queues/q`)).body.active_slots).toBe(1)
    expect(await polled(pool, { work_queue_names: ['q'] })).toEqual([])
  })

  test('a queue that has more runs under way than it may have by now gives none, nor does such a pool', async () => {
    const pool = await newPool(api())
    await newQueue(pool, { name: 'q' })
    for (const type of ['RUNNING', 'PENDING', 'SCHEDULED']) {
      const run = await newRun(pool, PAST, { name: type }, { work_queue_name: 'q' })
      if (type !== 'SCHEDULED') await become(run, type)
    }
    expect(await polled(pool)).toEqual(['SCHEDULED'])
    await api().patch(`${path(pool)}/queues/q`, { concurrency_limit: 1 })
    expect(await polled(pool)).toEqual([])
    await api().patch(`${path(pool)}/queues/q`, { concurrency_limit: 3 })
    await api().patch(path(pool), { concurrency_limit: 1 })
    expect(await polled(pool)).toEqual([])
    await api().patch(path(pool), { concurrency_limit: 3 })
    expect(await polled(pool)).toEqual(['SCHEDULED'])
  })

  test('a pool counts the runs of all its queues, whichever are asked', async () => {
    const pool = await newPool(api(), { concurrency_limit: 1 })
    await newQueue(pool, { name: 'q' })
    await newRun(pool, PAST, { name: 'waits' })
    expect(await polled(pool, { work_queue_names: ['default'] })).toEqual(['waits'])
    await become(await newRun(pool, PAST, {}, { work_queue_name: 'q' }), 'RUNNING')
    expect(await polled(pool, { work_queue_names: ['default'] })).toEqual([])
  })

  test('a run that retries within its process is not given away', async () => {
    const pool = await newPool(api())
    const run = await newRun(pool, PAST)
    await api().patch(`/flow_runs/${text(run.id)}`, { empirical_policy: { retry_type: 'in_process' } })
    expect(await polled(pool)).toEqual([])
    await api().patch(`/flow_runs/${text(run.id)}`, { empirical_policy: { retry_type: 'reschedule' } })
    expect(await polled(pool)).toHaveLength(1)
  })

  test('polling makes the queues and their deployments ready, and says so', async () => {
    const pool = await newPool(api())
    await newQueue(pool, { name: 'other' })
    const made = await newDeployment(api(), { work_pool_name: pool.name })
    const other = await newDeployment(api(), { work_pool_name: pool.name, work_queue_name: 'other' })
    const read = async (one: Body) => (await api().get(`/deployments/${text(one.id)}`)).body
    expect(await read(made)).toMatchObject({ status: 'NOT_READY', last_polled: null })
    await poll(pool, { work_queue_names: ['default'] })
    await expect.poll(async () => (await read(made)).status, WAIT).toBe('READY')
    await expect.poll(async () => (await api().get(`${path(pool)}/queues/default`)).body.status, WAIT).toBe('READY')
    const polled = await read(made)
    expect(polled.last_polled).not.toBeNull()
    expect(polled.updated).toBe(made.updated)
    expect((await api().get(`${path(pool)}/queues/default`)).body.last_polled).not.toBeNull()
    expect((await api().get(`${path(pool)}/queues/other`)).body).toMatchObject({
      status: 'NOT_READY',
      last_polled: null,
    })
    expect((await read(other)).status).toBe('NOT_READY')
    const told = async (id: string) =>
      each(
        (await api().post('/events/filter', { filter: { resource: { id: [id] }, occurred: SINCE } })).body.events,
        'event',
      )
    await expect
      .poll(() => told(`prefect.work-queue.${text(pool.default_queue_id)}`), WAIT)
      .toContain('prefect.work-queue.ready')
    await expect.poll(() => told(`prefect.deployment.${text(made.id)}`), WAIT).toContain('prefect.deployment.ready')
  })

  test('who serves deployments gets their runs in the order of their times', async () => {
    const flow = await newFlow(api())
    const one = await newDeployment(api(), { flow_id: flow.id })
    const other = await newDeployment(api(), { flow_id: flow.id })
    await runOf(one, '2025-03-01T03:00:00Z', { name: 'third' })
    await runOf(other, '2025-03-01T02:00:00Z', { name: 'second' })
    await runOf(one, '2025-03-01T01:00:00Z', { name: 'first' })
    const serve = (body: object) => api().post('/deployments/get_scheduled_flow_runs', body)
    const ids = [one.id, other.id]
    const all = await serve({ deployment_ids: ids })
    expect(each(all.body, 'name')).toEqual(['first', 'second', 'third'])
    expect(items(all.body)[0]).toMatchObject({ state: { type: 'SCHEDULED' }, work_pool_name: null })
    const some = await serve({ deployment_ids: ids, scheduled_before: '2025-03-01T02:00:00Z', limit: 5 })
    expect(each(some.body, 'name')).toEqual(['first', 'second'])
    expect(each((await serve({ deployment_ids: ids, limit: 1 })).body, 'name')).toEqual(['first'])
    expect(each((await serve({ deployment_ids: [other.id] })).body, 'name')).toEqual(['second'])
    expect((await serve({ deployment_ids: [] })).body).toEqual([])
    expect((await serve({})).status).toBe(422)
    await expect.poll(async () => (await api().get(`/deployments/${text(other.id)}`)).body.status, WAIT).toBe('READY')
  })

  test('who holds the slots of a pool is told queue by queue', async () => {
    const pool = await newPool(api(), { concurrency_limit: 5 })
    await newQueue(pool, { name: 'q', concurrency_limit: 2 })
    const made = await newDeployment(api(), { work_pool_name: pool.name, work_queue_name: 'q' })
    const runs: Body[] = []
    for (const name of ['a', 'b']) {
      const run = await runOf(made, PAST, { name })
      await become(run, name === 'a' ? 'PENDING' : 'RUNNING')
      runs.push(run)
    }
    const { status, body } = await api().post(`${path(pool)}/concurrency_status`, { flow_run_limit: 1 })
    expect(status).toBe(200)
    expect(body).toMatchObject({ active_slots: 2, concurrency_limit: 5, count: 2, limit: 200, pages: 1, page: 1 })
    const [idle, busy] = items(body.queues)
    expect(idle).toMatchObject({ queue_name: 'default', active_slots: 0, flow_runs: [], flow_run_count: 0 })
    expect(busy).toMatchObject({ queue_name: 'q', active_slots: 2, concurrency_limit: 2, flow_run_count: 2 })
    expect(items(busy?.flow_runs)).toHaveLength(1)
    expect(Object.keys(items(busy?.flow_runs)[0] ?? {}).toSorted()).toEqual([
      'id',
      'name',
      'start_time',
      'state_name',
      'state_timestamp',
      'state_type',
      'time_in_current_state',
    ])
    const second = await api().post(`${path(pool)}/concurrency_status`, { limit: 1, page: 2 })
    expect(each(second.body.queues, 'queue_name')).toEqual(['q'])
    expect(second.body).toMatchObject({ count: 2, pages: 2, page: 2 })
    expect(await api().post('/work_pools/nope/concurrency_status')).toEqual({
      status: 404,
      body: { detail: "Work pool 'nope' not found." },
    })
    const one = await api().post(`/work_queues/${text(busy?.queue_id)}/concurrency_status`, { limit: 1 })
    expect(one.body).toMatchObject({ active_slots: 2, concurrency_limit: 2, count: 2, limit: 1, pages: 2, page: 1 })
    expect(items(one.body.flow_runs)).toHaveLength(1)
  })

  test('a worker is forgotten', async () => {
    const pool = await newPool(api())
    const name = fresh('worker')
    await api().post(`${path(pool)}/workers/heartbeat`, { name })
    expect((await api().delete(`${path(pool)}/workers/${name}`)).status).toBe(204)
    expect((await api().post(`${path(pool)}/workers/filter`)).body).toEqual([])
    expect(await api().delete(`${path(pool)}/workers/${name}`)).toEqual({
      status: 404,
      body: { detail: 'Worker not found.' },
    })
  })

  test('a heartbeat without an interval keeps the one that was said, and leaves `updated`', async () => {
    const pool = await newPool(api())
    const beat = (body: object) => api().post(`${path(pool)}/workers/heartbeat`, { name: 'w', ...body })
    const worker = async () => items((await api().post(`${path(pool)}/workers/filter`)).body)[0]
    await beat({ heartbeat_interval_seconds: 7 })
    const first = await worker()
    await beat({})
    expect(await worker()).toMatchObject({ heartbeat_interval_seconds: 7, updated: first?.updated })
    expect((await worker())?.last_heartbeat_time).not.toBe(first?.last_heartbeat_time)
  })

  test('an unpaused pool is ready if a worker is there, an unpaused queue if it was polled lately', async () => {
    const pool = await newPool(api())
    const status = async (of: string) => (await api().get(of)).body.status
    await api().post(`${path(pool)}/workers/heartbeat`, { name: 'w', heartbeat_interval_seconds: 30 })
    await poll(pool)
    const queue = `${path(pool)}/queues/default`
    await expect.poll(() => status(queue), WAIT).toBe('READY')
    for (const of of [path(pool), queue]) {
      await api().patch(of, { is_paused: true })
      expect(await status(of)).toBe('PAUSED')
      await api().patch(of, { is_paused: false })
      expect(await status(of)).toBe('READY')
    }
  })

  test('what happens to pools and queues is told', async () => {
    const pool = await newPool(api())
    const queue = await newQueue(pool, { name: 'q' })
    await api().patch(path(pool), { description: 'd', concurrency_limit: 2 })
    await api().post(`${path(pool)}/workers/heartbeat`, { name: 'w' })
    await api().patch(path(pool), { is_paused: true })
    await api().patch(`${path(pool)}/queues/q`, { is_paused: true, name: 'r' })
    await api().delete(path(pool))
    const told = async (id: string) =>
      items(
        (await api().post('/events/filter', { filter: { resource: { id: [id] }, occurred: SINCE, order: 'ASC' } })).body
          .events,
      )
    // a request that the real server has to be sent twice may be told twice
    const names = async (id: string) => [...new Set((await told(id)).map(({ event }) => text(event)))].toSorted()
    const ofPool = `prefect.work-pool.${text(pool.id)}`
    const ofQueue = `prefect.work-queue.${text(queue.id)}`
    await expect
      .poll(() => names(ofPool), WAIT)
      .toEqual([
        'prefect.work-pool.created',
        'prefect.work-pool.deleted',
        'prefect.work-pool.not-ready',
        'prefect.work-pool.paused',
        'prefect.work-pool.ready',
        'prefect.work-pool.updated',
      ])
    await expect
      .poll(() => names(ofQueue), WAIT)
      .toEqual([
        'prefect.work-queue.created',
        'prefect.work-queue.deleted',
        'prefect.work-queue.paused',
        'prefect.work-queue.updated',
      ])
    const named = async (id: string, name: string) => (await told(id)).find(({ event }) => text(event).endsWith(name))
    expect(await named(ofPool, '.updated')).toMatchObject({
      payload: {
        updated_fields: ['description', 'concurrency_limit'],
        updates: { description: { from: null, to: 'd' }, concurrency_limit: { from: null, to: 2 } },
      },
      resource: { 'prefect.resource.name': pool.name, 'prefect.work-pool.type': 'process' },
    })
    expect((await named(ofPool, '.paused'))?.follows).toBe((await named(ofPool, '.ready'))?.id)
    expect(await named(ofQueue, '.updated')).toMatchObject({
      payload: { updates: { name: { from: 'q', to: 'r' } } },
      related: [{ 'prefect.resource.id': ofPool, 'prefect.resource.role': 'work-pool' }],
    })
    expect((await named(ofPool, '.created'))?.related).toMatchObject([
      {
        'prefect.resource.id': `prefect.work-queue.${text(pool.default_queue_id)}`,
        'prefect.resource.role': 'default-queue',
      },
    ])
  })
}

/** The real server does some of it after it has answered. */
const WAIT = { interval: 100 }
const SINCE = { since: new Date(Date.now() - 3_600_000).toISOString() }
