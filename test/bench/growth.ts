import { randomUUID } from 'node:crypto'
import { type BenchRequest, fire, type Load, makeWaiting, sent } from './load.ts'
import { processCost } from './process-cost.ts'
import type { BenchServer } from './servers.ts'
import { ratio, tableText } from './table.ts'

const SMALL = { runs: 1000, lines: 10_000 }
const LARGE = { runs: 100_000, lines: 1_000_000 }
const LINES_AT_ONCE = 1000
const REQUESTS = 1500
const MOST_SECONDS = 20

/** The same requests with a thousand runs stored, and with a hundred thousand and a million lines of log. */
export async function benchGrowth(start: () => Promise<BenchServer>): Promise<string> {
  const server = await start()
  try {
    await fill(server, SMALL, { runs: 0, lines: 0 })
    const before = await measure(server)
    await fill(server, LARGE, SMALL)
    const after = await measure(server)
    const rows = [...before].map(([name, small]) => {
      const large = after.get(name) ?? small
      const [p50, p99] = [`${small.p50} -> ${large.p50}`, `${small.p99} -> ${large.p99}`]
      return [name, p50, p99, `${small.cpu.toFixed(2)} -> ${large.cpu.toFixed(2)}`, ratio(large.cpu, small.cpu)]
    })
    const heading = ['1,000 -> 100,000 runs, 1 M lines', 'p50 ms', 'p99 ms', 'CPU ms', 'CPU grows']
    return `${tableText([heading, ...rows])}\nmemory with all of it: ${processCost(server.pid).memory.toFixed(0)} MB`
  } finally {
    await server.close()
  }
}

type Size = { readonly runs: number; readonly lines: number }

async function fill(server: BenchServer, size: Size, held: Size): Promise<void> {
  await makeWaiting(server, size.runs - held.runs)
  const timestamp = new Date().toISOString()
  for (let lines = held.lines; lines < size.lines; lines += LINES_AT_ONCE) {
    const line = { name: 'run', level: 20, message: 'a line like many others', timestamp, flow_run_id: randomUUID() }
    await sent(
      server,
      '/logs/',
      Array.from({ length: LINES_AT_ONCE }, () => line),
    )
  }
}

async function measure(server: BenchServer): Promise<ReadonlyMap<string, Load>> {
  const [run] = (await sent(server, '/flow_runs/filter', { limit: 1 })) as unknown as readonly Run[]
  if (run === undefined) throw new Error('no run is there')
  const line = { name: 'run', level: 20, message: 'a line', timestamp: new Date().toISOString(), flow_run_id: run.id }
  const before = { scheduled_before: new Date(Date.now() + 400 * 86_400_000).toISOString() }
  const due = { state: { type: { any_: ['SCHEDULED'] } }, deployment_id: { any_: [run.deployment_id] } }
  const kinds: Record<string, BenchRequest> = {
    'read one run': { method: 'GET', path: `/flow_runs/${run.id}` },
    'filter 200 runs of a deployment': post('/flow_runs/filter', { flow_runs: due, sort: 'EXPECTED_START_TIME_ASC' }),
    'filter 200 of all runs': post('/flow_runs/filter', { sort: 'EXPECTED_START_TIME_DESC' }),
    'create a run': post(`/deployments/${run.deployment_id}/create_flow_run`, {}),
    '100 logs in one body': post(
      '/logs/',
      Array.from({ length: 100 }, () => line),
    ),
    'logs of a run': post('/logs/filter', { logs: { flow_run_id: { any_: [run.id] } }, limit: 200 }),
    'poll 10 runs of a pool': post('/work_pools/waiting/get_scheduled_flow_runs', { ...before, limit: 10 }),
  }
  const found = new Map<string, Load>()
  for (const [name, request] of Object.entries(kinds)) {
    found.set(name, await fire(server, () => request, REQUESTS, MOST_SECONDS))
  }
  return found
}

type Run = { readonly id: string; readonly deployment_id: string }

function post(path: string, body: unknown): BenchRequest {
  return { method: 'POST', path, body: JSON.stringify(body) }
}
