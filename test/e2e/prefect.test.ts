import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Finished, registrar, run } from '../support/commands.ts'
import { type RealPrefect, startRealPrefect } from '../support/real-prefect.ts'

/**
 * The examples, from a git repository onto a real Prefect server, and then used with Prefect's own commands. The tests
 * tell one story in order: each begins where the one before it ended.
 */
describe('the examples on a real Prefect server', () => {
  let server: RealPrefect
  let project: string
  const env = () => ({ PREFECT_API_URL: server.api, PREFECT_HOME: server.home })
  const ours = (...args: string[]) => registrar(['-C', project, ...args], { cwd: tmpdir(), env: env() })
  const prefect = (...args: string[]) =>
    run(server.prefect, ['--no-prompt', ...args], { cwd: project, env: { ...env(), COLUMNS: '200' } })
  const get = async <T>(path: string): Promise<T> => (await fetch(`${server.api}${path}`)).json() as Promise<T>

  beforeAll(async () => {
    server = await startRealPrefect({ scheduler: true })
    project = await mkdtemp(join(tmpdir(), 'registrar-e2e-'))
    await cp('deployments', join(project, 'deployments'), { recursive: true })
    await run('git', ['init', '-q'], { cwd: project })
    await run('git', ['add', '-A'], { cwd: project })
    await run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '-qm', 'Specs'], {
      cwd: project,
    })
  })

  afterAll(async () => {
    await server?.close()
    if (project) await rm(project, { recursive: true, force: true })
  })

  type Deployment = {
    id: string
    name: string
    paused: boolean
    schedules: { id: string; active: boolean; slug: string }[]
    tags: string[]
  }
  const marvin = () => get<Deployment>('/deployments/name/leonardo-dicapriflow/marvin-deployment')

  it('creates all four, and a second apply writes nothing', async () => {
    const first = await ours('apply', '--json')
    expect(succeeded(first)).toMatchObject({ summary: { create: 4 } })
    const before = await marvin()
    const second = await ours('apply', '--json')
    expect(succeeded(second)).toMatchObject({ summary: { create: 0, update: 0, adopt: 0, prune: 0, unchanged: 4 } })
    expect(await marvin()).toEqual(before)
  })

  it('says that there is nothing to do', async () => {
    const { code, stdout } = await ours('plan', '--detailed-exitcode')
    expect(stdout).toContain('No changes')
    expect(code).toBe(0)
  })

  it("lists them in Prefect's own command", async () => {
    const { stdout } = await prefect('deployment', 'ls')
    for (const key of [
      'addition-machine/my-first-deployment',
      'leonardo-dicapriflow/leonardo-deployment',
      'leonardo-dicapriflow/marvin-deployment',
      'pipeline/ml-pipeline',
    ]) {
      expect(stdout).toContain(key)
    }
  })

  it('keeps the ids of schedule rows and books every firing once when a deployment changes', async () => {
    const before = await marvin()
    await edit(project, 'leonardo.yaml', (text) =>
      text.replace('name: marvin-deployment', 'name: marvin-deployment\nversion: "2"'),
    )
    expect(succeeded(await ours('apply', '--json'))).toMatchObject({ summary: { update: 1, unchanged: 3 } })
    const after = await marvin()
    expect(after.schedules.map(({ id }) => id)).toEqual(before.schedules.map(({ id }) => id))
    const runs = await scheduledRuns(server.api, after.id)
    expect(runs.length).toBeGreaterThan(0)
    expect(new Set(runs).size).toBe(runs.length)
  })

  it("leaves a schedule paused that was paused with Prefect's own command", async () => {
    const { schedules } = await marvin()
    const paused = await prefect(
      'deployment',
      'schedule',
      'pause',
      'leonardo-dicapriflow/marvin-deployment',
      schedules[0]!.id,
    )
    expect(paused.code, paused.stderr).toBe(0)
    await edit(project, 'leonardo.yaml', (text) => text.replace('version: "2"', 'version: "3"'))
    expect(succeeded(await ours('apply', '--json'))).toMatchObject({ summary: { update: 1 } })
    expect((await marvin()).schedules).toMatchObject([{ id: schedules[0]!.id, active: false }])
  })

  it('runs one with a process worker, to Completed', async () => {
    expect((await prefect('work-pool', 'create', 'local', '--type', 'process')).code).toBe(0)
    await edit(project, 'leonardo.yaml', (text) =>
      text.replace('name: leonardo-deployment', 'name: leonardo-deployment\nwork_pool: { name: local }'),
    )
    expect(succeeded(await ours('apply', '--json'))).toMatchObject({ summary: { update: 1 } })
    const started = await prefect('deployment', 'run', 'leonardo-dicapriflow/leonardo-deployment')
    expect(started.code, started.stderr).toBe(0)
    const worker = await prefect('worker', 'start', '--pool', 'local', '--run-once')
    expect(worker.code, worker.stderr).toBe(0)
    const runs = await post<{ state_type: string; parameters: object }[]>(`${server.api}/flow_runs/filter`, {
      deployments: { name: { any_: ['leonardo-deployment'] } },
    })
    expect(
      runs.map(({ state_type }) => state_type),
      worker.stderr,
    ).toEqual(['COMPLETED'])
  })

  it('plans nothing for a file that is gone, and exactly one deletion with --prune', async () => {
    await rm(join(project, 'deployments/pipeline.deployment.ts'))
    expect(succeeded(await ours('plan', '--json'))).toMatchObject({ summary: { prune: 0, kept: 1, unchanged: 3 } })
    expect(succeeded(await ours('apply', '--prune', '--json'))).toMatchObject({ summary: { prune: 1, unchanged: 3 } })
    expect((await fetch(`${server.api}/deployments/name/pipeline/ml-pipeline`)).status).toBe(404)
  })

  it('refuses to delete everything when the folder is empty, and says which flag would allow it', async () => {
    await rm(join(project, 'deployments'), { recursive: true })
    const { code, stdout, stderr } = await ours('apply', '--prune')
    expect(code, stderr).toBe(3)
    expect(stdout + stderr).toContain('--allow-delete 3')
    expect((await marvin()).name).toBe('marvin-deployment')
  })
})

function succeeded({ code, stdout, stderr }: Finished): unknown {
  expect(code, stderr + stdout).toBe(0)
  return JSON.parse(stdout) as unknown
}

async function edit(project: string, file: string, change: (text: string) => string): Promise<void> {
  const path = join(project, 'deployments', file)
  const text = await readFile(path, 'utf8')
  const changed = change(text)
  expect(changed).not.toBe(text)
  await writeFile(path, changed)
}

async function post<T>(url: string, body: unknown): Promise<T> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.ok, `${url} ${answer.status}`).toBe(true)
  return answer.json() as Promise<T>
}

/** The moments for which the scheduler has booked a run of the deployment. */
async function scheduledRuns(api: string, deploymentId: string): Promise<readonly string[]> {
  const runs = await post<{ expected_start_time: string }[]>(`${api}/flow_runs/filter`, {
    flow_runs: { deployment_id: { any_: [deploymentId] }, state: { type: { any_: ['SCHEDULED'] } } },
  })
  return runs.map(({ expected_start_time }) => expected_start_time)
}
