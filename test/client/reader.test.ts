import { expect, test } from 'vitest'
import type { PrefectReader } from '../../src/client/reader.ts'
import { createReader } from '../../src/client/reader.ts'
import { connect } from './connect.ts'
import type { Loopback, Reply, Seen } from './loopback.ts'
import { listen } from './loopback.ts'

type Row = { id: string; name: string; flow_id: string; tags: string[] }

const rowsOf = (number: number, flows = 3): Row[] =>
  Array.from({ length: number }, (_nothing, index) => ({
    id: `d-${index}`,
    name: `name-${index}`,
    flow_id: `f-${index % flows}`,
    tags: ['registrar:team'],
  }))

/** A Prefect API over `rows`, which a test may change between requests. Rows stand in the order of their creation. */
function prefect(rows: Row[], { limit: most = 200 } = {}) {
  return (seen: Seen): Reply => {
    const { path } = seen
    const {
      deployments,
      flows,
      limit,
      offset,
      sort,
    }: {
      deployments?: { operator?: string; tags?: { any_: string[] }; name?: { any_: string[] } }
      flows?: { id: { any_: string[] } }
      limit: number
      offset: number
      sort?: string
    } = seen.body
    if (limit > most) {
      return { json: { detail: `Invalid limit: must be less than or equal to ${most}.` }, status: 422 }
    }
    if (path === '/api/flows/filter') {
      return { json: flows?.id.any_.slice(0, limit).map((id) => ({ id, name: `flow ${id}` })) }
    }
    const matching = rows.filter(({ name, tags }) => {
      const tagged = deployments?.tags?.any_.some((tag) => tags.includes(tag))
      const named = deployments?.name?.any_.includes(name)
      return (tagged ?? true) && (named ?? true)
    })
    if (path === '/api/work_pools/count') return { json: rows.length }
    if (path === '/api/work_pools/filter') return { json: rows.slice(offset, offset + limit) }
    if (path === '/api/deployments/count') return { json: matching.length }
    if (path === '/api/deployments/filter' && sort === 'CREATED_DESC') {
      return { json: matching.toReversed().slice(offset, offset + limit) }
    }
    return { json: { detail: 'Not Found' }, status: 404 }
  }
}

function readerOf(server: Loopback): PrefectReader {
  return createReader(connect(server.url).transport)
}

const sorted = (ids: readonly { readonly id: string }[]) => ids.map(({ id }) => id).sort()
const MARKED = { marked: 'registrar:team' }

test('450 deployments are read whole, with the names of their flows', async () => {
  const rows = rowsOf(450)
  const server = await listen(prefect(rows))
  const live = await readerOf(server).deployments(MARKED)
  expect(sorted(live)).toEqual(sorted(rows))
  expect(live.find(({ id }) => id === 'd-4')).toMatchObject({ key: 'flow f-1/name-4', flow: 'flow f-1', flowId: 'f-1' })
  expect(server.seen).toHaveLength(5) // one count, three pages, one page of flows
})

test('1,000 deployments of 1,000 flows take 11 requests', async () => {
  const server = await listen(prefect(rowsOf(1000, 1000)))
  expect(await readerOf(server).deployments(MARKED)).toHaveLength(1000)
  expect(server.seen).toHaveLength(11)
})

test('no deployments take two requests', async () => {
  const server = await listen(prefect([]))
  expect(await readerOf(server).deployments(MARKED)).toEqual([])
  expect(server.seen).toHaveLength(2)
})

test('what has one of the names is read whatever its tags, each once', async () => {
  const rows = rowsOf(4)
  rows[1]!.tags = []
  const server = await listen(prefect(rows))
  const live = await readerOf(server).deployments({ names: ['name-0', 'name-1', 'name-1'] })
  expect(sorted(live)).toEqual(['d-0', 'd-1'])
  expect(server.seen).toHaveLength(3)
})

test('5,000 names go in several filters', async () => {
  const rows = rowsOf(5000)
  const server = await listen(prefect(rows))
  const live = await readerOf(server).deployments({ names: rows.map(({ name }) => name) })
  expect(sorted(live)).toEqual(sorted(rows))
})

test('a server that allows smaller pages only is read in those', async () => {
  const rows = rowsOf(120, 120)
  const server = await listen(prefect(rows, { limit: 50 }))
  expect(sorted(await readerOf(server).deployments(MARKED))).toEqual(sorted(rows))
  expect(await readerOf(server).workPools()).toHaveLength(120)
})

const isPage = (seen: Seen, offset: number) => seen.path === '/api/deployments/filter' && seen.body.offset === offset

test.each([
  ['created', (rows: Row[]) => rows.push({ ...rows[0]!, id: 'new', name: 'new' })],
  ['deleted', (rows: Row[]) => rows.splice(440, 1)],
  ['deleted and another created', (rows: Row[]) => rows.splice(440, 1, { ...rows[0]!, id: 'new', name: 'new' })],
])('when a deployment is %s between two pages, the result is whole all the same', async (_what, change) => {
  const rows = rowsOf(450)
  const answer = prefect(rows)
  let changed = false
  const server = await listen((seen) => {
    if (isPage(seen, 200) && !changed) {
      changed = true
      change(rows)
    }
    return answer(seen)
  })
  const live = await readerOf(server).deployments(MARKED)
  const before = sorted(rowsOf(450))
  // never is a deployment lost that was there all the time
  const throughout = before.filter((id) => rows.some((row) => row.id === id))
  expect(sorted(live)).toEqual(expect.arrayContaining(throughout))
})

test('a list that never agrees with its count is an error after three readings', async () => {
  const rows = rowsOf(10)
  const answer = prefect(rows)
  const server = await listen((seen) => (seen.path.endsWith('/count') ? { json: 11 } : answer(seen)))
  await expect(readerOf(server).deployments(MARKED)).rejects.toMatchObject({
    code: 'api_unstable_list',
    message: "POST /deployments/filter: the list did not agree with the server's count in 3 readings",
  })
  expect(server.seen).toHaveLength(6)
})

test('a flow that is gone when its name is asked for means another reading', async () => {
  const rows = rowsOf(2, 2)
  const answer = prefect(rows)
  const server = await listen((seen) => {
    if (seen.path !== '/api/flows/filter' || rows.length === 1) return answer(seen)
    rows.pop() // the server deletes a flow's deployments with it
    return { json: [{ id: 'f-0', name: 'flow f-0' }] }
  })
  expect(sorted(await readerOf(server).deployments(MARKED))).toEqual(['d-0'])
})

test.each([
  ['an object', { json: { results: [] } }],
  ['a page', { text: '<html></html>' }],
  ['rows without flows', { json: [{ id: 'a', name: 'b' }] }],
  ['rows without ids', { json: [{ name: 'b', flow_id: 'f' }] }],
] satisfies [string, Reply][])(
  '%s in place of a list of deployments is an error, never an empty list',
  async (_what, reply) => {
    const server = await listen(({ path }) => (path.endsWith('/count') ? { json: 1 } : reply))
    await expect(readerOf(server).deployments(MARKED)).rejects.toMatchObject({ name: 'PrefectApiError' })
  },
)

test('a count that is no number is an error', async () => {
  const server = await listen(({ path }) => (path.endsWith('/count') ? { json: null } : { json: [] }))
  await expect(readerOf(server).deployments(MARKED)).rejects.toMatchObject({ code: 'api_unexpected_answer' })
})

test('a deployment is read by its names, whatever characters they have', async () => {
  const server = await listen(() => ({ json: { id: 'd', name: 'näch tlich?', flow_id: 'f' } }))
  expect(await readerOf(server).deployment('a#b', 'näch tlich?')).toMatchObject({ id: 'd', key: 'a#b/näch tlich?' })
  expect(server.seen[0]?.path).toBe('/api/deployments/name/a%23b/n%C3%A4ch%20tlich%3F')
})

test('only the API’s own word means that a deployment does not exist', async () => {
  const replies: Reply[] = [
    { json: { detail: 'Deployment not found' }, status: 404 },
    { json: { detail: 'Not Found' }, status: 404 },
    { text: '<h1>404</h1>', status: 404 },
  ]
  const server = await listen((_seen, number) => replies[number - 1]!)
  const reader = readerOf(server)
  expect(await reader.deployment('flow', 'name')).toBeUndefined()
  await expect(reader.deployment('flow', 'name')).rejects.toMatchObject({ code: 'api_no_route' })
  await expect(reader.deployment('flow', 'name')).rejects.toMatchObject({ code: 'api_not_json' })
})

test('a deployment read by its id has its flow’s name', async () => {
  const server = await listen(({ path }) =>
    path === '/api/flows/f' ? { json: { id: 'f', name: 'etl' } } : { json: { id: 'd', name: 'nightly', flow_id: 'f' } },
  )
  expect(await readerOf(server).deploymentById('d')).toMatchObject({ key: 'etl/nightly' })
})

test('all work pools are read, page by page', async () => {
  const names = Array.from({ length: 250 }, (_nothing, index) => `pool-${index}`)
  const server = await listen((seen) => {
    if (seen.path === '/api/work_pools/count') return { json: names.length }
    const { limit, offset }: { limit: number; offset: number } = seen.body
    const page = names.slice(offset, offset + limit)
    return { json: page.map((name) => ({ id: name, name, type: 'process', is_paused: name === 'pool-8' })) }
  })
  const pools = await readerOf(server).workPools()
  expect(pools).toHaveLength(250)
  expect(pools).toContainEqual({ name: 'pool-8', type: 'process', isPaused: true })
  expect(server.seen).toHaveLength(4) // one page to see that there are more, one count, two pages
})

test('when a work pool is deleted between two pages, none of the others is missed', async () => {
  const names = Array.from({ length: 250 }, (_nothing, index) => `pool-${index}`)
  const server = await listen((seen) => {
    if (seen.path === '/api/work_pools/count') return { json: names.length }
    const { limit, offset }: { limit: number; offset: number } = seen.body
    if (offset > 0 && names[0] === 'pool-0') names.shift()
    return { json: names.slice(offset, offset + limit).map((name) => ({ id: name, name, type: 'process' })) }
  })
  const pools = await readerOf(server).workPools()
  expect(pools.map(({ name }) => name)).toEqual(names)
})

test('the version and a flow are read', async () => {
  const server = await listen(({ path }) =>
    path === '/api/admin/version'
      ? { json: '3.8.8' }
      : path === '/api/flows/name/etl'
        ? { json: { id: 'f', name: 'etl' } }
        : { json: { detail: 'Flow not found' }, status: 404 },
  )
  const reader = readerOf(server)
  expect(await reader.version()).toBe('3.8.8')
  expect(await reader.flowByName('etl')).toMatchObject({ id: 'f' })
  expect(await reader.flowByName('none')).toBeUndefined()
})

test('an abort ends reading', async () => {
  const controller = new AbortController()
  const reason = new Error('Ctrl-C')
  const server = await listen(() => ({ raw: () => controller.abort(reason) }))
  const reader = createReader(connect(server.url).transport, controller.signal)
  await expect(reader.deployments(MARKED)).rejects.toBe(reason)
})
