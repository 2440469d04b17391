import { type Api, type Body, fresh, newDeployment, newFlow, text } from '../../contract/api.ts'
import type { Client, Command, Policy, Proposed, Setting } from './commands.ts'

/** What one server has made in a sequence: its answers say the same as another's, ids and moments aside. */
export type World = {
  /** Carries a command out; undefined where there is nothing that it could be done to. */
  run(command: Command): Promise<Seen | undefined>
  /** All runs and limits as they are now. */
  look(): Promise<unknown>
  /** The flow runs made so far, by their ids. */
  readonly runs: readonly string[]
  readonly limitId: string | undefined
}

/** What a client saw of a request. */
export type Seen = { readonly status: number; readonly body: unknown }

const HOUR = 3_600_000

const TRANSITIONS = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']

/** Sets the scene on a server; all moments count from `begin`, UNIX milliseconds. */
export async function newWorld(api: Api, setting: Setting, begin: number): Promise<World> {
  const flow = text((await newFlow(api)).id)
  const limited = setting.limit === null ? {} : { concurrency_limit: setting.limit }
  const options = setting.strategy === null ? {} : { concurrency_options: { collision_strategy: setting.strategy } }
  // A limit of 0 cannot be given to a deployment, only set on the limit that it has.
  const first = setting.limit === 0 ? { concurrency_limit: 1 } : limited
  const deployment = await newDeployment(api, { flow_id: flow, ...first, ...options })
  const limitId = setting.limit === null ? undefined : text(deployment.global_concurrency_limit?.id)
  if (setting.limit === 0) await api.patch(`/v2/concurrency_limits/${text(limitId)}`, { limit: 0 })
  const tag = fresh('tag')
  const tagLimitId =
    setting.tagLimit === null
      ? undefined
      : text((await api.post('/v2/concurrency_limits/', { name: `tag:${tag}`, limit: setting.tagLimit })).body.id)
  const runs: string[] = []
  const tasks: string[] = []
  const said = speech(begin, [
    [flow, 'the flow'],
    [text(deployment.id), 'the deployment'],
    [tag, 'the tag'],
  ])
  const make = async (path: string, body: object, list: string[], kind: string): Promise<Seen> => {
    const { status, body: made } = await api.post(path, body)
    if (status === 200 || status === 201) {
      said.name(text(made.id), `${kind} ${list.length}`)
      list.push(text(made.id))
    }
    return { status, body: null }
  }
  const makeTask = (run: string | null, state: Proposed | null, policy: Policy) =>
    make(
      '/task_runs/',
      {
        flow_run_id: run,
        // Task runs outside any flow run are known by these keys alone, on the whole server.
        task_key: tag,
        dynamic_key: String(tasks.length),
        tags: [tag],
        empirical_policy: policy,
        ...proposing(state, begin),
      },
      tasks,
      'task',
    )
  const set = async (path: string, body: object, client: Client): Promise<Seen> => {
    const headers: Record<string, string> = client === null ? {} : { 'user-agent': `prefect/${client} (API 0.8.4)` }
    const { status, body: answer } = await api.call('POST', path, body, headers)
    return { status, body: said.plain(answer) }
  }
  return {
    runs,
    limitId,
    async run(command) {
      switch (command.kind) {
        case 'make run': {
          const { from, policy } = command
          const body = { flow_id: flow, empirical_policy: policy, ...proposing(command.state, begin) }
          if (from === 'nothing') return make('/flow_runs/', body, runs, 'run')
          if (from === 'deployment') {
            const { flow_id: _flow, ...rest } = body
            return make(`/deployments/${text(deployment.id)}/create_flow_run`, rest, runs, 'run')
          }
          await makeTask(runs[0] ?? null, { type: 'PENDING' }, {})
          return make('/flow_runs/', { ...body, parent_task_run_id: tasks.at(-1) }, runs, 'run')
        }
        case 'make task':
          return makeTask(of(runs, command.run) ?? null, command.state, command.policy)
        case 'set run': {
          const id = of(runs, command.run)
          const body = { ...proposing(command.state, begin), force: command.force }
          return id === undefined ? undefined : set(`/flow_runs/${id}/set_state`, body, command.client)
        }
        case 'set task': {
          const id = of(tasks, command.task)
          const body = { ...proposing(command.state, begin), force: command.force }
          return id === undefined ? undefined : set(`/task_runs/${id}/set_state`, body, '3.8.8')
        }
        case 'set by filter': {
          const id = of(runs, command.run)
          const filter = { flow_runs: { id: { any_: [id] } } }
          const body = { ...proposing(command.state, begin), ...filter, force: command.force }
          return id === undefined ? undefined : set('/flow_runs/bulk_set_state', body, command.client)
        }
        case 'resume': {
          const id = of(runs, command.run)
          return id === undefined ? undefined : set(`/flow_runs/${id}/resume`, {}, command.client)
        }
        case 'give infrastructure': {
          const id = of(runs, command.run)
          if (id === undefined) return undefined
          return { status: (await api.patch(`/flow_runs/${id}`, { infrastructure_pid: '7' })).status, body: null }
        }
        case 'delete run': {
          const id = of(runs, command.run)
          if (id === undefined) return undefined
          runs.splice(runs.indexOf(id), 1)
          return { status: (await api.delete(`/flow_runs/${id}`)).status, body: null }
        }
        case 'lose lease': {
          const id = of(runs, command.run)
          const { state } = id === undefined ? {} : (await api.get(`/flow_runs/${id}`)).body
          const lease = state?.state_details?.deployment_concurrency_lease_id
          if (lease === undefined || lease === null) return undefined
          const { status } = await api.post('/v2/concurrency_limits/decrement-with-lease', { lease_id: lease })
          return { status, body: null }
        }
      }
    },
    async look() {
      const seen: unknown[] = []
      for (const id of runs) seen.push(said.plain(columns((await api.get(`/flow_runs/${id}`)).body)))
      for (const id of tasks) seen.push(said.plain(columns((await api.get(`/task_runs/${id}`)).body)))
      for (const id of [limitId, tagLimitId]) {
        if (id !== undefined) seen.push((await api.get(`/v2/concurrency_limits/${id}`)).body.active_slots)
      }
      return seen
    },
  }
}

function of(list: readonly string[], index: number): string | undefined {
  return list[index % list.length]
}

/** The proposal as requests have it. */
function proposing(state: Proposed | null, begin: number): object {
  if (state === null) return {}
  const { type, name, message, data, hours, transition, pause, retriable } = state
  const moment = (after: number | undefined) =>
    after === undefined ? {} : { at: new Date(begin + after * HOUR).toISOString() }
  const { at: scheduled } = moment(hours)
  const { at: timeout } = moment(pause?.hours)
  return {
    state: {
      type,
      name,
      message,
      data,
      state_details: {
        scheduled_time: scheduled ?? null,
        transition_id: transition === undefined ? null : TRANSITIONS[transition],
        pause_timeout: timeout ?? null,
        pause_key: pause?.key ?? null,
        pause_reschedule: pause?.reschedule ?? false,
        retriable: retriable ?? null,
      },
    },
  }
}

const COLUMNS = [
  'id',
  'state_id',
  'state_type',
  'state_name',
  'state',
  'run_count',
  'flow_run_run_count',
  'expected_start_time',
  'next_scheduled_start_time',
  'start_time',
  'end_time',
  'empirical_policy',
  'infrastructure_pid',
  'parent_task_run_id',
] as const

/** What transitions set of a run. */
function columns(run: Body): object {
  const kept = COLUMNS.flatMap((name) => (run[name] === undefined ? [] : [[name, run[name]] as const]))
  return { ...Object.fromEntries(kept), hasRun: Number(run.total_run_time) > 0 }
}

/** Says bodies without what differs between servers: ids by the order in which they were seen, moments by the hour. */
function speech(begin: number, known: readonly (readonly [string, string])[]) {
  const names = new Map(known)
  const nameOf = (id: string) => {
    const name = names.get(id) ?? `id ${names.size}`
    names.set(id, name)
    return name
  }
  const plainText = (value: string): string =>
    /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(value)
      ? `after ${Math.round((Date.parse(value) - begin) / HOUR)} h`
      : withNames(value.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, nameOf))
  const withNames = (value: string) => known.reduce((said, [id, name]) => said.replaceAll(id, name), value)
  const plain = (value: unknown): unknown => {
    if (typeof value === 'string') return plainText(value)
    if (Array.isArray(value)) return value.map(plain)
    if (typeof value !== 'object' || value === null) return value
    const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
    return Object.fromEntries(members.map(([key, inner]) => [key, key in ROUGH ? ROUGH[key]?.(inner) : plain(inner)]))
  }
  return { plain, name: (id: string, name: string) => void names.set(id, name) }
}

/** Members that are compared by less than their value. */
const ROUGH: Readonly<Record<string, (value: unknown) => unknown>> = {
  delay_seconds: (value) => Math.round(Number(value) / HOUR / 1000) * HOUR,
  // A pause without a key has a random one.
  pause_keys: (value) => (value as readonly string[]).map((key) => (key.length > 1 ? 'random' : key)).toSorted(),
}
