import { afterAll, expect, test } from 'vitest'
import { startMemory } from '../../support/memory-server.ts'

let now = Date.parse('2026-08-21T10:00:00Z')
const server = await startMemory({ csrf: true, clock: () => now })
afterAll(() => server.close())

const PAIR = (token: string, client: string) => ({ 'prefect-csrf-token': token, 'prefect-csrf-client': client })

async function token(client: string): Promise<string> {
  const { body } = await server.get(`/api/csrf-token?client=${client}`)
  return Object(body).token
}

test('a token is for one client and one hour', async () => {
  const { status, body } = await server.get('/api/csrf-token?client=one')
  expect(status).toBe(200)
  expect(body).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    created: expect.stringContaining('2026-08-21T10:00:00'),
    updated: expect.stringContaining('2026-08-21T10:00:00'),
    token: expect.stringMatching(/^[0-9a-f]{64}$/),
    client: 'one',
    expiration: expect.stringContaining('2026-08-21T11:00:00'),
  })
})

test('a write goes through with the pair, again and again', async () => {
  const pair = PAIR(await token('two'), 'two')
  for (const name of ['a', 'b']) expect((await server.post('/api/flows/', { name }, pair)).status).toBe(201)
})

test.for([
  ['/api/flows/', {}, 'Missing CSRF token.'],
  ['/api/flows/count', {}, 'Missing CSRF token.'],
  ['/api/nothing/there', { 'prefect-csrf-client': 'x' }, 'Missing CSRF token.'],
  ['/api/flows/', { 'prefect-csrf-token': 'x' }, 'Missing client identifier.'],
  ['/api/flows/', PAIR('x', 'x'), 'Invalid CSRF token or client identifier.'],
] as const)('POST %s with %j is a 403: %s', async ([path, headers, detail]) => {
  expect(await server.post(path, {}, headers)).toMatchObject({ status: 403, body: { detail } })
})

test.for(['POST', 'PUT', 'PATCH', 'DELETE'])('%s is a write', async (method) => {
  const answer = await server.fetch(new Request('http://127.0.0.1/api/flows/x', { method }))
  expect([answer.status, await answer.json()]).toEqual([403, { detail: 'Missing CSRF token.' }])
})

test('reading needs no token', async () => {
  expect((await server.get('/api/hello')).status).toBe(200)
})

test('a second token takes the place of the first, and another client cannot use it', async () => {
  const first = await token('three')
  const second = await token('three')
  expect((await server.post('/api/flows/count', {}, PAIR(first, 'three'))).status).toBe(403)
  expect((await server.post('/api/flows/count', {}, PAIR(second, 'four'))).status).toBe(403)
  expect((await server.post('/api/flows/count', {}, PAIR(second, 'three'))).status).toBe(200)
})

test('a token is worth nothing after its hour', async () => {
  const pair = PAIR(await token('late'), 'late')
  now += 3_599_000
  expect((await server.post('/api/flows/count', {}, pair)).status).toBe(200)
  now += 2000
  expect((await server.post('/api/flows/count', {}, pair)).status).toBe(403)
})

test('tokens of ever new clients do not pile up: the oldest go', async () => {
  const early = PAIR(await token('early'), 'early')
  for (let index = 0; index < 10_000; index++) await token(`client-${index}`)
  expect((await server.post('/api/flows/count', {}, early)).status).toBe(403)
  const again = PAIR(await token('early'), 'early')
  expect((await server.post('/api/flows/count', {}, again)).status).toBe(200)
})

test('a client that asks again is not among the oldest', async () => {
  await token('faithful')
  for (let index = 0; index < 9_999; index++) await token(`once-${index}`)
  const pair = PAIR(await token('faithful'), 'faithful')
  for (let index = 0; index < 10; index++) await token(`later-${index}`)
  expect((await server.post('/api/flows/count', {}, pair)).status).toBe(200)
})

test('a client has to say which it is, even if it says nothing', async () => {
  const { status, body } = await server.get('/api/csrf-token')
  expect(status).toBe(422)
  expect(body).toMatchObject({ exception_detail: [{ type: 'missing', loc: ['query', 'client'] }] })
  expect((await server.get('/api/csrf-token?client=')).status).toBe(200)
})

test('a server without protection says so', async () => {
  const open = await startMemory()
  expect(await open.get('/api/csrf-token?client=x')).toMatchObject({
    status: 422,
    body: { detail: 'CSRF protection is disabled.' },
  })
  expect((await open.post('/api/flows/count', {})).status).toBe(200)
  await open.close()
})
