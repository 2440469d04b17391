import autocannon from 'autocannon'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { processCost } from './process-cost.ts'
import type { BenchServer } from './servers.ts'

/** How the server stood up to one kind of request. Milliseconds, except the rate. */
export type Load = {
  readonly rate: number
  readonly p50: number
  readonly p99: number
  /** CPU of the server for one request. */
  readonly cpu: number
  /** Answers that were no success. */
  readonly failed: number
}

/** What one server gave. Times are seconds, memory MB. */
export type ServerLoad = {
  readonly name: string
  readonly start: { readonly wall: number; readonly cpu: number }
  readonly idle: { readonly memory: number; readonly cpuPerMinute: number }
  readonly loads: ReadonlyMap<string, Load>
  readonly memoryAfter: number
}

const CONNECTIONS = 16

export type LoadArgs = {
  readonly start: () => Promise<BenchServer>
  /** Requests of each kind. */
  readonly amount: number
  /** The longest that one kind is measured, in seconds. */
  readonly most: number
  /** Runs that wait while polling is measured; a multiple of 1,000. */
  readonly waiting: number
  readonly idleSeconds: number
}

/** Sends the same requests over 16 connections to a server of its own, and measures. */
export async function measureLoad({ start, amount, most, waiting, idleSeconds }: LoadArgs): Promise<ServerLoad> {
  const began = performance.now()
  const server = await start()
  const startCost = { wall: (performance.now() - began) / 1000, cpu: processCost(server.pid).cpu }
  try {
    const idle = await idleCost(server, idleSeconds)
    const loads = new Map<string, Load>()
    const load = async (name: string, requests: Requests) => loads.set(name, await fire(server, requests, amount, most))
    const world = await prepare(server)
    const read = (): BenchRequest => ({ method: 'GET', path: `/deployments/${world.deployment}` })
    // a server that has just started is not what people meet
    await fire(server, read, amount, most / 4)
    await load('read one deployment', read)
    await load('filter 200 deployments', () => post('/deployments/filter', { limit: 200 }))
    await load('create a run', () => post(`/deployments/${world.deployment}/create_flow_run`, {}))
    const runs = await runIds(server, world.deployment, Math.min(amount, 20_000))
    let next = 0
    await load('set a state', () => {
      next += 1
      return post(`/flow_runs/${runs[next % runs.length]}/set_state`, {
        state: { type: 'PENDING' },
        force: next > runs.length,
      })
    })
    await load('filter 200 runs', () => post('/flow_runs/filter', { limit: 200 }))
    await load('100 logs in one body', () => post('/logs/', hundredLogs(runs[0] ?? randomUUID())))
    await makeWaiting(server, waiting)
    const poll = { scheduled_before: new Date(Date.now() + 400 * 86_400_000).toISOString() }
    await load(`poll, ${waiting} runs waiting`, () => post('/work_pools/waiting/get_scheduled_flow_runs', poll))
    return { name: server.name, start: startCost, idle, loads, memoryAfter: processCost(server.pid).memory }
  } finally {
    await server.close()
  }
}

async function idleCost(server: BenchServer, seconds: number): Promise<{ memory: number; cpuPerMinute: number }> {
  const before = processCost(server.pid)
  await sleep(seconds * 1000)
  const after = processCost(server.pid)
  return { memory: after.memory, cpuPerMinute: ((after.cpu - before.cpu) / seconds) * 60 }
}

export type BenchRequest = { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: string }
type Requests = () => BenchRequest

function post(path: string, body: unknown): BenchRequest {
  return { method: 'POST', path, body: JSON.stringify(body) }
}

/** Fires one kind of request until so many are answered, or the time is over. */
export async function fire(server: BenchServer, requests: Requests, amount: number, most: number): Promise<Load> {
  const before = processCost(server.pid).cpu
  const base = new URL(server.api)
  const began = performance.now()
  const options: autocannon.Options = {
    url: base.origin,
    connections: CONNECTIONS,
    amount: Math.max(amount, CONNECTIONS),
    timeout: 120,
    requests: [
      {
        headers: { 'content-type': 'application/json' },
        setupRequest: (request: autocannon.Request) => {
          const { method, path, body } = requests()
          return { ...request, method, path: `${base.pathname}${path}`, ...(body === undefined ? {} : { body }) }
        },
      },
    ],
  }
  // what its types do not say: it is a promise and an instance at once
  const running = autocannon(options) as Promise<autocannon.Result> & autocannon.Instance
  // autocannon itself looks only once a second whether it has ended
  let last = began
  void running.on('response', () => {
    last = performance.now()
  })
  const tooLong = setTimeout(() => running.stop(), most * 1000)
  const result = await running
  clearTimeout(tooLong)
  const answered = result['2xx'] + result.non2xx
  const wall = (last - began) / 1000
  return {
    rate: answered === 0 ? 0 : result['2xx'] / wall,
    p50: result.latency.p50,
    p99: result.latency.p99,
    cpu: ((processCost(server.pid).cpu - before) * 1000) / Math.max(answered, 1),
    failed: result.non2xx + result.errors,
  }
}

/** 200 deployments with a cron schedule each, in a pool. */
async function prepare(server: BenchServer): Promise<{ readonly deployment: string }> {
  await sent(server, '/work_pools/', { name: 'pool', type: 'process' })
  const flow = await sent(server, '/flows/', { name: 'flow' })
  let deployment = ''
  for (let index = 0; index < 200; index += 1) {
    const made = await sent(server, '/deployments/', {
      name: `deployment-${index}`,
      flow_id: flow.id,
      work_pool_name: 'pool',
      tags: ['a', 'b'],
      paused: true,
      entrypoint: 'flows/etl.py:etl',
      parameters: { day: 'yesterday' },
      schedules: [{ schedule: { cron: '0 2 * * *', timezone: 'Europe/Berlin' }, slug: 'nightly' }],
    })
    deployment = made.id
  }
  return { deployment }
}

async function ensurePool(server: BenchServer, name: string): Promise<void> {
  const { ok } = await fetch(`${server.api}/work_pools/${name}`)
  if (!ok) await sent(server, '/work_pools/', { name, type: 'process' })
}

/** One after the other: the real server on SQLite answers several writers with 503s and broken connections. */
async function runIds(server: BenchServer, deployment: string, count: number): Promise<readonly string[]> {
  const ids: string[] = []
  while (ids.length < count) {
    const made = await sent(server, `/deployments/${deployment}/create_flow_run`, { name: `run-${randomUUID()}` })
    ids.push(made.id)
  }
  return ids
}

/** Schedules of a minute each, every one made a thousand runs ahead: the most that one gives. */
export async function makeWaiting(server: BenchServer, count: number): Promise<void> {
  await ensurePool(server, 'waiting')
  const flow = await sent(server, '/flows/', { name: 'flow' })
  for (let index = 0; index < count / 1000; index += 1) {
    const { id } = await sent(server, '/deployments/', {
      name: `waiting-${randomUUID()}`,
      flow_id: flow.id,
      work_pool_name: 'waiting',
      paused: true,
      schedules: [{ schedule: { interval: 60 }, slug: 'minutely' }],
    })
    await sent(server, `/deployments/${id}/schedule`, { min_runs: 1000, max_runs: 1000, min_time: 1000 * 60 })
  }
}

function hundredLogs(run: string): unknown {
  const timestamp = new Date().toISOString()
  return Array.from({ length: 100 }, (_, index) => ({
    name: 'prefect.flow_runs',
    level: 20,
    message: `line ${index} of what a flow has to say, as long as such lines are`,
    timestamp,
    flow_run_id: run,
  }))
}

/** One request, tried again as Prefect's client does: when a busy server asks for that, or a connection breaks. */
export async function sent(server: BenchServer, path: string, body: unknown): Promise<{ readonly id: string }> {
  for (let tries = 0; ; tries += 1) {
    try {
      const answer = await fetch(server.api + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      const text = await answer.text()
      if (answer.ok) return JSON.parse(text || 'null')
      if (answer.status !== 503 || tries === 20) throw new Error(`${path}: ${answer.status} ${text}`)
    } catch (error) {
      if (!(error instanceof TypeError) || tries === 20) throw error
    }
    await sleep(200 * tries)
  }
}
