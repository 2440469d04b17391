import { expect, test } from 'vitest'
import { NOWHERE, type Body, type TheApi, each, fresh, items, newDeployment, newPool, text } from './api.ts'

const PAST = '2025-03-01T00:00:00Z'

export function agentQueueContract(api: TheApi): void {
  const newQueue = async (fields: object = {}): Promise<Body> => {
    const { status, body } = await api().post('/work_queues/', { name: fresh('queue'), ...fields })
    expect(status).toBe(201)
    return body
  }
  const path = (queue: Body) => `/work_queues/${text(queue.id)}`
  const runOn = async (queue: Body, fields: object = {}, onDeployment: object = {}) => {
    const made = await newDeployment(api(), { work_queue_name: queue.name, ...onDeployment })
    const state = { type: 'SCHEDULED', state_details: { scheduled_time: PAST } }
    return (await api().post(`/deployments/${text(made.id)}/create_flow_run`, { state, ...fields })).body
  }
  const runsOf = async (queue: Body, body: object = {}) =>
    each((await api().post(`${path(queue)}/get_runs`, body)).body, 'name')

  test("a queue without a pool is made in the agents' pool, and found by id and by name", async () => {
    const queue = await newQueue({ concurrency_limit: 2, description: 'd' })
    expect(queue).toMatchObject({ work_pool_name: 'default-agent-pool', active_slots: 0, status: 'NOT_READY' })
    expect((await api().get(path(queue))).body).toEqual(queue)
    expect((await api().get(`/work_queues/name/${text(queue.name)}`)).body).toEqual(queue)
    expect(await api().post('/work_queues/', { name: queue.name })).toEqual({
      status: 409,
      body: { detail: 'A work queue with this name already exists.' },
    })
    const unknown = { status: 404, body: { detail: 'work queue not found' } }
    expect(await api().get(`/work_queues/${NOWHERE}`)).toEqual(unknown)
    expect(await api().get('/work_queues/name/nope')).toEqual(unknown)
    expect(await api().delete(`/work_queues/${NOWHERE}`)).toEqual(unknown)
    expect(await api().patch(`/work_queues/${NOWHERE}`, {})).toEqual({
      status: 404,
      body: { detail: `Work Queue ${NOWHERE} not found` },
    })
  })

  test('a queue of any pool is read, changed, paused, filtered and deleted by its id', async () => {
    const pool = await newPool(api())
    const queue = (await api().post(`/work_pools/${text(pool.name)}/queues`, { name: fresh('q') })).body
    expect((await api().get(path(queue))).body).toMatchObject({ id: queue.id, work_pool_name: pool.name })
    expect((await api().patch(path(queue), { is_paused: true, description: 'x' })).status).toBe(204)
    expect((await api().get(path(queue))).body).toMatchObject({ status: 'PAUSED', description: 'x' })
    expect((await api().patch(path(queue), { is_paused: false })).status).toBe(204)
    expect((await api().get(path(queue))).body.status).toBe('NOT_READY')
    const found = await api().post('/work_queues/filter', { work_queues: { name: { any_: [queue.name] } } })
    expect(each(found.body, 'id')).toEqual([queue.id])
    expect((await api().delete(path(queue))).status).toBe(204)
    expect((await api().get(path(queue))).status).toBe(404)
  })

  test('a queue that is made paused has the status of one that is not, until it is paused', async () => {
    const pool = await newPool(api())
    const ofPool = await api().post(`/work_pools/${text(pool.name)}/queues`, { name: 'q', is_paused: true })
    for (const queue of [await newQueue({ is_paused: true }), ofPool.body]) {
      expect(queue).toMatchObject({ is_paused: true, status: 'NOT_READY' })
      expect((await api().patch(path(queue), { is_paused: false })).status).toBe(204)
      expect((await api().get(path(queue))).body).toMatchObject({ is_paused: false, status: 'NOT_READY' })
      expect((await api().patch(path(queue), { is_paused: true })).status).toBe(204)
      expect((await api().get(path(queue))).body).toMatchObject({ is_paused: true, status: 'PAUSED' })
    }
  })

  test('a priority that is changed by the id of a queue moves no other, and may be that of another', async () => {
    const pool = await newPool(api())
    const queues = `/work_pools/${text(pool.name)}/queues`
    const priorities = async () =>
      items((await api().post(`${queues}/filter`, {})).body)
        .map(({ name, priority }) => `${text(name)} ${text(priority)}`)
        .toSorted()
    const a = (await api().post(queues, { name: 'a' })).body
    await api().post(queues, { name: 'b' })
    expect(await priorities()).toEqual(['a 2', 'b 3', 'default 1'])
    expect((await api().patch(path(a), { priority: 1 })).status).toBe(204)
    expect(await priorities()).toEqual(['a 1', 'b 3', 'default 1'])
    // Of equals the older is first.
    expect(each((await api().post(`${queues}/filter`, {})).body, 'name')).toEqual(['default', 'a', 'b'])
    await api().post(queues, { name: 'c' })
    expect(await priorities()).toEqual(['a 1', 'b 3', 'c 2', 'default 1'])
    // Which of two equals comes first is nobody's promise.
    expect((await api().patch(`${queues}/b`, { priority: 9 })).status).toBe(204)
    expect(each((await api().post(`${queues}/filter`, {})).body, 'priority')).toEqual([1, 2, 3, 9])
  })

  test('a queue has a name, a description and a priority, whatever else is taken from it', async () => {
    const queue = await newQueue({ description: 'd', concurrency_limit: 2 })
    for (const field of ['name', 'description', 'priority']) {
      expect(await api().patch(path(queue), { [field]: null })).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining('Data integrity conflict.') },
      })
    }
    expect((await api().patch(path(queue), { concurrency_limit: null, filter: null })).status).toBe(204)
    expect((await api().get(path(queue))).body).toMatchObject({ description: 'd', concurrency_limit: null })
  })

  test('queues are found in the order of their names', async () => {
    const word = fresh('w')
    for (const letter of ['b', 'a', 'c']) await newQueue({ name: `${word}-${letter}` })
    const query = { work_queues: { name: { startswith_: [word] } }, limit: 2, offset: 1 }
    expect(each((await api().post('/work_queues/filter', query)).body, 'name')).toEqual([`${word}-b`, `${word}-c`])
  })

  test('a queue gives its runs within its limit, and none while it is paused', async () => {
    const queue = await newQueue()
    await runOn(queue, { name: 'one' })
    const busy = await runOn(queue, { name: 'two' })
    expect((await runsOf(queue)).map(text).toSorted()).toEqual(['one', 'two'])
    expect(await runsOf(queue, { scheduled_before: '2025-01-01T00:00:00Z' })).toEqual([])
    expect(await runsOf(queue, { limit: 1 })).toHaveLength(1)
    await api().patch(path(queue), { concurrency_limit: 1 })
    expect(await runsOf(queue)).toHaveLength(1)
    for (const type of ['RUNNING', 'CANCELLING'])
      await api().post(`/flow_runs/${text(busy.id)}/set_state`, { state: { type }, force: true })
    expect(await runsOf(queue)).toEqual([])
    expect((await api().get(path(queue))).body.active_slots).toBe(1)
    await api().patch(path(queue), { concurrency_limit: null, is_paused: true })
    expect(await runsOf(queue)).toEqual([])
  })

  test('a queue with a filter gives the runs that it lets through', async () => {
    const tag = fresh('tag')
    const queue = await newQueue({ filter: { tags: [tag] } })
    const elsewhere = { work_queue_name: fresh('elsewhere') }
    await runOn(queue, { name: 'tagged', tags: [tag] }, elsewhere)
    await runOn(queue, { name: 'untagged' }, elsewhere)
    expect(await runsOf(queue)).toEqual(['tagged'])
  })

  test('asking for runs makes a queue healthy, unless it was a web page', async () => {
    const queue = await newQueue()
    const status = async () => (await api().get(`${path(queue)}/status`)).body
    const policy = { maximum_late_runs: 0, maximum_seconds_since_last_polled: 60 }
    const before = { healthy: false, late_runs_count: 0, last_polled: null, health_check_policy: policy }
    expect(await status()).toEqual(before)
    await api().call('POST', `${path(queue)}/get_runs`, {}, { 'x-prefect-ui': 'true' })
    expect(await status()).toEqual(before)
    await runsOf(queue)
    await expect.poll(async () => (await status()).healthy).toBe(true)
    await expect.poll(async () => (await api().get(path(queue))).body.status).toBe('READY')
    expect((await status()).last_polled).not.toBeNull()
    expect(await api().get(`/work_queues/${NOWHERE}/status`)).toEqual({
      status: 404,
      body: { exception_message: `Work queue with id ${NOWHERE} not found` },
    })
    expect(await api().post(`/work_queues/${NOWHERE}/get_runs`)).toEqual({
      status: 404,
      body: { exception_message: `Work queue with id ${NOWHERE} not found.` },
    })
  })
}
