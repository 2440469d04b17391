import { afterAll, expect, test } from 'vitest'
import { type Logger, silentLog } from '../../src/server/log.ts'
import { startMemory } from '../support/memory-server.ts'

const trouble: object[] = []
const note = (fields: object, message: string) => trouble.push({ ...fields, message })
const log: Logger = { ...silentLog, error: note }
const server = await startMemory({ isActive: false, log })
afterAll(() => server.close())

type Operation = readonly [method: string, path: string]

const OPERATIONS: readonly Operation[] = Object.entries(
  Object((await server.get('/api/openapi.json')).body).paths as Record<string, object>,
).flatMap(([path, methods]) => Object.keys(methods).map((method): Operation => [method.toUpperCase(), path]))

const PARTS = [
  '00000000-0000-4000-8000-000000000000',
  'x%00y',
  '%F0%9F%92%A5',
  'a'.repeat(3000),
  '..%2F',
  '%25zz',
  "';--",
]
const BODIES = [
  '',
  '{}',
  '[]',
  'null',
  '"x"',
  '[null]',
  '[{}]',
  '{"id":1e400}',
  '{"name":"\\ud800"}',
  '{"__proto__":{}}',
]
const NUMBERS = ['1e30', '1e400', '9007199254740993', '-1', '0.5', '"1"', 'null', '[]']
const QUERIES = [
  '?limit=1e30',
  '?offset=-1',
  '?page=99999999999999999999',
  '?start=nope',
  '?%00=%00',
  '?a[]=1&a[]=2',
  '?',
]

/** What was answered with a 500, or told to the log as an error of ours. */
async function failures(
  [method, path]: Operation,
  requests: readonly { query?: string; part?: string; body?: string }[],
) {
  const found: string[] = []
  for (const { query = '', part = PARTS[0] ?? '', body } of requests) {
    const sent = body === undefined || method === 'GET' ? {} : { body }
    const headers = { 'content-type': 'application/json' }
    const url = `http://localhost/api${path.replaceAll(/\{\w+\}/g, part)}${query}`
    const { status } = await server.fetch(new Request(url, { method, headers, ...sent }))
    if (status >= 500 || trouble.length > 0) {
      found.push(`${method} ${url} ${body ?? ''}: ${status} ${JSON.stringify(trouble.splice(0))}`)
    }
  }
  return found
}

test('the description names the routes', () => {
  expect(OPERATIONS.length).toBeGreaterThan(100)
})

test.for(OPERATIONS)('%s %s fails with nothing that stands in its path, query or body', async (operation) => {
  const paths = PARTS.flatMap((part) => [{ part }, { part, body: '{}' }])
  const bodies = BODIES.map((body) => ({ body }))
  const queries = QUERIES.map((query) => ({ query }))
  const numbers = ['limit', 'offset', 'page'].flatMap((name) =>
    NUMBERS.map((value) => ({ body: `{"${name}":${value}}` })),
  )
  expect(await failures(operation, [...paths, ...bodies, ...queries, ...numbers])).toEqual([])
})
