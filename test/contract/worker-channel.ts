import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { TestSocket } from '../support/socket.ts'
import { NOWHERE, type Body, type TheApi, each, fresh, items, newPool, text } from './api.ts'

const VERSION = 'work_pool_worker_channel.v1'
const CAPABILITIES = ['worker_heartbeat.v1', 'work_pool_snapshot.v1']

/** Its only default is in a block that is not there. */
const NO_BLOCK = {
  job_configuration: { creds: '{{ creds }}' },
  variables: { properties: { creds: { default: { $ref: { block_document_id: NOWHERE } } } } },
}

export function workerChannelContract(api: TheApi): void {
  const consumer = randomUUID()
  const frame = (type: string, payload: object) => ({
    type,
    id: randomUUID(),
    sent_at: '2026-11-21T10:00:00Z',
    payload,
  })
  const hello = (payload: object = {}) =>
    frame('worker.hello.v1', {
      consumer_id: consumer,
      worker_name: 'w',
      worker_type: 'process',
      heartbeat_interval_seconds: 30,
      supported_channel_versions: [VERSION],
      requested_capabilities: CAPABILITIES,
      ...payload,
    })
  const beat = (payload: object = {}) =>
    frame('worker.heartbeat.v1', { consumer_id: consumer, worker_name: 'w', heartbeat_interval_seconds: 5, ...payload })
  const connect = (name: unknown) => api().socket(`/work_pools/${text(name)}/workers/connect`)
  const said = async (socket: TestSocket, value: unknown): Promise<Body> => {
    socket.send(value)
    return (await socket.next()) as Body
  }
  /** The real server fails now and then over SQLite's lock, with 1011: then workers come again. */
  const welcomed = async (name: unknown, payload: object, tries = 5): Promise<{ socket: TestSocket; ready: Body }> => {
    const socket = await connect(name)
    socket.send(hello(payload))
    const answer = await Promise.race([socket.next(), socket.closed]).catch(() => socket.closed)
    const ready: Body = JSON.parse(JSON.stringify(answer))
    return (ready.code as unknown) === 1011 && tries > 1 ? welcomed(name, payload, tries - 1) : { socket, ready }
  }
  const met = (pool: Body, payload: object = {}) => welcomed(pool.name, payload)
  const workers = async (pool: Body) => (await api().post(`/work_pools/${text(pool.name)}/workers/filter`)).body

  test('a worker is welcomed with its pool and queues, and counts as there', async () => {
    const pool = await newPool(api(), { concurrency_limit: 2 })
    await api().post(`/work_pools/${text(pool.name)}/queues`, { name: 'q' })
    const { socket, ready } = await met(pool)
    expect(ready).toMatchObject({
      type: 'worker.ready.v1',
      payload: {
        consumer_id: consumer,
        worker_id: null,
        selected_channel_version: VERSION,
        effective_heartbeat_interval_seconds: 30,
        accepted_capabilities: CAPABILITIES,
        rejected_capabilities: [],
        effective_max_cleanup_concurrency: 0,
        initial_snapshot: { snapshot_sequence: 1, reason: 'initial' },
      },
    })
    expect(each(ready.payload?.resolved_work_queues, 'name')).toEqual(['default', 'q'])
    const current = (await api().get(`/work_pools/${text(pool.name)}`)).body
    expect(current.status).toBe('READY')
    const snapshot = ready.payload?.initial_snapshot?.work_pool ?? current
    expect(Object.keys(snapshot).toSorted()).toEqual(Object.keys(current).toSorted())
    expect(snapshot).toMatchObject({ id: pool.id, name: pool.name, status: 'READY', active_slots: 0 })
    expect(await workers(pool)).toMatchObject([{ name: 'w', status: 'ONLINE', heartbeat_interval_seconds: 30 }])
    socket.ws.close()
  })

  test('a worker asks for some queues, and for what is not to be had', async () => {
    const pool = await newPool(api())
    await api().post(`/work_pools/${text(pool.name)}/queues`, { name: 'q' })
    const { socket, ready } = await met(pool, {
      work_queue_names: ['q', 'q'],
      requested_capabilities: [...CAPABILITIES, 'nope.v1', 'nope.v1'],
    })
    expect(each(ready.payload?.resolved_work_queues, 'name')).toEqual(['q'])
    expect(ready.payload?.rejected_capabilities).toEqual(['nope.v1'])
    socket.ws.close()
  })

  test('a heartbeat is noted, and a change of the pool is pushed', async () => {
    const pool = await newPool(api())
    const { socket } = await met(pool)
    const before = items(await workers(pool))[0]
    socket.send(beat())
    await expect.poll(async () => items(await workers(pool))[0]?.heartbeat_interval_seconds).toBe(5)
    expect(items(await workers(pool))[0]?.last_heartbeat_time).not.toBe(before?.last_heartbeat_time)
    await api().patch(`/work_pools/${text(pool.name)}`, { concurrency_limit: 7 })
    expect(await socket.next()).toMatchObject({
      type: 'work_pool.snapshot.v1',
      payload: { snapshot_sequence: 2, reason: 'work_pool_updated', work_pool: { concurrency_limit: 7 } },
    })
    await api().patch(`/work_pools/${text(pool.name)}`, { is_paused: true })
    expect(await socket.next()).toMatchObject({
      payload: { snapshot_sequence: 3, work_pool: { is_paused: true, status: 'PAUSED' } },
    })
    socket.ws.close()
  })

  test('a missing pool is made if the worker wants that, and a pool without a template gets the worker’s', async () => {
    const template = { job_configuration: { command: '{{ command }}' }, variables: { properties: { command: {} } } }
    const name = fresh('pool')
    const wanted = { worker_type: 'special', create_pool_if_not_found: true, default_base_job_template: template }
    const { socket, ready } = await welcomed(name, wanted)
    expect(ready.payload?.initial_snapshot?.work_pool).toMatchObject({
      name,
      type: 'special',
      base_job_template: template,
    })
    expect((await api().get(`/work_pools/${name}`)).body).toMatchObject({
      type: 'special',
      base_job_template: template,
    })
    socket.ws.close()
    const bare = await newPool(api())
    const second = await met(bare, { default_base_job_template: template })
    expect(second.ready.payload?.initial_snapshot?.work_pool?.base_job_template).toEqual(template)
    expect((await api().get(`/work_pools/${text(bare.name)}`)).body.base_job_template).toEqual(template)
    const other = await met(bare, { default_base_job_template: { ...template, job_configuration: {} } })
    expect(other.ready.payload?.initial_snapshot?.work_pool?.base_job_template).toEqual(template)
    other.socket.ws.close()
    second.socket.ws.close()
  })

  test.for<[string, object, number, string]>([
    ['something else first', frame('worker.heartbeat.v1', {}), 1002, 'protocol_error'],
    ['an unknown type', frame('nope', {}), 1002, 'protocol_error'],
    ['a field that is not known', { ...hello(), nope: 1 }, 1002, 'protocol_error'],
    ['a payload with a field that is not known', hello({ nope: 1 }), 1002, 'protocol_error'],
    ['an interval of nothing', hello({ heartbeat_interval_seconds: 0 }), 1002, 'protocol_error'],
    ['no capabilities', hello({ requested_capabilities: ['worker_heartbeat.v1'] }), 1002, 'protocol_error'],
    ['cleaning up without the capability', hello({ max_cleanup_concurrency: 1 }), 1002, 'protocol_error'],
    ['a default in a block that is not there', hello({ default_base_job_template: NO_BLOCK }), 1002, 'protocol_error'],
    ['another version', hello({ supported_channel_versions: ['v0'] }), 1008, 'unsupported_version'],
    ['an unknown queue', hello({ work_queue_names: ['nope'] }), 1008, 'authorization_failed'],
  ])('%s is turned away', async ([, sent, code, reason]) => {
    const pool = await newPool(api())
    const socket = await connect(pool.name)
    socket.send(sent)
    expect(await socket.closed).toEqual({ code, reason })
    expect(await workers(pool)).toEqual([])
  })

  test('a pool that is not there, or may not be made, turns workers away', async () => {
    const unknown = await connect(fresh('pool'))
    unknown.send(hello())
    expect(await unknown.closed).toEqual({ code: 1008, reason: 'authorization_failed' })
    const reserved = await connect('prefect-pool')
    reserved.send(hello({ create_pool_if_not_found: true }))
    expect(await reserved.closed).toEqual({ code: 1008, reason: 'authorization_failed' })
  })

  test.for<[string, (own: string) => object | string]>([
    ['another worker’s heartbeat', () => beat({ worker_name: 'x' })],
    ['another consumer’s heartbeat', () => beat({ consumer_id: randomUUID() })],
    ['a second hello', () => hello()],
    ['a heartbeat with more in it', () => beat({ nope: 1 })],
  ])('%s ends the channel', async ([, message]) => {
    const { socket } = await met(await newPool(api()))
    socket.send(message(consumer))
    expect(await socket.closed).toEqual({ code: 1002, reason: 'protocol_error' })
  })

  test('what was never handed out cannot be cleaned up', async () => {
    const { socket } = await met(await newPool(api()))
    const request = frame('cleanup.ack.v1', { message_id: randomUUID(), reservation_token: 't' })
    expect(await said(socket, request)).toMatchObject({
      type: 'cleanup.operation_result.v1',
      payload: {
        request_frame_id: request.id,
        operation: 'ack',
        status: 'unauthorized',
        reason: 'cleanup_delivery_not_accepted',
      },
    })
    socket.ws.close()
  })

  test('a deleted pool ends the channels of its workers', async () => {
    const pool = await newPool(api())
    const { socket } = await met(pool)
    await api().delete(`/work_pools/${text(pool.name)}`)
    expect(await socket.closed).toEqual({ code: 1008, reason: 'authorization_failed' })
  })
}
