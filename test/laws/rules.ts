import { expect, onTestFinished, test } from 'vitest'
import { registrar } from '../support/commands.ts'
import { folderWith, writeFiles } from '../support/folder.ts'

/** What holds on every Prefect server whatever people and other tools do there, walked through with the command line. */
export function rules(api: () => string): void {
  test('what was paused past registrar stays paused', async () => {
    const own = await applied(api(), 'paused', 'description: a\nschedules: { s: { cron: "0 2 * * *" } }')
    const before = await own.live()
    await own.send('PATCH', `/deployments/${before.id}`, { paused: true })
    await own.send('PATCH', `/deployments/${before.id}/schedules/${before.schedules[0]!.id}`, { active: false })
    expect(await own.apply()).toMatchObject({ code: 0, writes: 0 })
    await own.spec('description: b\nschedules: { s: { cron: "5 2 * * *" } }')
    expect(await own.apply()).toMatchObject({ code: 0, results: ['updated'], unsettled: [] })
    expect(await own.live()).toMatchObject({ description: 'b', paused: true, schedules: [{ active: false }] })
  })

  test('a schedule made in the interface is kept and shown, until the spec says that there are none', async () => {
    const own = await applied(api(), 'kept', 'schedules: { s: { cron: "0 2 * * *" } }')
    const { id } = await own.live()
    await own.send('POST', `/deployments/${id}/schedules`, [{ schedule: { cron: '0 5 * * *' }, active: true }])
    const theirs = (await own.live()).schedules.find(({ slug }) => slug === null)!
    const seen = await own.apply()
    expect(seen).toMatchObject({ code: 0, writes: 0, changes: [{ schedules: [{ op: 'keep', id: theirs.id }] }] })
    await own.spec('description: new\nschedules: { s: { cron: "0 3 * * *" } }')
    expect(await own.apply()).toMatchObject({ code: 0, results: ['updated'], unsettled: [] })
    expect((await own.live()).schedules.map((row) => row.id)).toContain(theirs.id)
    await own.spec('schedules: {}')
    expect(await own.apply()).toMatchObject({ code: 0, unsettled: [] })
    expect((await own.live()).schedules).toEqual([])
    expect(await own.apply()).toMatchObject({ code: 0, writes: 0 })
  })

  test('a schedule under a new slug keeps its id, and each firing stays booked once', async () => {
    const own = await applied(api(), 'slugs', 'schedules: { old: { cron: "0 2 * * *" } }')
    const before = await own.live()
    await own.send('POST', `/deployments/${before.id}/schedule`, {})
    const booked = await own.booked()
    expect(booked.length).toBeGreaterThan(0)
    await own.spec('schedules: { new: { cron: "0 2 * * *" } }')
    expect(await own.apply()).toMatchObject({ code: 0, results: ['updated'], unsettled: [] })
    expect((await own.live()).schedules).toMatchObject([{ id: before.schedules[0]!.id, slug: 'new' }])
    const after = await own.booked()
    expect(new Set(after).size).toBe(after.length)
    expect(after.slice(0, 3)).toEqual(booked.slice(0, 3))
  })

  test('each field that can be cleared is cleared by one apply, and the next writes nothing', async () => {
    const own = await applied(
      api(),
      'cleared',
      `description: d
version: "1"
tags: [a]
path: /code
parameters: { day: monday }
pull: [{ prefect.deployments.steps.set_working_directory: { directory: /x } }]
concurrency_limit: { limit: 2, collision_strategy: ENQUEUE }
schedules: { s: { interval: 3600 } }`,
    )
    expect(await own.apply()).toMatchObject({ code: 0, writes: 0 })
    await own.spec(
      'description: null\nversion: null\ntags: []\npath: null\nparameters: {}\npull: []\nconcurrency_limit: null\nschedules: {}',
    )
    expect(await own.apply()).toMatchObject({ code: 0, results: ['updated'], unsettled: [] })
    expect(await own.live()).toMatchObject({ version: null, path: null, parameters: {}, schedules: [] })
    expect(await own.apply()).toMatchObject({ code: 0, writes: 0 })
  })

  test('tags that another tool replaced are put back with our mark', async () => {
    const own = await applied(api(), 'marked', 'tags: [a]')
    const { id } = await own.live()
    await own.send('PATCH', `/deployments/${id}`, { tags: ['theirs'] })
    expect(await own.apply()).toMatchObject({ code: 0, results: ['updated'], unsettled: [] })
    expect((await own.live()).tags.toSorted()).toEqual(['a', 'registrar:marked'])
    expect(await own.apply()).toMatchObject({ code: 0, writes: 0 })
  })

  test.for(['concurrency_limit: 3', 'concurrency_limit: null'])(
    'a limit that several share is neither rewritten nor deleted by %s',
    async (line) => {
      const own = await applied(api(), `shared${line.length}`, 'tags: [a]')
      const name = `${own.scope}-limit`
      const limit = await own.send<{ id: string }>('POST', '/v2/concurrency_limits/', { name, limit: 7 })
      const { id } = await own.live()
      await own.send('PATCH', `/deployments/${id}`, { global_concurrency_limit_id: limit.id })
      await own.spec(line)
      expect(await own.apply()).toMatchObject({ code: 0, results: ['updated'], unsettled: [] })
      expect(await own.send('GET', `/v2/concurrency_limits/${limit.id}`)).toMatchObject({ name, limit: 7 })
      expect(await own.apply()).toMatchObject({ code: 0, writes: 0 })
    },
  )

  test('a limit that several share outlives a deployment that is pruned', async () => {
    const own = await applied(api(), 'sharedgone', 'tags: [a]')
    const name = `${own.scope}-limit`
    const limit = await own.send<{ id: string }>('POST', '/v2/concurrency_limits/', { name, limit: 7 })
    await own.send('PATCH', `/deployments/${(await own.live()).id}`, { global_concurrency_limit_id: limit.id })
    await own.gone()
    expect(await own.apply('--prune', '--allow-delete', '1')).toMatchObject({ code: 0, results: ['pruned'] })
    expect(await own.send('GET', `/v2/concurrency_limits/${limit.id}`)).toMatchObject({ name, limit: 7 })
  })

  test('under a new name it begins as it was paused, and --prune deletes the former one', async () => {
    const own = await applied(api(), 'renamed', 'schedules: { s: { cron: "0 2 * * *" } }')
    const { id } = await own.live()
    await own.send('PATCH', `/deployments/${id}`, { paused: true })
    await own.spec('schedules: { s: { cron: "0 2 * * *" } }\nrenamed_from: renamed/one', 'two')
    expect(await own.apply('--prune')).toMatchObject({ code: 0, unsettled: [] })
    expect(await own.live('two')).toMatchObject({ paused: true })
    expect(await own.status(`/deployments/${id}`)).toBe(404)
    expect(await own.apply('--prune')).toMatchObject({ code: 0, writes: 0 })
  })

  test('a spec that is gone leaves what it said of its removal: keep, pause, protect', async () => {
    const kept = await applied(api(), 'onkeep', 'on_remove: keep')
    await kept.gone()
    expect(await kept.apply('--prune')).toMatchObject({ code: 0, writes: 0 })
    expect((await kept.live()).name).toBe('one')

    const paused = await applied(api(), 'onpause', 'on_remove: pause')
    await paused.gone()
    expect(await paused.apply('--prune')).toMatchObject({ code: 0, results: ['updated'] })
    expect(await paused.live()).toMatchObject({ paused: true })
    expect(await paused.apply('--prune')).toMatchObject({ code: 0, writes: 0 })

    const guarded = await applied(api(), 'guarded', 'protect: true')
    await guarded.gone()
    expect(await guarded.apply('--prune', '--allow-delete', '1')).toMatchObject({ code: 3, writes: 0 })
    expect((await guarded.live()).name).toBe('one')
  })

  test('what is seeded or ignored belongs to people once it exists', async () => {
    const seeded = await applied(api(), 'seeded', 'description: first\nseed: [description]')
    expect(await seeded.live()).toMatchObject({ description: 'first' })
    await seeded.send('PATCH', `/deployments/${(await seeded.live()).id}`, { description: 'theirs' })
    expect(await seeded.apply()).toMatchObject({ code: 0, writes: 0 })
    const ignored = await applied(api(), 'ignored', 'description: ours\nversion: "1"\nignore: [description]')
    await ignored.send('PATCH', `/deployments/${(await ignored.live()).id}`, { description: 'theirs' })
    expect(await ignored.apply()).toMatchObject({ code: 0, writes: 0 })
    expect(await ignored.live()).toMatchObject({ description: 'theirs', version: '1' })
  })

  test('the most runs of a schedule is stored at creation and changed in place', async () => {
    const own = await applied(
      api(),
      'most',
      'schedules: { s: { cron: "0 2 * * *", max_scheduled_runs: 2 }, t: { interval: 3600 } }',
    )
    const before = await own.live()
    expect(bySlug(before)['s']).toMatchObject({ max_scheduled_runs: 2 })
    expect(await own.apply()).toMatchObject({ code: 0, writes: 0 })
    await own.spec('schedules: { s: { cron: "0 2 * * *", max_scheduled_runs: 4 }, t: { interval: 3600 } }')
    expect(await own.apply()).toMatchObject({ code: 0, results: ['updated'], unsettled: [] })
    const after = bySlug(await own.live())
    expect(after['s']).toMatchObject({ id: bySlug(before)['s']!.id, max_scheduled_runs: 4 })
    expect(await own.apply()).toMatchObject({ code: 0, writes: 0 })
  })

  test('what another scope owns is neither changed nor deleted', async () => {
    const theirs = await applied(api(), 'foreign', 'description: theirs')
    const before = await theirs.live()
    const ours = await projectOf(api(), 'trespasser', 'foreign')
    await ours.spec('description: ours')
    expect(await ours.apply()).toMatchObject({ code: 1, writes: 0, results: [] })
    await ours.gone()
    expect(await ours.apply('--prune')).toMatchObject({ writes: 0 })
    expect(await theirs.live()).toEqual(before)
  })
}

type Row = { readonly id: string; readonly slug: string | null; readonly active: boolean }
type Live = {
  readonly id: string
  readonly name: string
  readonly tags: readonly string[]
  readonly schedules: readonly Row[]
}
type Document = {
  readonly changes: readonly object[]
  readonly outcomes: readonly { readonly result: string; readonly unsettled: readonly string[] }[] | null
}

function bySlug({ schedules }: Live): Readonly<Record<string, Row>> {
  return Object.fromEntries(schedules.map((row) => [row.slug ?? '', row]))
}

/** A project whose one spec has been applied. */
async function applied(api: string, scope: string, lines: string) {
  const project = await projectOf(api, scope, scope)
  await project.spec(lines)
  expect(await project.apply()).toMatchObject({ code: 0, results: ['created'], unsettled: [] })
  return project
}

/** A project of one spec, for a flow of its own unless another is named, and its server past registrar. */
async function projectOf(api: string, scope: string, flow: string) {
  const root = await folderWith({
    'registrar.yaml': `scope: ${scope}\n`,
    'etl.py': `from prefect import flow\n\n\n@flow\ndef ${flow}(day: str = "today"):\n    pass\n`,
  })
  const at = (path: string) => `${api}${path}`
  const fetched = (method: string, path: string, body?: unknown) =>
    fetch(at(path), {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
  const send = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetched(method, path, body)
    const text = await answer.text()
    expect(answer.ok, `${method} ${path} ${answer.status} ${text}`).toBe(true)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
  const live = (name = 'one') => send<Live>('GET', `/deployments/name/${flow}/${name}`)
  onTestFinished(async () => {
    for (const name of ['one', 'two']) {
      const found = await fetched('GET', `/deployments/name/${flow}/${name}`)
      if (found.ok) await fetched('DELETE', `/deployments/${((await found.json()) as Live).id}`)
    }
  })
  return {
    scope,
    send,
    live,
    status: async (path: string) => (await fetched('GET', path)).status,
    spec: (lines: string, name = 'one') =>
      writeFiles(root, { 'deployments/one.yaml': `name: ${name}\nentrypoint: etl.py:${flow}\n${lines}\n` }),
    gone: () => writeFiles(root, { 'deployments/one.yaml': '# nothing\n' }),
    /** When runs of `one` are booked, in order. */
    async booked() {
      const runs = await send<{ expected_start_time: string }[]>('POST', '/flow_runs/filter', {
        flow_runs: { deployment_id: { any_: [(await live()).id] }, state: { type: { any_: ['SCHEDULED'] } } },
      })
      return runs.map((run) => Date.parse(run.expected_start_time)).toSorted((a, b) => a - b)
    },
    async apply(...flags: string[]) {
      const args = ['apply', '--json', '--verbose', ...flags]
      const { code, stdout, stderr } = await registrar(args, { cwd: root, env: { PREFECT_API_URL: api } })
      const document = JSON.parse(stdout) as Document
      const outcomes = document.outcomes ?? []
      return {
        code,
        stderr,
        error: (document as { error?: unknown }).error,
        changes: document.changes,
        results: outcomes.map(({ result }) => result),
        unsettled: outcomes.flatMap(({ unsettled }) => unsettled),
        writes: stderr
          .split('\n')
          .filter((line) => /^(?:POST|PATCH|DELETE) (?!\S*\/(?:filter|count) )\S+ → /.test(line)).length,
      }
    },
  }
}
