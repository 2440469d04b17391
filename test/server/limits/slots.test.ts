import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Body, text } from '../../contract/api.ts'
import { folderWith } from '../../support/folder.ts'
import { type MovedServer, movedServer } from '../../support/moved-server.ts'
import { fakeTime } from '../../support/timers.ts'

const PATH = '/v2/concurrency_limits'

async function moved(data?: string): Promise<MovedServer> {
  const server = await movedServer(data)
  onTestFinished(() => server.close())
  return server
}

async function taken({ call }: MovedServer, name: string): Promise<unknown> {
  return (await call('GET', `${PATH}/${name}`)).active_slots
}

/** For how many seconds someone who gets no slot is told to wait. */
async function waitFor(server: MovedServer, name: string): Promise<number> {
  const answer = await server.server.fetch(
    new Request(`http://x/api${PATH}/increment`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ names: [name], slots: 1 }),
    }),
  )
  expect(answer.status).toBe(423)
  return Number(answer.headers.get('retry-after'))
}

describe('slots of a limit with decay', () => {
  test('come free one after the other', async () => {
    const server = await moved()
    await server.post(`${PATH}/`, { name: 'l', limit: 4, slot_decay_per_second: 0.1 })
    await server.post(`${PATH}/increment`, { names: ['l'], slots: 4 })
    expect(await taken(server, 'l')).toBe(4)
    await server.time.advance(9_900)
    expect(await taken(server, 'l')).toBe(4)
    await server.time.advance(200)
    expect(await taken(server, 'l')).toBe(3)
    await server.time.advance(10_000)
    expect(await taken(server, 'l')).toBe(2)
    await server.time.advance(60_000)
    expect(await taken(server, 'l')).toBe(0)
  })

  test('are no more than were taken when the clock is set back', async () => {
    const server = await moved()
    await server.post(`${PATH}/`, { name: 'l', limit: 4, slot_decay_per_second: 0.1 })
    await server.post(`${PATH}/increment`, { names: ['l'], slots: 2 })
    server.time.jump(-3_600_000)
    expect(await taken(server, 'l')).toBe(2)
  })

  test('are no more than were taken after a restart with a clock that was set back', async () => {
    const server = await movedServer(await folderWith({}))
    await server.post(`${PATH}/`, { name: 'l', limit: 4, slot_decay_per_second: 0.1 })
    await server.post(`${PATH}/increment`, { names: ['l'], slots: 2 })
    server.time.jump(-3_600_000)
    const again = await server.restarted(0)
    onTestFinished(() => again.close())
    expect(await taken(again, 'l')).toBe(2)
    await again.post(`${PATH}/increment`, { names: ['l'], slots: 2 })
    expect(await taken(again, 'l')).toBe(4)
  })

  test('are counted from when slots were last taken', async () => {
    const server = await moved()
    await server.post(`${PATH}/`, { name: 'l', limit: 4, slot_decay_per_second: 0.1 })
    await server.post(`${PATH}/increment`, { names: ['l'], slots: 2 })
    await server.time.advance(15_000)
    await server.post(`${PATH}/increment`, { names: ['l'], slots: 2 })
    expect(await taken(server, 'l')).toBe(3)
    await server.time.advance(6_000)
    expect(await taken(server, 'l')).toBe(3)
    await server.time.advance(5_000)
    expect(await taken(server, 'l')).toBe(2)
  })
})

describe('how long slots are held', () => {
  test('decides how long others are told to wait', async () => {
    const server = await moved()
    await server.post(`${PATH}/`, { name: 'l', limit: 1 })
    for (let times = 0; times < 12; times += 1) {
      const { lease_id } = await server.post(`${PATH}/increment-with-lease`, { names: ['l'], slots: 1 })
      await server.time.advance(20_000)
      await server.post(`${PATH}/decrement-with-lease`, { lease_id })
    }
    await server.post(`${PATH}/increment`, { names: ['l'], slots: 1 })
    const wait = await waitFor(server, 'l')
    expect(wait).toBeGreaterThan(19 * 0.75)
    expect(wait).toBeLessThan(20 * 1.3)
  })

  test('is shared by the slots that are given back together', async () => {
    const server = await moved()
    await server.post(`${PATH}/`, { name: 'l', limit: 10 })
    for (let count = 0; count < 60; count += 1) {
      await server.post(`${PATH}/increment`, { names: ['l'], slots: 5 })
      await server.post(`${PATH}/decrement`, { names: ['l'], slots: 5, occupancy_seconds: 10 })
    }
    await server.post(`${PATH}/increment`, { names: ['l'], slots: 10 })
    expect(await waitFor(server, 'l')).toBeLessThan(0.4)
  })

  test('is a tenth of a second at least', async () => {
    const server = await moved()
    await server.post(`${PATH}/`, { name: 'l', limit: 1 })
    for (let count = 0; count < 20; count += 1) {
      await server.post(`${PATH}/increment`, { names: ['l'], slots: 1 })
      await server.post(`${PATH}/decrement`, { names: ['l'], slots: 1, occupancy_seconds: 0.001 })
    }
    await server.post(`${PATH}/increment`, { names: ['l'], slots: 1 })
    expect(await waitFor(server, 'l')).toBeGreaterThan(0.05)
  })

  test('counts by the slot, and for no more than half a minute', async () => {
    const server = await moved()
    await server.post(`${PATH}/`, { name: 'l', limit: 1 })
    for (let times = 0; times < 12; times += 1) {
      await server.post(`${PATH}/decrement`, { names: ['l'], slots: 2, occupancy_seconds: 7200 })
    }
    await server.post(`${PATH}/increment`, { names: ['l'], slots: 1 })
    const wait = await waitFor(server, 'l')
    expect(wait).toBeGreaterThan(30 * 0.75)
    expect(wait).toBeLessThan(30 * 1.3)
  })
})

describe('slots that were asked for in vain', () => {
  test.each([
    ['of a tag', 'tag:t', 10],
    ['of anything else', 'l', 30],
  ])('%s are forgotten one after the other (%s), each after %i s at most', async (_, name, longest) => {
    const server = await moved()
    await server.post(`${PATH}/`, { name, limit: 100, denied_slots: 50 })
    await server.post(`${PATH}/decrement`, { names: [name], slots: 1, occupancy_seconds: 7200 })
    await server.time.advance(405_000)
    await server.post(`${PATH}/increment`, { names: [name], slots: 100 })
    const wait = (longest * (1 + 50 - Math.floor(405 / longest))) / 100
    expect(await waitFor(server, name)).toBeGreaterThan(0.75 * wait)
    expect(await waitFor(server, name)).toBeLessThan(1.3 * wait)
  })
})

describe('a lease', () => {
  test('that is renewed in time keeps its slots, of all its limits', async () => {
    const server = await moved()
    await server.post(`${PATH}/`, { name: 'a', limit: 1 })
    await server.post(`${PATH}/`, { name: 'b', limit: 1 })
    const { lease_id } = await server.post(`${PATH}/increment-with-lease`, {
      names: ['a', 'b'],
      slots: 1,
      lease_duration: 60,
    })
    for (let minutes = 0; minutes < 5; minutes += 1) {
      await server.pass(45_000)
      await server.post(`${PATH}/leases/${text(lease_id)}/renew`, { lease_duration: 60 })
    }
    expect([await taken(server, 'a'), await taken(server, 'b')]).toEqual([1, 1])
    await server.pass(120_000)
    expect([await taken(server, 'a'), await taken(server, 'b')]).toEqual([0, 0])
    await expect(server.post(`${PATH}/leases/${text(lease_id)}/renew`)).rejects.toThrow('410')
  })

  test('that is made shorter by its renewal ends then', async () => {
    const server = await moved()
    await server.post(`${PATH}/`, { name: 'a', limit: 1 })
    const asked = { names: ['a'], slots: 1, lease_duration: 86_400 }
    const { lease_id } = await server.post(`${PATH}/increment-with-lease`, asked)
    await server.post(`${PATH}/leases/${text(lease_id)}/renew`, { lease_duration: 60 })
    await server.pass(120_000)
    expect(await taken(server, 'a')).toBe(0)
  })

  test('ends at its own moment, whichever ends before it', async () => {
    const server = await moved()
    await server.post(`${PATH}/`, { name: 'a', limit: 2 })
    for (const lease_duration of [70, 80]) {
      await server.post(`${PATH}/increment-with-lease`, { names: ['a'], slots: 1, lease_duration })
    }
    await server.pass(71_000)
    expect(await taken(server, 'a')).toBe(1)
    await server.pass(10_000)
    expect(await taken(server, 'a')).toBe(0)
  })

  test('for which no time is said holds for five minutes', async () => {
    const server = await moved()
    await server.post(`${PATH}/`, { name: 'a', limit: 1 })
    await server.post(`${PATH}/increment-with-lease`, { names: ['a'], slots: 1 })
    await server.pass(299_000)
    expect(await taken(server, 'a')).toBe(1)
    await server.pass(2000)
    expect(await taken(server, 'a')).toBe(0)
  })

  test('outlives the server, and ends on time after it', async () => {
    const home = await mkdtemp(join(tmpdir(), 'registrar-leases-'))
    onTestFinished(() => rm(home, { recursive: true }))
    const server = await movedServer(home)
    await server.post(`${PATH}/`, { name: 'a', limit: 1 })
    await server.post(`${PATH}/increment-with-lease`, { names: ['a'], slots: 1, lease_duration: 600 })
    const again = await server.restarted(300_000)
    onTestFinished(() => again.close())
    await again.pass(30_000)
    expect(await taken(again, 'a')).toBe(1)
    await again.pass(330_000)
    expect(await taken(again, 'a')).toBe(0)
  })

  test('whose time is over has no holder any more, who could give slots back', async () => {
    const server = await movedServer(':memory:', fakeTime(), { isActive: false })
    onTestFinished(() => server.close())
    await server.post('/concurrency_limits/', { tag: 't', concurrency_limit: 1 })
    const holder = { type: 'task_run', id: randomUUID() }
    const asked = { names: ['tag:t'], slots: 1, lease_duration: 60, holder }
    await server.post(`${PATH}/increment-with-lease`, asked)
    const holders = async () => (await server.call('GET', '/concurrency_limits/tag/t')).active_slots
    await server.time.advance(59_000)
    expect(await holders()).toEqual([holder.id])
    await server.time.advance(2000)
    expect(await holders()).toEqual([])
    await server.post('/concurrency_limits/decrement', { names: ['t'], task_run_id: holder.id })
    expect(await taken(server, 'tag:t')).toBe(1)
  })

  test('of a limit that was deleted meanwhile ends without a word', async () => {
    const server = await moved()
    await server.post(`${PATH}/`, { name: 'a', limit: 1 })
    await server.post(`${PATH}/`, { name: 'b', limit: 1 })
    await server.post(`${PATH}/increment-with-lease`, { names: ['a', 'b'], slots: 1, lease_duration: 60 })
    await server.call('DELETE', `${PATH}/a`)
    await server.pass(120_000)
    expect(await taken(server, 'b')).toBe(0)
  })
})

describe('the slot of a run of a deployment', () => {
  test.each([
    [300, {}],
    [60, { concurrency_options: { collision_strategy: 'ENQUEUE', grace_period_seconds: 60 } }],
  ])('comes back after %i s when the run does not begin: %j', async (seconds, options) => {
    const server = await moved()
    const flow = await server.post('/flows/', { name: 'f' })
    const made = await server.post('/deployments/', { name: 'd', flow_id: flow.id, concurrency_limit: 1, ...options })
    const run = await server.post(`/deployments/${text(made.id)}/create_flow_run`)
    await server.post(`/flow_runs/${text(run.id)}/set_state`, { state: { type: 'PENDING' } })
    await server.pass((seconds - 1) * 1000)
    expect(await taken(server, `deployment:${text(made.id)}`)).toBe(1)
    await server.pass(2000)
    expect(await taken(server, `deployment:${text(made.id)}`)).toBe(0)
  })
})

describe('a task run', () => {
  // A real Prefect on SQLite waits for itself when a task run takes slots of tags: these are no part of the contract.
  const tagged = async (server: MovedServer, tags: readonly string[]) => {
    for (const tag of tags) await server.post('/concurrency_limits/', { tag, concurrency_limit: 1 })
    return server.post('/task_runs/', { task_key: 'k', dynamic_key: '0', tags })
  }
  const become = (server: MovedServer, { id }: Body, type: string) =>
    server.post(`/task_runs/${text(id)}/set_state`, { state: { type } })

  test('that has to wait is told all its tags with a limit, in their order', async () => {
    const server = await moved()
    const task = await tagged(server, ['b', 'a'])
    await server.post('/concurrency_limits/increment', { names: ['b', 'a'], task_run_id: randomUUID() })
    expect(await become(server, task, 'RUNNING')).toMatchObject({
      status: 'WAIT',
      details: { reason: 'Concurrency limit reached for tags: a, b' },
    })
  })

  test.each<[string, (server: MovedServer) => Promise<unknown>]>([
    ['deleted', ({ call }) => call('DELETE', '/concurrency_limits/tag/gone')],
    ['reset', ({ post }) => post('/concurrency_limits/tag/gone/reset')],
  ])('keeps the slots of its other tags when the limit of one is %s, and gives them back', async (_, change) => {
    const server = await moved()
    const task = await tagged(server, ['gone', 'kept'])
    await become(server, task, 'RUNNING')
    await change(server)
    expect((await server.call('GET', '/concurrency_limits/tag/kept')).active_slots).toEqual([task.id])
    await become(server, task, 'COMPLETED')
    expect(await taken(server, 'tag:kept')).toBe(0)
    expect((await server.call('GET', '/concurrency_limits/tag/kept')).active_slots).toEqual([])
  })

  test('that lost the slot of a tag by a reset does not give it back when it ends', async () => {
    const server = await moved()
    const task = await tagged(server, ['gone', 'kept'])
    await become(server, task, 'RUNNING')
    const other = randomUUID()
    await server.post('/concurrency_limits/tag/gone/reset', { slot_override: [other] })
    await become(server, task, 'COMPLETED')
    expect([await taken(server, 'tag:gone'), await taken(server, 'tag:kept')]).toEqual([1, 0])
    expect((await server.call('GET', '/concurrency_limits/tag/gone')).active_slots).toEqual([other])
  })

  test('that ends gives back the slots of its tags, and none that it holds otherwise', async () => {
    const server = await moved()
    const task = await tagged(server, ['a'])
    await server.post(`${PATH}/`, { name: 'l', limit: 1 })
    const holder = { type: 'task_run', id: task.id }
    await server.post(`${PATH}/increment-with-lease`, { names: ['l'], slots: 1, holder })
    const both = async () => [await taken(server, 'tag:a'), await taken(server, 'l')]
    await become(server, task, 'RUNNING')
    expect(await both()).toEqual([1, 1])
    await become(server, task, 'COMPLETED')
    expect(await both()).toEqual([0, 1])
  })
})

test('a reset of a tag frees its slots', async () => {
  const server = await moved()
  await server.post('/concurrency_limits/', { tag: 't', concurrency_limit: 1 })
  const task_run_id = '00000000-0000-4000-8000-000000000001'
  await server.post('/concurrency_limits/increment', { names: ['t'], task_run_id })
  expect(await taken(server, 'tag:t')).toBe(1)
  await server.post('/concurrency_limits/tag/t/reset')
  expect(await taken(server, 'tag:t')).toBe(0)
  await server.post('/concurrency_limits/increment', { names: ['t'], task_run_id })
  expect(await taken(server, 'tag:t')).toBe(1)
})

test('what happens to limits is told by events', async () => {
  const server = await moved()
  await server.post(`${PATH}/`, { name: 'a', limit: 1 })
  await server.call('PATCH', `${PATH}/a`, { limit: 2 })
  await server.call('DELETE', `${PATH}/a`)
  const { events } = await server.post('/events/filter', {
    filter: { event: { prefix: ['prefect.concurrency-limit.'] }, order: 'ASC' },
  })
  expect(events).toMatchObject([
    { event: 'prefect.concurrency-limit.created', payload: { name: 'a', limit: 1, active: true } },
    { event: 'prefect.concurrency-limit.updated', payload: { name: 'a', limit: 2 } },
    { event: 'prefect.concurrency-limit.deleted', resource: { 'prefect.resource.name': 'a' } },
  ])
})
