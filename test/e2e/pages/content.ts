import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Answer, type Api, type Body, apiAt, eventually, items, text } from '../../contract/api.ts'
import { newEvent } from '../../contract/events.ts'
import { newBlock, systemKind } from '../../contract/block-kit.ts'
import { run } from '../../support/commands.ts'

/** Where each kind of thing is that the pages show: ids, as texts. */
export type Content = {
  readonly flow: string
  readonly deployment: string
  /** An ended run with task runs, a subflow, logs and artifacts. */
  readonly run: string
  readonly failedRun: string
  readonly failedTaskRun: string
  readonly taskRun: string
  readonly subflowRun: string
  /** Runs of the deployment, by the type of their state. */
  readonly runIn: Readonly<Record<string, string>>
  readonly block: string
  readonly automation: string
  readonly tagLimit: string
  readonly globalLimit: string
  readonly artifacts: Readonly<Record<string, string>>
  /** The day and the id of an event. */
  readonly event: string
}

const PROGRAM = fileURLToPath(new URL('content.py', import.meta.url))

/** How old some things are: pages that show a span of time show what there was until this minute began. */
const HOUR_SECONDS = 3600

/** Fills an empty server with something of every kind: by Prefect's own client what a program makes, the rest by requests. */
export async function fill(url: string, prefectBin: string): Promise<Content> {
  const api = apiAt(url, false)
  await makePool(api)
  const { run: ended, failed } = await runProgram(url, prefectBin)
  const made = await one(api, 'deployments', { deployments: { name: { any_: ['nightly'] } } })
  const runIn = await runsInEveryState(api, made)
  const folder = await systemKind(api, 'local-file-system')
  const block = await newBlock(api, folder, { basepath: '/data/etl' }, { name: 'folder-of-etl' })
  await eventually(
    () => api.post('/task_runs/count', {}),
    ({ body }) => Number(body) === 6,
  )
  const ofRun = { flow_runs: { id: { any_: [ended] } } }
  const failedTaskRun = await one(api, 'task_runs', { flow_runs: { id: { any_: [failed] } } })
  const taskRun = await one(api, 'task_runs', { ...ofRun, task_runs: { name: { like_: 'extract' } } })
  const subflowRun = await one(api, 'flow_runs', { flows: { name: { any_: ['summarize'] } } })
  const artifacts = items((await api.post('/artifacts/filter', { artifacts: { key: { exists_: true } } })).body)
  return {
    flow: text(made.flow_id),
    deployment: text(made.id),
    run: ended,
    failedRun: failed,
    failedTaskRun: text(failedTaskRun.id),
    taskRun: text(taskRun.id),
    subflowRun: text(subflowRun.id),
    runIn,
    block: text(block.id),
    artifacts: Object.fromEntries(artifacts.map((artifact) => [text(artifact.key), text(artifact.id)])),
    event: await tellEvent(api),
    automation: await makeAutomations(api, made),
    ...(await makeLimits(api)),
  }
}

async function makePool(api: Api): Promise<void> {
  const workers = (await api.get('/collections/views/aggregate-worker-metadata')).body
  const base_job_template = workers.prefect?.process?.default_base_job_configuration
  const description = 'Runs on this machine.'
  must(await api.post('/work_pools/', { name: 'local', type: 'process', description, base_job_template }))
  must(await api.post('/work_pools/local/queues', { name: 'urgent', priority: 1, concurrency_limit: 4 }))
  must(await api.post('/work_pools/local/workers/heartbeat', { name: 'worker-one', heartbeat_interval_seconds: 600 }))
}

async function runProgram(url: string, bin: string): Promise<{ readonly run: string; readonly failed: string }> {
  const home = await mkdtemp(join(tmpdir(), 'registrar-pages-'))
  try {
    const { code, stdout, stderr } = await run(join(bin, 'python'), [PROGRAM], {
      cwd: home,
      env: {
        PREFECT_API_URL: url,
        PREFECT_HOME: home,
        PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
        PYTHONDONTWRITEBYTECODE: '1',
        PYTHONTZPATH: '',
      },
    })
    if (code !== 0) throw new Error(`the program ended with ${code}: ${stderr.slice(-4000)}`)
    const ids: { run: string; failed: string } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
    return ids
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

/** A run of the deployment in each state. */
async function runsInEveryState(api: Api, { id }: Body): Promise<Record<string, string>> {
  const states = ['RUNNING', 'PENDING', 'PAUSED', 'CANCELLED', 'CRASHED', 'CANCELLING', 'COMPLETED', 'FAILED']
  const state = { type: 'SCHEDULED', state_details: { scheduled_time: new Date(Date.now() - HOUR_SECONDS * 1000) } }
  const runs: Record<string, string> = {}
  for (const type of states) {
    const name = `is-${type.toLowerCase()}`
    const made = must(await api.post(`/deployments/${text(id)}/create_flow_run`, { name, state }))
    const path = `/flow_runs/${text(made.id)}/set_state`
    if (type !== 'PENDING') must(await api.post(path, { state: { type: 'RUNNING' }, force: true }))
    must(await api.post(path, { state: { type, message: `Made ${type.toLowerCase()}.` }, force: true }))
    runs[type] = text(made.id)
  }
  return runs
}

async function makeLimits(api: Api): Promise<{ readonly tagLimit: string; readonly globalLimit: string }> {
  const tag = must(await api.post('/concurrency_limits/', { tag: 'disk', concurrency_limit: 2 }))
  const limit = { name: 'database', limit: 5, slot_decay_per_second: 0.5 }
  const global = must(await api.post('/v2/concurrency_limits/', limit))
  must(await api.post('/v2/concurrency_limits/increment', { names: ['database'], slots: 1, mode: 'concurrency' }))
  return { tagLimit: text(tag.id), globalLimit: text(global.id) }
}

async function makeAutomations(api: Api, { id }: Body): Promise<string> {
  const trigger = {
    type: 'event',
    posture: 'Reactive',
    expect: ['prefect.flow-run.Failed'],
    match: { 'prefect.resource.id': 'prefect.flow-run.*' },
    match_related: { 'prefect.resource.id': `prefect.deployment.${text(id)}`, 'prefect.resource.role': 'deployment' },
    threshold: 5,
    within: 60,
  }
  const silence = { ...trigger, posture: 'Proactive', expect: ['prefect.flow-run.Completed'], within: 86_400 }
  const action = { type: 'run-deployment', source: 'selected', deployment_id: id, parameters: { day: 'again' } }
  const first = { name: 'try-again', description: 'When five fail.', trigger, actions: [action] }
  const made = must(await api.post('/automations/', first))
  const compound = { type: 'compound', require: 'all', within: 3600, triggers: [trigger, silence] }
  const pause = { type: 'pause-work-pool', source: 'inferred' }
  must(await api.post('/automations/', { name: 'compound-one', trigger: compound, actions: [pause], enabled: false }))
  return text(made.id)
}

async function tellEvent(api: Api): Promise<string> {
  const resource = { 'prefect.resource.id': 'shop.order.17', 'prefect.resource.name': 'order seventeen' }
  const event = newEvent({ event: 'shop.order.paid', resource, payload: { euros: 12 } }, HOUR_SECONDS)
  must(await api.post('/events', [event]))
  return `${event.occurred.slice(0, 10)}/${event.id}`
}

/** The body of an answer that says yes. */
function must({ status, body }: Answer): Body {
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body
}

async function one(api: Api, things: string, filter: object): Promise<Body> {
  const [first] = items(must(await api.post(`/${things}/filter`, filter)))
  if (first === undefined) throw new Error(`no ${things} for ${JSON.stringify(filter)}`)
  return first
}
