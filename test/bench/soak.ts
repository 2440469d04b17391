import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sent } from './load.ts'
import { processCost } from './process-cost.ts'
import type { BenchServer } from './servers.ts'
import { tableText } from './table.ts'

const RUNS_PER_SECOND = 50
const WORKERS = 8
const POLL_MS = 500
/** How long a run runs. */
const RUN_MS = 300

type Sample = {
  readonly minute: number
  readonly memory: number
  readonly cpu: number
  readonly made: number
  readonly ended: number
}

/**
 * Makes runs at a steady pace and lets simulated workers live them to their end: poll, take (Pending), Running, log,
 * Completed. Prints what the server holds each minute, and counts afterwards what became of every run.
 */
export async function soak(
  start: () => Promise<BenchServer>,
  minutes: number,
  print: (text: string) => void,
): Promise<void> {
  const server = await start()
  try {
    await sent(server, '/work_pools/', { name: 'soak', type: 'process' })
    const flow = await sent(server, '/flows/', { name: 'soak' })
    const { id: deployment } = await sent(server, '/deployments/', {
      name: 'soak',
      flow_id: flow.id,
      work_pool_name: 'soak',
    })
    const until = Date.now() + minutes * 60_000
    const tally = { made: 0, ended: 0, lostRaces: 0 }
    const producing = produce(server, deployment, until, tally)
    const working = Array.from({ length: WORKERS }, () =>
      work(server, tally, () => Date.now() > until && tally.ended >= tally.made),
    )
    const samples = await sampled(server, until, tally)
    await producing
    await Promise.all(working)
    print(sampleTable(samples))
    print(await verdict(server, deployment, tally))
  } finally {
    await server.close()
  }
}

type Tally = { made: number; ended: number; lostRaces: number }

async function produce(server: BenchServer, deployment: string, until: number, tally: Tally): Promise<void> {
  const began = Date.now()
  while (Date.now() < until) {
    const due = Math.floor(((Date.now() - began) / 1000) * RUNS_PER_SECOND) - tally.made
    const bodies = Array.from({ length: due }, () => ({ idempotency_key: randomUUID(), parameters: { day: 'today' } }))
    await Promise.all(bodies.map((body) => sent(server, `/deployments/${deployment}/create_flow_run`, body)))
    tally.made += due
    await sleep(100)
  }
}

type Polled = readonly { readonly flow_run: { readonly id: string } }[]

/**
 * As Prefect's worker does: whatever a poll gives is taken at once, and what was taken runs side by side. A worker that took
 * its runs one by one would take some that another has ended meanwhile, which Prefect's rules allow.
 */
async function work(server: BenchServer, tally: Tally, isDone: () => boolean): Promise<void> {
  while (!isDone()) {
    const scheduled_before = new Date(Date.now() + 1000).toISOString()
    const polled = await sent(server, '/work_pools/soak/get_scheduled_flow_runs', { scheduled_before, limit: 20 })
    const runs = (polled as unknown as Polled).map(({ flow_run }) => flow_run.id)
    const taken = await Promise.all(runs.map((run) => set(server, run, 'PENDING')))
    tally.lostRaces += taken.filter((isTaken) => !isTaken).length
    await Promise.all(runs.filter((_, index) => taken[index]).map((run) => live(server, run, tally)))
    await sleep(POLL_MS)
  }
}

async function live(server: BenchServer, run: string, tally: Tally): Promise<void> {
  await set(server, run, 'RUNNING')
  const timestamp = new Date().toISOString()
  const line = { name: 'prefect.flow_runs', level: 20, message: 'a line of this run', timestamp, flow_run_id: run }
  await sent(server, '/logs/', [line, line])
  await sleep(RUN_MS)
  await set(server, run, 'COMPLETED')
  tally.ended += 1
}

/** Whether this worker's proposal is what is in force: also when its answer was lost and it was sent again. */
async function set(server: BenchServer, run: string, type: string): Promise<boolean> {
  const transition_id = randomUUID()
  const answer = await sent(server, `/flow_runs/${run}/set_state`, {
    state: { type, state_details: { transition_id } },
  })
  const { state } = answer as unknown as { state: { state_details: { transition_id: string | null } } | null }
  return state?.state_details.transition_id === transition_id
}

async function sampled(server: BenchServer, until: number, tally: Tally): Promise<readonly Sample[]> {
  const samples: Sample[] = []
  for (let minute = 0; Date.now() < until; minute += 1) {
    samples.push({ minute, ...processCost(server.pid), made: tally.made, ended: tally.ended })
    await sleep(Math.min(60_000, Math.max(until - Date.now(), 1)))
  }
  return [...samples, { minute: samples.length, ...processCost(server.pid), made: tally.made, ended: tally.ended }]
}

function sampleTable(samples: readonly Sample[]): string {
  return tableText([
    ['minute', 'memory MB', 'CPU s', 'runs made', 'runs ended'],
    ...samples.map(({ minute, memory, cpu, made, ended }) =>
      [minute, memory.toFixed(0), cpu.toFixed(1), made, ended].map(String),
    ),
  ])
}

async function verdict(server: BenchServer, deployment: string, { made, ended, lostRaces }: Tally): Promise<string> {
  const deployments = { id: { any_: [deployment] } }
  const count = async (flow_runs?: object) => Number(await sent(server, '/flow_runs/count', { deployments, flow_runs }))
  const completed = await count({ state: { type: { any_: ['COMPLETED'] } } })
  return `${made} runs made, ${ended} ended, ${lostRaces} times another worker was first. On the server: ${await count()} runs, ${completed} completed.`
}
