import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { type Body, items, text } from '../../contract/api.ts'
import { folderWith } from '../../support/folder.ts'
import { type MovedServer, deployed, movedServer } from '../../support/moved-server.ts'
import { fakeTime } from '../../support/timers.ts'

const DAY = 86_400_000

async function keeping(days: number): Promise<MovedServer> {
  const server = await movedServer(':memory:', fakeTime(), { keep: days * DAY })
  onTestFinished(() => server.close())
  return server
}

/** The clock moves on at one go, as over a night without power; then the server has two minutes to notice. */
async function later(server: MovedServer, ms: number): Promise<void> {
  server.time.jump(ms)
  await server.pass(120_000)
}

/** A run in a state, with one line of log. */
async function run({ post, time }: MovedServer, deployment: Body, state: string): Promise<unknown> {
  const { id } = await post(`/deployments/${text(deployment.id)}/create_flow_run`, { idempotency_key: randomUUID() })
  await post(`/flow_runs/${text(id)}/set_state`, { state: { type: state }, force: true })
  const timestamp = new Date(time.clock()).toISOString()
  await post('/logs/', [{ name: 'n', level: 20, message: state, timestamp, flow_run_id: id }])
  await post('/artifacts/', { key: 'k', type: 'markdown', data: state, flow_run_id: id })
  return id
}

async function left({
  post,
}: MovedServer): Promise<{ readonly runs: readonly unknown[]; readonly lines: readonly unknown[] }> {
  const runs = items(await post('/flow_runs/filter')).map(({ id }) => id)
  return {
    runs,
    lines: items(await post('/logs/filter'))
      .map(({ message }) => text(message))
      .toSorted(),
  }
}

test('ended runs go with their logs and artifacts when they are older than what is kept, and not before', async () => {
  const server = await keeping(30)
  const deployment = await deployed(server, [])
  await run(server, deployment, 'COMPLETED')
  await later(server, 29 * DAY)
  const young = await run(server, deployment, 'FAILED')
  expect((await left(server)).runs).toHaveLength(2)
  await later(server, 2 * DAY)
  expect(await left(server)).toEqual({ runs: [young], lines: ['FAILED'] })
  expect(items(await server.post('/artifacts/filter')).map(({ data }) => data)).toEqual(['FAILED'])
})

test('a line that was told of a run after its end goes with the run', async () => {
  const server = await keeping(30)
  const id = await run(server, await deployed(server, []), 'COMPLETED')
  await later(server, 20 * DAY)
  const timestamp = new Date(server.time.clock()).toISOString()
  await server.post('/logs/', [{ name: 'n', level: 20, message: 'late', timestamp, flow_run_id: id }])
  await later(server, 11 * DAY)
  expect(await left(server)).toEqual({ runs: [], lines: [] })
})

test('the space of what goes is given back to the disk', async () => {
  const folder = await folderWith({})
  const server = await movedServer(folder, fakeTime(), { keep: DAY })
  const id = await run(server, await deployed(server, []), 'COMPLETED')
  const timestamp = new Date(server.time.clock()).toISOString()
  const line = { name: 'n', level: 20, message: 'x'.repeat(20_000), timestamp, flow_run_id: id }
  await server.post(
    '/logs/',
    Array.from({ length: 50 }, () => line),
  )
  await later(server, 2 * DAY)
  await server.close()
  const database = new Database(join(folder, 'registrar.db'), { readonly: true })
  expect(database.prepare('select count(*) from log').pluck().get()).toBe(0)
  expect(database.pragma('freelist_count', { simple: true })).toBe(0)
  database.close()
})

test('a run that has not ended stays, however old it is', async () => {
  const server = await keeping(1)
  const deployment = await deployed(server, [])
  const running = await run(server, deployment, 'RUNNING')
  await later(server, 10 * DAY)
  // what it said long ago is not kept
  expect(await left(server)).toEqual({ runs: [running], lines: [] })
})

test('tasks of a run that has not ended stay, and those outside any run go', async () => {
  const server = await keeping(1)
  const running = await run(server, await deployed(server, []), 'RUNNING')
  const ended = { task_key: 'k', dynamic_key: '0', state: { type: 'COMPLETED' } }
  const inside = await server.post('/task_runs/', { ...ended, flow_run_id: running })
  await server.post('/task_runs/', ended)
  await later(server, 10 * DAY)
  expect(items(await server.post('/task_runs/filter')).map(({ id }) => id)).toEqual([inside.id])
})

test('more runs than go at once all go', async () => {
  const server = await keeping(1)
  const deployment = await deployed(server, [])
  for (let index = 0; index < 50; index += 1) await run(server, deployment, 'COMPLETED')
  await later(server, 2 * DAY)
  expect(await left(server)).toEqual({ runs: [], lines: [] })
})

test('without a time to keep, nothing is ever deleted', async () => {
  const server = await movedServer()
  onTestFinished(() => server.close())
  const deployment = await deployed(server, [])
  await run(server, deployment, 'COMPLETED')
  await later(server, 400 * DAY)
  expect((await left(server)).runs).toHaveLength(1)
})
