import { expect, test } from 'vitest'
import type { TestSocket } from '../support/socket.ts'
import { type Body, type TheApi, each, fresh, items, text } from './api.ts'

/** Handing out runs of background tasks, and who serves them. */
export function taskSocketContract(api: TheApi): void {
  const scheduled = async (key: string): Promise<Body> => {
    const state = { type: 'SCHEDULED', state_details: { deferred: true } }
    const { status, body } = await api().post('/task_runs/', { task_key: key, dynamic_key: fresh('run'), state })
    expect(status).toBe(201)
    return body
  }
  const subscribed = async (keys: readonly string[], client_id = fresh('client')): Promise<TestSocket> => {
    const socket = await api().socket('/task_runs/subscriptions/scheduled')
    socket.send({ type: 'subscribe', keys, client_id })
    return socket
  }
  const idOf = (run: unknown): unknown => (run as Body).id
  const workers = async (keys: readonly string[]): Promise<readonly Body[]> =>
    items((await api().post('/task_workers/filter', { task_worker_filter: { task_keys: keys } })).body)

  test('runs are handed out to who serves their task, one after the other', async () => {
    const key = fresh('task')
    const [one, two] = [await scheduled(key), await scheduled(key)]
    const socket = await subscribed([fresh('other'), key])
    const { estimated_start_time_delta: _late, updated: _updated, ...rest } = one
    expect(await socket.next()).toMatchObject(rest)
    socket.send({ type: 'ack' })
    expect(idOf(await socket.next())).toBe(two.id)
    socket.send({ type: 'ack' })
    const three = await scheduled(key)
    expect(idOf(await socket.next())).toBe(three.id)
    socket.ws.close()
  })

  test('a run that is not confirmed is handed out again', async () => {
    const key = fresh('task')
    const run = await scheduled(key)
    const socket = await subscribed([key])
    expect(idOf(await socket.next())).toBe(run.id)
    socket.ws.close()
    await socket.closed
    const other = await subscribed([key])
    expect(idOf(await other.next())).toBe(run.id)
    other.ws.close()
  })

  test('who serves a task is known for as long as it is there', async () => {
    const [key, other, client] = [fresh('task'), fresh('task'), fresh('client')]
    const socket = await subscribed([key, other], client)
    await expect.poll(() => workers([key])).toMatchObject([{ identifier: client }])
    const [worker] = await workers([key])
    expect(items(worker?.task_keys).map(text).toSorted()).toEqual([key, other].toSorted())
    expect(Date.parse(text(worker?.timestamp))).toBeGreaterThan(Date.now() - 60_000)
    expect(each((await api().post('/task_workers/filter')).body, 'identifier')).toContain(client)
    expect(await workers([fresh('none')])).toEqual([])
    socket.ws.close()
    await expect.poll(() => workers([key])).toEqual([])
  })

  test.each([
    [{ type: 'hello' }, "expected 'subscribe' message"],
    [{ type: 'subscribe', client_id: 'c' }, "expected 'keys' in subscribe message"],
    [{ type: 'subscribe', keys: [], client_id: 'c' }, "expected 'keys' in subscribe message"],
    [{ type: 'subscribe', keys: ['a'] }, "expected 'client_id' in subscribe message"],
  ])('who begins with %j is sent away', async (message, reason) => {
    const socket = await api().socket('/task_runs/subscriptions/scheduled')
    socket.send(message)
    expect(await socket.closed).toEqual({ code: 4001, reason: `Protocol violation: ${reason}` })
  })
}
