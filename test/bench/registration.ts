import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Call, floorSeconds } from './floor.ts'
import { type Cost, measured } from './measured.ts'
import { creationBodies, makeProject, prefectYaml } from './projects.ts'
import type { BenchServer } from './servers.ts'
import { ratio, seconds, tableText } from './table.ts'

/**
 * First apply and no-op plan of `count` deployments against one kind of server, beside the floor: the same requests sent
 * by a bare client to a server of the same kind. `start` gives a fresh server each time it is called.
 */
export async function benchRegistration(args: {
  readonly count: number
  readonly main: string
  readonly start: () => Promise<BenchServer>
  /** How many connections the floor is tried with; the best counts. */
  readonly connections: readonly number[]
  /** `prefect` of the peer, to run `prefect deploy --all` in the same run. */
  readonly prefect?: string
}): Promise<string> {
  const { count, main, start } = args
  const project = await makeProject(count)
  const rows: string[][] = [['', 'wall s', 'CPU s', 'peak MB', 'requests', 'writes', 'wall / floor']]
  const row = (what: string, cost: Cost, floor?: number) => {
    const { all, writes } = requestsOf(cost.stderr)
    rows.push([
      what,
      seconds(cost.wall),
      seconds(cost.cpu),
      cost.peak.toFixed(0),
      all === 0 ? '' : String(all),
      all === 0 ? '' : String(writes),
      floor ? ratio(cost.wall, floor) : '',
    ])
  }
  const floorRow = (what: string, wall: number) => rows.push([what, seconds(wall), '', '', '', '', ''])
  let name = ''
  try {
    let firstFloor = Number.POSITIVE_INFINITY
    for (const connections of args.connections) {
      const fresh = await start()
      const flowIds = await makeFlows(fresh.api, count)
      const posts = creationBodies(count, flowIds).map((body): Call => ({
        method: 'POST',
        path: '/deployments/',
        body,
      }))
      const wall = await floorSeconds(fresh.api, posts, connections)
      floorRow(`floor: plain POSTs, ${connections} at once`, wall)
      firstFloor = Math.min(firstFloor, wall)
      await fresh.close()
    }
    const server = await start()
    name = server.name
    const env = { ...server.env, PREFECT_API_URL: server.api }
    const ours = (...command: string[]) =>
      measured([process.execPath, main, '-C', project, ...command, '--json', '--verbose'], { cwd: project, env })
    row('registrar apply, first', await ours('apply'), firstFloor)
    const reads = readCalls(count)
    const floors = [
      await floorSeconds(server.api, reads, 1),
      await floorSeconds(server.api, reads, 1),
      await floorSeconds(server.api, reads, 1),
    ]
    const readFloor = floors.toSorted((a, b) => a - b)[1]!
    floorRow('floor: the reads of a plan, bare client', readFloor)
    row('registrar plan, nothing to do', await ours('plan'), readFloor)
    row('registrar apply, nothing to do', await ours('apply'), readFloor)
    await server.close()
    if (args.prefect) await benchDeploy({ ...args, project, prefect: args.prefect, row })
  } finally {
    await rm(project, { recursive: true, force: true })
  }
  return `${count} deployments, ${name}\n${tableText(rows)}`
}

/** `prefect deploy --all` over the same deployments, first and again. Prefect prints no request counts. */
async function benchDeploy(args: {
  readonly count: number
  readonly start: () => Promise<BenchServer>
  readonly project: string
  readonly prefect: string
  readonly row: (what: string, cost: Cost) => void
}): Promise<void> {
  const server = await args.start()
  const env = { ...server.env, PREFECT_API_URL: server.api }
  await writeFile(join(args.project, 'prefect.yaml'), prefectYaml(args.count))
  const peer = (...command: string[]) => measured([args.prefect, '--no-prompt', ...command], { cwd: args.project, env })
  await peer('work-pool', 'create', 'bench', '--type', 'process')
  args.row('prefect deploy --all, first', await peer('deploy', '--all'))
  args.row('prefect deploy --all, nothing to do', await peer('deploy', '--all'))
  await server.close()
}

/** The requests that `--verbose` printed: `POST /deployments/ → 201 (12 ms)`, a line each. */
function requestsOf(stderr: string): { readonly all: number; readonly writes: number } {
  const lines = stderr
    .split('\n')
    .flatMap((line) => /\b(GET|POST|PATCH|DELETE) (\/\S*) → \d{3}\b/.exec(line)?.slice(1, 3).join(' ') ?? [])
  return {
    all: lines.length,
    writes: lines.filter((line) => !line.startsWith('GET') && !/\/(filter|count)$/.test(line)).length,
  }
}

async function makeFlows(api: string, count: number): Promise<readonly string[]> {
  const ids: string[] = []
  const flows = Math.ceil(count / 10)
  while (ids.length < flows) {
    const answer = await fetch(`${api}/flows/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: `flow-${ids.length}` }),
    }).catch(() => undefined) // a server that has just started may cut the connection
    if (answer?.ok) ids.push(((await answer.json()) as { id: string }).id)
  }
  return ids
}

/** The pages that a plan must read: deployments by mark or name, and their flows. */
function readCalls(count: number): readonly Call[] {
  const deployments = {
    operator: 'or_',
    tags: { any_: ['registrar:bench'] },
    name: { any_: Array.from({ length: count }, (_, index) => `d${index}`) },
  }
  const pages = Array.from({ length: Math.ceil(count / 200) }, (_, page): Call => ({
    method: 'POST',
    path: '/deployments/filter',
    body: { deployments, limit: 200, offset: page * 200 },
  }))
  return [
    { method: 'POST', path: '/deployments/count', body: { deployments } },
    ...pages,
    { method: 'POST', path: '/flows/filter', body: { limit: 200 } },
  ]
}
