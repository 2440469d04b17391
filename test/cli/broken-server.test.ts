import Ajv2020 from 'ajv/dist/2020.js'
import { describe, expect, onTestFinished, test } from 'vitest'
import schema from '../../schemas/plan.schema.json' with { type: 'json' }
import { type Finished, registrar } from '../support/commands.ts'
import { startEmbedded } from '../support/embedded.ts'
import { folderWith, writeFiles } from '../support/folder.ts'
import { type Passing, type Fate, startProxy } from '../support/proxy.ts'

const FLOW = 'from prefect import flow\n\n\n@flow\ndef etl(day: str = "today"):\n    pass\n'
const validate = new Ajv2020.default({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema)

/** One deployment with two schedules, one of which only a request of its own can make. */
const NIGHTLY = `name: nightly
entrypoint: etl.py:etl
description: Loads.
schedules:
  early: { cron: "0 9 * * *", max_scheduled_runs: 3 }
  late: { cron: "0 21 * * *" }
`

describe('a connection that breaks while an apply writes', () => {
  test.for(['cut before', 'cut after'] as const)('a creation that is %s is made once', async (fate) => {
    const { apply, live } = await world({ 'deployments/nightly.yaml': NIGHTLY }, onFirst('POST', '/deployments/', fate))
    const { code, document } = await apply()
    expect([code, document.outcomes]).toMatchObject([0, [{ result: 'created' }]])
    const [made, ...more] = await live()
    expect(more).toEqual([])
    expect(slugs(made!)).toEqual(['early', 'late'])
    expect((await apply()).document.summary).toMatchObject({ unchanged: 1, writes: 0 })
  })

  test.for(['cut before', 'cut after'] as const)(
    'a change of fields that is %s is made once and keeps the schedules',
    async (fate) => {
      const { root, apply, live, settled } = await world(
        { 'deployments/nightly.yaml': NIGHTLY },
        onFirst('PATCH', '/deployments/ID', fate),
      )
      await settled()
      const [before] = await live()
      await writeFiles(root, { 'deployments/nightly.yaml': NIGHTLY.replace('Loads.', 'Loads more.') })
      const { code, document } = await apply()
      expect([code, document.outcomes]).toMatchObject([0, [{ result: 'updated', unsettled: [] }]])
      const [after] = await live()
      expect(after!.description).toBe('Loads more.')
      expect(rows(after!)).toEqual(rows(before!))
    },
  )

  test.for([
    ['POST', '/deployments/ID/schedules', 'cut before'],
    ['POST', '/deployments/ID/schedules', 'cut after'],
    ['PATCH', '/deployments/ID/schedules/ID', 'cut before'],
    ['PATCH', '/deployments/ID/schedules/ID', 'cut after'],
    ['DELETE', '/deployments/ID/schedules/ID', 'cut before'],
    ['DELETE', '/deployments/ID/schedules/ID', 'cut after'],
    ['POST', '/deployments/ID/schedule', 'cut before'],
    ['POST', '/deployments/ID/schedule', 'cut after'],
    ['GET', '/deployments/ID', 'cut after'],
  ] as const)('%s %s %s: no schedule is lost or doubled, at the latest after the next apply', async (broken) => {
    const [method, path, fate] = broken
    const { root, apply, live, settled } = await world(
      { 'deployments/nightly.yaml': NIGHTLY },
      onFirst(method, path, fate),
    )
    await settled()
    const [before] = await live()
    await writeFiles(root, {
      'deployments/nightly.yaml': NIGHTLY.replace(/ {2}late:.*\n/, '  noon: { cron: "0 12 * * *" }\n').replace(
        '0 9',
        '5 9',
      ),
    })
    const first = await apply()
    if (first.code !== 0) {
      expect(first).toMatchObject({
        code: 1,
        document: { outcomes: [{ result: 'failed', error: { code: 'api_connection_lost' } }] },
      })
      const second = await apply()
      expect([second.code, second.document.outcomes], second.err).toMatchObject([0, [{ unsettled: [] }]])
    }
    const [after] = await live()
    expect(slugs(after!)).toEqual(['early', 'noon'])
    expect(rows(after!)['early']!.id).toBe(rows(before!)['early']!.id)
    expect((await apply()).document.summary).toMatchObject({ unchanged: 1, writes: 0 })
  })

  test('a prune that was done before the connection broke counts as done', async () => {
    const { root, apply, live, settled } = await world(
      { 'deployments/nightly.yaml': NIGHTLY, 'deployments/other.yaml': 'name: other\nentrypoint: etl.py:etl\n' },
      onFirst('DELETE', '/deployments/ID', 'cut after'),
    )
    await settled()
    await writeFiles(root, { 'deployments/other.yaml': '# nothing\n' })
    const { code, document, err } = await apply('--prune')
    expect([code, document.outcomes], err).toMatchObject([0, [{ result: 'unchanged' }, { result: 'pruned' }]])
    expect(await live()).toHaveLength(1)
  })
})

describe('a server that dies in the middle of an apply', () => {
  test('exit code 4, an outcome for each change, and a second apply does the rest', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `d${index}`)
    const died = { yet: false }
    const { root, apply, live, server } = await world(
      { 'deployments/all.yaml': names.map((name) => `name: ${name}\nentrypoint: etl.py:etl\n`).join('---\n') },
      ({ method, path, number }) => {
        if (method === 'POST' && path === '/deployments/' && number === 15) died.yet = true
        return died.yet ? 'cut before' : 'pass'
      },
    )
    const { code, document, err } = await apply()
    expect(code, err).toBe(4)
    const results = document.outcomes.map(({ result }) => result)
    expect(results).toHaveLength(30)
    expect(results.filter((result) => result === 'created')).toHaveLength((await live()).length)
    expect(new Set(results)).toEqual(new Set(['created', 'failed']))
    const again = await registrar(['-C', root, 'apply', '--json'], { cwd: root, env: { PREFECT_API_URL: server.api } })
    expect(again.code, again.stderr).toBe(0)
    expect(await live()).toHaveLength(30)
  })
})

describe('a server that dies with the first change of an apply', () => {
  test('each change fails with what became of it, and the next apply makes them', async () => {
    let dead = false
    const names = ['a', 'b', 'c']
    const specs = (description: string) =>
      names.map((name) => NIGHTLY.replace('nightly', name).replace('Loads', description)).join('---\n')
    const { root, apply, settled, server } = await world({ 'deployments/all.yaml': specs('Loads') }, ({ method }) => {
      dead ||= method === 'PATCH'
      return dead ? 'cut before' : 'pass'
    })
    await settled()
    await writeFiles(root, { 'deployments/all.yaml': specs('Sums') })
    const { code, document, err } = await apply()
    expect(code, err).toBe(1)
    for (const outcome of document.outcomes) {
      expect(outcome).toMatchObject({ result: 'failed', error: { code: 'api_connection_lost' } })
      expect(outcome).toMatchObject({ error: { message: expect.stringContaining('its runs could not be made again') } })
    }
    const again = await registrar(['apply', '--json'], { cwd: root, env: { PREFECT_API_URL: server.api } })
    expect([again.code, JSON.parse(again.stdout)]).toMatchObject([0, { summary: { update: 3 } }])
  })
})

describe('what somebody else does between plan and write', () => {
  const other = 'name: other\nentrypoint: etl.py:etl\n'

  test('a deployment that is deleted meanwhile is a clear failure, the rest is done, and the next apply creates it', async () => {
    const { root, apply, live, settled, send } = await world(
      { 'deployments/nightly.yaml': NIGHTLY },
      async ({ method, path }): Promise<Fate> => {
        if (method === 'PATCH' && path === '/deployments/ID')
          await send('DELETE', `/deployments/${(await live())[0]!.id}`)
        return 'pass'
      },
    )
    await settled()
    await writeFiles(root, {
      'deployments/nightly.yaml': NIGHTLY.replace('Loads.', 'Loads more.'),
      'deployments/other.yaml': other,
    })
    const { code, document } = await apply()
    expect([code, document.outcomes]).toMatchObject([
      4,
      [{ result: 'failed', error: { code: 'deleted_meanwhile' } }, { result: 'created' }],
    ])
    const again = await apply()
    expect([again.code, again.document.outcomes]).toMatchObject([0, [{ result: 'created' }, { result: 'unchanged' }]])
  })

  test('a deployment that is created meanwhile is told, and settled by the next apply', async () => {
    const { apply, live, send } = await world(
      { 'deployments/nightly.yaml': NIGHTLY },
      async ({ method, path, number }): Promise<Fate> => {
        if (method !== 'POST' || path !== '/deployments/' || number > 1) return 'pass'
        const flow = (await send('POST', '/flows/', { name: 'etl' })) as { id: string }
        await send('POST', '/deployments/', { name: 'nightly', flow_id: flow.id })
        return 'pass'
      },
    )
    const { code, document } = await apply()
    expect([code, document.outcomes]).toMatchObject([1, [{ result: 'failed', error: { code: 'created_meanwhile' } }]])
    expect(await apply()).toMatchObject({ code: 0 })
    expect((await live()).map(slugs)).toEqual([['early', 'late']])
    expect((await apply()).document.summary).toMatchObject({ unchanged: 1, writes: 0 })
  })

  test('a flow that is deleted meanwhile is a failure, and the next apply makes it again', async () => {
    const { apply, live, send } = await world(
      { 'deployments/other.yaml': other },
      async ({ method, path, number }): Promise<Fate> => {
        if (method !== 'POST' || path !== '/deployments/' || number > 1) return 'pass'
        const flow = (await send('GET', '/flows/name/etl')) as { id: string }
        await send('DELETE', `/flows/${flow.id}`)
        return 'pass'
      },
    )
    expect(await apply()).toMatchObject({ code: 1, document: { outcomes: [{ result: 'failed' }] } })
    expect(await apply()).toMatchObject({ code: 0, document: { outcomes: [{ result: 'created' }] } })
    expect(await live()).toHaveLength(1)
  })

  test('a pool that is deleted meanwhile is a failure that names it, and the next plan says that it is missing', async () => {
    const { apply, live, send } = await world(
      { 'deployments/other.yaml': `${other}work_pool: { name: local }\n` },
      async ({ method, path }): Promise<Fate> => {
        if (method === 'POST' && path === '/deployments/') await send('DELETE', '/work_pools/local')
        return 'pass'
      },
    )
    await send('POST', '/work_pools/', { name: 'local', type: 'process' })
    const { code, document } = await apply()
    expect([code, document.outcomes]).toMatchObject([
      1,
      [{ result: 'failed', error: { message: expect.stringContaining('"local"') } }],
    ])
    expect(await live()).toEqual([])
    expect((await apply()).document.findings).toMatchObject([{ severity: 'error' }])
  })
})

type Row = { readonly id: string; readonly slug: string }
type Live = { readonly id: string; readonly description: string; readonly schedules: readonly Row[] }
type Document = {
  readonly summary: object
  readonly findings: readonly object[]
  readonly outcomes: readonly { readonly result: string }[]
}

function onFirst(method: string, path: string, fate: Fate) {
  return (passing: Passing) =>
    passing.method === method && passing.path === path && passing.number === 1 ? fate : 'pass'
}

/** A project before a server, with a proxy between them that decides the fate of every request. */
async function world(files: Readonly<Record<string, string>>, fate: (passing: Passing) => Fate | Promise<Fate>) {
  const server = await startEmbedded()
  onTestFinished(() => server.close())
  const proxy = await startProxy(server.api, fate)
  const root = await folderWith({ 'etl.py': FLOW, ...files })
  const at = async (api: string, flags: readonly string[]) => {
    // fewer tries than usual, as the waits between them are real
    const env = { PREFECT_API_URL: api, PREFECT_CLIENT_MAX_RETRIES: '2' }
    const finished = await registrar(['apply', '--json', ...flags], { cwd: root, env })
    return { code: finished.code, err: finished.stderr, document: documentOf(finished) }
  }
  return {
    root,
    server,
    apply: (...flags: string[]) => at(proxy.api, flags),
    /** A request past the proxy, as another tool would make it. */
    async send(method: string, path: string, body?: unknown): Promise<unknown> {
      const sent =
        body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      const answer = await fetch(server.api + path, { method, ...sent })
      expect(answer.ok, `${method} ${path} ${answer.status}`).toBe(true)
      return answer.status === 204 ? undefined : answer.json()
    },
    /** Applies past the proxy. */
    settled: async () => expect((await at(server.api, [])).code).toBe(0),
    live: async () => (await (await fetch(`${server.api}/deployments/filter`, { method: 'POST' })).json()) as Live[],
  }
}

function documentOf({ stdout, stderr }: Finished): Document {
  expect(stdout, stderr).not.toBe('')
  const document: unknown = JSON.parse(stdout)
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true)
  return document as Document
}

function slugs({ schedules }: Live): readonly string[] {
  return schedules.map(({ slug }) => slug).sort()
}

function rows({ schedules }: Live): Readonly<Record<string, Row>> {
  return Object.fromEntries(schedules.map((row) => [row.slug, row]))
}
