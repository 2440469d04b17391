import Database from 'better-sqlite3'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { folderWith } from '../support/folder.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const CRASHES = Number(process.env['REGISTRAR_CRASHES'] ?? 50)
const CLIENTS = 6
/** Acknowledged writes before each kill: at another place in the work every time. */
const WRITES = (crash: number) => 20 + ((crash * 37) % 60)
const LINES = 20

/** What was acknowledged: the last state of each run, and the runs that have so many batches of log lines. */
type Acknowledged = { readonly states: Map<string, string>; readonly batches: Map<string, string> }

const ORDER = ['SCHEDULED', 'PENDING', 'RUNNING', 'COMPLETED']

test(`kill -9 at ${CRASHES} moments under load loses nothing acknowledged, halves nothing, and doubles no run`, async () => {
  const root = await folderWith({})
  const acknowledged: Acknowledged = { states: new Map(), batches: new Map() }
  let deployment = ''
  for (let crash = 0; crash < CRASHES; crash += 1) {
    const server = await started(root)
    if (deployment === '') deployment = await scheduledDeployment(server.api)
    await loadUntilKilled(server, deployment, acknowledged, WRITES(crash))
    expectWhole(root, acknowledged)
  }
  const last = await started(root)
  await expectScheduled(last.api, deployment)
  last.child.kill('SIGTERM')
  await last.ended
  expect(acknowledged.states.size).toBeGreaterThan(CRASHES)
})

async function loadUntilKilled(server: Server, deployment: string, known: Acknowledged, writes: number): Promise<void> {
  let left = writes
  const acknowledge = (): void => {
    left -= 1
    if (left === 0) server.child.kill('SIGKILL')
  }
  const client = async (): Promise<void> => {
    try {
      for (;;) await liveOneRun(server.api, deployment, known, acknowledge)
    } catch (error) {
      // what ends a client is the death of the server, and nothing else
      if (!(error instanceof TypeError)) throw error
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  await server.ended
}

/** A run from its creation to its end, with log lines on the way. */
async function liveOneRun(
  api: string,
  deployment: string,
  known: Acknowledged,
  acknowledge: () => void,
): Promise<void> {
  const key = randomUUID()
  const run = await post(`${api}/deployments/${deployment}/create_flow_run`, { idempotency_key: key })
  const again = await post(`${api}/deployments/${deployment}/create_flow_run`, { idempotency_key: key })
  expect(again.id).toBe(run.id)
  known.states.set(run.id, 'SCHEDULED')
  acknowledge()
  for (const type of ORDER.slice(1)) {
    await post(`${api}/flow_runs/${run.id}/set_state`, {
      state: { type, state_details: { transition_id: randomUUID() } },
    })
    known.states.set(run.id, type)
    acknowledge()
    const batch = randomUUID()
    const timestamp = new Date().toISOString()
    const line = { name: 'test', level: 20, message: batch, timestamp, flow_run_id: run.id }
    await post(
      `${api}/logs/`,
      Array.from({ length: LINES }, () => line),
    )
    known.batches.set(batch, run.id)
    acknowledge()
  }
}

/** Looks into the file of the killed server, as SQLite itself recovers it. */
function expectWhole(root: string, { states, batches }: Acknowledged): void {
  const database = new Database(join(root, '.registrar/registrar.db'))
  try {
    const rows = (query: string) => database.prepare(query).all() as Record<string, string | number>[]
    expect(rows('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
    expect(rows('pragma foreign_key_check')).toEqual([])
    const found = new Map(rows('select id, state_type from flow_run').map(({ id, state_type }) => [id, state_type]))
    const lost = [...states].filter(([id, type]) => ORDER.indexOf(String(found.get(id))) < ORDER.indexOf(type))
    expect(lost).toEqual([])
    const lines = new Map(
      rows('select message, count(*) as n from log group by message').map(({ message, n }) => [message, n]),
    )
    expect([...batches.keys()].filter((batch) => lines.get(batch) !== LINES)).toEqual([])
    expect([...lines.values()].filter((count) => count !== LINES)).toEqual([])
    // the state of a run, its history and its event come together or not at all
    expect(rows(`select id from flow_run where state_id not in (select id from flow_run_state)`)).toEqual([])
    expect(
      rows(`select run.id from flow_run as run where run.state_timestamp <>
      (select max(timestamp) from flow_run_state where flow_run_id = run.id)`),
    ).toEqual([])
    expect(
      rows(`select id from flow_run_state where id not in (select id from event)
      and flow_run_id in (select id from flow_run where auto_scheduled = 0)`),
    ).toEqual([])
    expect(
      rows(`select deployment_id from flow_run where auto_scheduled = 1
      group by deployment_id, next_scheduled_start_time having count(*) > 1`),
    ).toEqual([])
  } finally {
    database.close()
  }
}

/** A run each minute for an hour ahead, none missing and none twice. */
async function expectScheduled(api: string, deployment: string): Promise<void> {
  const filter = { deployments: { id: { any_: [deployment] } }, flow_runs: { tags: { all_: ['auto-scheduled'] } } }
  const times = async () => {
    const runs = await post(`${api}/flow_runs/filter`, { ...filter, sort: 'EXPECTED_START_TIME_ASC' })
    return (runs as unknown as { expected_start_time: string }[]).map((run) => Date.parse(run.expected_start_time))
  }
  await expect.poll(async () => (await times()).at(-1), { timeout: 30_000 }).toBeGreaterThan(Date.now() + 58 * 60_000)
  const all = await times()
  const gaps = all.slice(1).map((time, index) => time - (all[index] ?? 0))
  expect([...new Set(gaps)]).toEqual([60_000])
}

async function scheduledDeployment(api: string): Promise<string> {
  const flow = await post(`${api}/flows/`, { name: 'crashing' })
  const schedules = [{ schedule: { interval: 60, anchor_date: '2026-01-01T00:00:00Z' }, slug: 'minutely' }]
  return (await post(`${api}/deployments/`, { name: 'crashing', flow_id: flow.id, schedules })).id
}

type Server = { readonly api: string; readonly child: ChildProcess; readonly ended: Promise<unknown> }

async function started(cwd: string): Promise<Server> {
  const child = spawn(process.execPath, [MAIN, 'server', 'start', '--port', '0'], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  let said = ''
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    said += String(chunk)
    if (said.includes('/api ')) break
  }
  const api = /PREFECT_API_URL=(\S+)/.exec(said)?.[1]
  if (api === undefined) throw new Error(`the server did not start: ${said}`)
  return { api, child, ended }
}

/** A request that succeeds, or the `TypeError` of a fetch whose server is gone. */
async function post(url: string, body: unknown): Promise<{ readonly id: string }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text}`)
  return JSON.parse(text === '' ? 'null' : text)
}
