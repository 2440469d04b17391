import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, apiAt, each } from '../../contract/api.ts'
import { newEvent } from '../../contract/events.ts'
import { type TestServer, startEmbedded } from '../../support/embedded.ts'

// Not in the contract: the real Prefect answers 500 to these on a machine whose SQLite has no `concat`.

let server: TestServer
let api: Api
beforeAll(async () => {
  server = await startEmbedded()
  api = apiAt(server.api, false)
})
afterAll(() => server.close())

const SAID = ['Connection timeout', 'connection lost', 'all is 100% well', 'say "hi"'] as const
const SEARCHES: readonly (readonly [query: string, found: readonly string[]])[] = [
  ['CONNECTION', SAID.slice(0, 2)],
  ['timeout well', [SAID[0], SAID[2]]],
  ['connection -lost', [SAID[0]]],
  ['connection !lost', [SAID[0]]],
  ['+connection +lost', [SAID[1]]],
  ['"connection timeout"', [SAID[0]]],
  ['-"connection timeout"', SAID.slice(1)],
  ['100%', [SAID[2]]],
  ['0_w', []],
  ['- +', SAID],
  ['  ', SAID],
  ['"unclosed', []],
  ['"connection ti', [SAID[0]]],
]

test.for(SEARCHES)('the search %s finds lines of logs', async ([query, found]) => {
  const run = randomUUID()
  const lines = SAID.map((message, at) => ({
    name: 'n',
    level: 20,
    message,
    flow_run_id: run,
    timestamp: `2026-01-01T00:00:0${at}Z`,
  }))
  await api.post('/logs/', lines)
  const logs = { flow_run_id: { any_: [run] }, text: { query } }
  expect(each((await api.post('/logs/filter', { logs })).body, 'message')).toEqual(found)
})

test.for(SEARCHES)('the search %s finds events', async ([query, found]) => {
  const id = randomUUID()
  const events = SAID.map((said, at) =>
    newEvent(
      { event: 'e', resource: { 'prefect.resource.id': id }, payload: { said: said.replaceAll('"', '') } },
      10 - at,
    ),
  )
  await api.post('/events', events)
  const filter = { order: 'ASC', resource: { id: [id] }, text: { query } }
  const { events: page } = (await api.post('/events/filter', { filter })).body
  const plain = found.map((said) => said.replaceAll('"', ''))
  expect(each(page, 'payload')).toEqual(plain.map((said) => ({ said })))
})

test('the name of a logger is searched, too; quotes are found when they are escaped', async () => {
  const run = randomUUID()
  const line = {
    name: 'my.logger',
    level: 20,
    message: 'say "hi"',
    flow_run_id: run,
    timestamp: '2026-01-01T00:00:00Z',
  }
  await api.post('/logs/', [line])
  const search = async (query: string) =>
    each((await api.post('/logs/filter', { logs: { flow_run_id: { any_: [run] }, text: { query } } })).body, 'message')
  expect(await search('my.log')).toEqual([line.message])
  expect(await search(String.raw`"say \"hi"`)).toEqual([line.message])
})
