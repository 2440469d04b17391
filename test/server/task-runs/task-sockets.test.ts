import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Api, type Body, apiAt, each, fresh, items, text } from '../../contract/api.ts'
import { type TestServer, startEmbedded } from '../../support/embedded.ts'
import { type TestSocket, openPrefectSocket } from '../../support/socket.ts'

let home: string
let server: TestServer
let api: Api
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'registrar-tasks-'))
  await start()
})
afterEach(async () => {
  await server.close()
  await rm(home, { recursive: true })
})

async function start(): Promise<void> {
  server = await startEmbedded({ data: home })
  api = apiAt(server.api, false)
}

const opened = () => openPrefectSocket(`${server.api}/task_runs/subscriptions/scheduled`)

async function subscribed(keys: readonly string[], client = fresh('client')): Promise<TestSocket> {
  const socket = await opened()
  socket.send({ type: 'subscribe', keys, client_id: client })
  return socket
}

async function scheduled(key: string, fields: object = {}): Promise<Body> {
  const { status, body } = await api.post('/task_runs/', {
    task_key: key,
    dynamic_key: fresh('run'),
    state: { type: 'SCHEDULED', state_details: { deferred: true } },
    ...fields,
  })
  expect(status).toBe(201)
  return body
}

async function nextOf(socket: TestSocket): Promise<unknown> {
  const run = await socket.next()
  if (typeof run !== 'object' || run === null || !('id' in run)) throw new Error('no run')
  return run.id
}

async function workers(keys?: readonly string[]): Promise<readonly Body[]> {
  const filter = keys === undefined ? undefined : { task_worker_filter: { task_keys: keys } }
  return items((await api.post('/task_workers/filter', filter)).body)
}

async function left(socket: TestSocket): Promise<void> {
  socket.ws.close()
  await socket.closed
}

test('a run that waits is handed out whole to who comes to serve its task', async () => {
  const run = await scheduled('a')
  const socket = await subscribed(['b', 'a'])
  const { estimated_start_time_delta: _late, ...rest } = run
  expect(await socket.next()).toMatchObject(rest)
})

test('a run is handed out as soon as it is scheduled, and the next one once it is confirmed', async () => {
  const socket = await subscribed(['a'])
  await socket.ping()
  const [one, two] = [await scheduled('a'), await scheduled('a')]
  expect(await nextOf(socket)).toBe(one.id)
  socket.send({ type: 'ack' })
  expect(await nextOf(socket)).toBe(two.id)
})

test('runs are handed out to those who serve their tasks, each once', async () => {
  const [one, other] = [await subscribed(['a']), await subscribed(['b'])]
  const [first, second] = [await scheduled('b'), await scheduled('a')]
  expect(await nextOf(one)).toBe(second.id)
  expect(await nextOf(other)).toBe(first.id)
  one.send({ type: 'ack' })
  other.send({ type: 'ack' })
  const third = await scheduled('b')
  expect(await nextOf(other)).toBe(third.id)
})

test('of two who serve a task, each gets another run', async () => {
  const sockets = [await subscribed(['a']), await subscribed(['a'])]
  const runs = [await scheduled('a'), await scheduled('a')]
  const got = await Promise.all(sockets.map(nextOf))
  expect(got.map(text).toSorted()).toEqual(
    each(runs as unknown as Body, 'id')
      .map(text)
      .toSorted(),
  )
})

test.each([
  ['leaves', (socket: TestSocket) => left(socket)],
  ['says anything else', async (socket: TestSocket) => socket.send({ type: 'what' })],
  ['says it wants no more', async (socket: TestSocket) => socket.send({ type: 'quit' })],
])('a run that is not confirmed goes to the next one when the client %s', async (_what, end) => {
  const run = await scheduled('a')
  const socket = await subscribed(['a'])
  expect(await nextOf(socket)).toBe(run.id)
  const other = await subscribed(['a'])
  await end(socket)
  expect(await nextOf(other)).toBe(run.id)
})

test('a run that is tried again comes before those that wait', async () => {
  const retried = await scheduled('a', { empirical_policy: { retries: 1 } })
  const socket = await subscribed(['a'])
  expect(await nextOf(socket)).toBe(retried.id)
  socket.send({ type: 'ack' })
  await socket.ping()
  await left(socket)
  await scheduled('a')
  const state_details = { deferred: true }
  const set = (state: object) => api.post(`/task_runs/${text(retried.id)}/set_state`, { state })
  expect((await set({ type: 'RUNNING' })).status).toBe(201)
  expect((await set({ type: 'SCHEDULED', name: 'AwaitingRetry', state_details })).body.status).toBe('ACCEPT')
  expect(await nextOf(await subscribed(['a']))).toBe(retried.id)
})

test('a run that was ended or deleted meanwhile is not handed out', async () => {
  const [ended, deleted, kept] = [await scheduled('a'), await scheduled('a'), await scheduled('a')]
  await api.post(`/task_runs/${text(ended.id)}/set_state`, { state: { type: 'CANCELLED' }, force: true })
  await api.delete(`/task_runs/${text(deleted.id)}`)
  expect(await nextOf(await subscribed(['a']))).toBe(kept.id)
})

test('only deferred runs are handed out', async () => {
  await scheduled('a', { state: { type: 'SCHEDULED' } })
  const deferred = await scheduled('a')
  expect(await nextOf(await subscribed(['a']))).toBe(deferred.id)
})

test('what waits outlives the server, and what was confirmed does not come again', async () => {
  const [confirmed, taken] = [await scheduled('a'), await scheduled('a')]
  const socket = await subscribed(['a'])
  expect(await nextOf(socket)).toBe(confirmed.id)
  socket.send({ type: 'ack' })
  expect(await nextOf(socket)).toBe(taken.id)
  await server.close()
  await start()
  expect(await nextOf(await subscribed(['a']))).toBe(taken.id)
})

describe('who serves tasks', () => {
  test('is known for as long as it is here', async () => {
    expect(await workers()).toEqual([])
    const one = await subscribed(['a', 'b'], 'one')
    const other = await subscribed(['b'], 'other')
    await Promise.all([one.ping(), other.ping()])
    await expect.poll(() => workers()).toHaveLength(2)
    expect(await workers(['a'])).toEqual([
      { identifier: 'one', task_keys: ['a', 'b'], timestamp: expect.stringContaining('T') },
    ])
    expect((await workers(['b'])).map(({ identifier }) => text(identifier)).toSorted()).toEqual(['one', 'other'])
    expect(await workers(['c'])).toEqual([])
    expect(await workers([])).toHaveLength(2)
    await left(one)
    await expect.poll(() => workers()).toHaveLength(1)
  })

  test('counts once, whichever of its connections ends', async () => {
    const [one, again] = [await subscribed(['a'], 'one'), await subscribed(['b'], 'one')]
    await expect.poll(() => workers(['a', 'b'])).toMatchObject([{ task_keys: ['a', 'b'] }])
    await left(one)
    await expect.poll(() => workers()).toMatchObject([{ identifier: 'one', task_keys: ['b'] }])
    await left(again)
    await expect.poll(() => workers()).toEqual([])
  })
})

test.each([
  [{ type: 'hello' }, "expected 'subscribe' message"],
  [[], "expected 'subscribe' message"],
  [{ type: 'subscribe', client_id: 'c' }, "expected 'keys' in subscribe message"],
  [{ type: 'subscribe', keys: [], client_id: 'c' }, "expected 'keys' in subscribe message"],
  [{ type: 'subscribe', keys: 'a', client_id: 'c' }, "expected 'keys' in subscribe message"],
  [{ type: 'subscribe', keys: ['a'] }, "expected 'client_id' in subscribe message"],
])('who begins with %j is sent away', async (message, reason) => {
  const socket = await opened()
  socket.send(message)
  expect(await socket.closed).toEqual({ code: 4001, reason: `Protocol violation: ${reason}` })
})
