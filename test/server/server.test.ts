import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { type Logger, silentLog } from '../../src/server/log.ts'
import { createServer } from '../../src/server/server.ts'

const server = await createServer({ data: ':memory:', clock: Date.now, uuid: randomUUID })
afterAll(() => server.close())

const JSON_TYPE = { 'content-type': 'application/json' }

function post(path: string, body: string, headers: Record<string, string> = JSON_TYPE) {
  return server.fetch(new Request(`http://localhost/api${path}`, { method: 'POST', body, headers }))
}

test('a body that is too large is a 413', async () => {
  const answer = await post('/flows/', JSON.stringify({ name: 'x'.repeat(9 * 1024 * 1024) }))
  expect(answer.status).toBe(413)
})

test('a body without a content type is JSON', async () => {
  const request = new Request('http://localhost/api/flows/', { method: 'POST', body: '{"name":"untyped"}' })
  request.headers.delete('content-type')
  expect((await server.fetch(request)).status).toBe(201)
})

test('a body that says it is no JSON is refused', async () => {
  const answer = await post('/flows/', '{"name":"typed"}', { 'content-type': 'text/plain' })
  expect(answer.status).toBe(422)
})

test('without the auth string health can be asked, and nothing else done with it', async () => {
  const guarded = await createServer({ data: ':memory:', clock: Date.now, uuid: randomUUID, authString: 'a:b' })
  const status = async (method: string) =>
    (await guarded.fetch(new Request('http://localhost/api/health', { method }))).status
  expect([await status('GET'), await status('HEAD'), await status('POST')]).toEqual([200, 401, 401])
  await guarded.close()
})

test('an error of ours is a 500 that tells the client nothing and the log everything', async () => {
  const lines: object[] = []
  const log: Logger = { ...silentLog, error: (fields) => lines.push(fields) }
  let hasIds = true
  const broken = await createServer({
    data: ':memory:',
    clock: Date.now,
    uuid: () => {
      if (hasIds) return randomUUID()
      throw new Error('no more ids')
    },
    log,
    isActive: false,
  })
  hasIds = false
  const body = JSON.stringify({ name: 'x' })
  const answer = await broken.fetch(
    new Request('http://localhost/api/flows/', { method: 'POST', body, headers: JSON_TYPE }),
  )
  expect(answer.status).toBe(500)
  expect(await answer.json()).toEqual({ exception_message: 'Internal Server Error' })
  expect(lines).toEqual([
    expect.objectContaining({ method: 'POST', path: '/api/flows', error: expect.stringContaining('no more ids') }),
  ])
  await broken.close()
})

test('a request that fails half way leaves nothing behind', async () => {
  const flow = await (await post('/flows/', JSON.stringify({ name: 'half' }))).json()
  const schedules = [1, 2].map(() => ({ schedule: { interval: 60 }, slug: 'same' }))
  const sent = { name: 'half', flow_id: Object(flow).id, schedules, work_queue_name: 'made-on-the-way' }
  expect((await post('/deployments/', JSON.stringify(sent))).status).toBe(409)
  expect((await server.fetch(new Request('http://localhost/api/deployments/name/half/half'))).status).toBe(404)
  expect((await server.fetch(new Request('http://localhost/api/work_pools/default-agent-pool'))).status).toBe(404)
})

describe('with an auth string', async () => {
  const guarded = await createServer({
    data: ':memory:',
    clock: Date.now,
    uuid: randomUUID,
    authString: 'admin:secret',
  })
  afterAll(() => guarded.close())
  const right = Buffer.from('admin:secret').toString('base64')
  const status = async (path: string, authorization?: string) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
    return (await guarded.fetch(new Request(`http://localhost${path}`, { headers }))).status
  }

  test('the right credentials come in, to an unknown path too', async () => {
    expect(await status('/api/hello', `Basic ${right}`)).toBe(200)
    expect(await status('/api/nothing', `Basic ${right}`)).toBe(404)
  })

  test('health and readiness are asked without', async () => {
    expect(await status('/api/health')).toBe(200)
    expect(await status('/api/ready', 'Basic nonsense')).toBe(200)
  })

  test.for([
    undefined,
    '',
    'Basic',
    'Basic !!!',
    `basic ${right}`,
    `Bearer ${right}`,
    'Bearer admin:secret',
    right,
    `Basic ${Buffer.from('admin:wrong').toString('base64')}`,
    `Basic ${right} x`,
  ])('"%s" is turned away', async (authorization) => {
    for (const path of ['/api/version', '/api/hello', '/api/nothing', '/api/csrf-token']) {
      expect(await status(path, authorization)).toBe(401)
    }
  })

  test('a refusal says only that', async () => {
    const answer = await guarded.fetch(new Request('http://localhost/api/flows/filter', { method: 'POST', body: '{' }))
    expect(await answer.json()).toEqual({ exception_message: 'Unauthorized' })
  })
})

test('a server whose data cannot be used says that it is there, and not ready', async () => {
  const lines: object[] = []
  const broken = await createServer({
    data: ':memory:',
    clock: Date.now,
    uuid: randomUUID,
    log: { ...silentLog, error: (fields) => lines.push(fields) },
    isActive: false,
  })
  await broken.close()
  const ask = (path: string) => broken.fetch(new Request(`http://localhost/api/${path}`))
  expect((await ask('health')).status).toBe(200)
  const ready = await ask('ready')
  expect(ready.status).toBe(503)
  expect(await ready.json()).toEqual({ message: 'Database is not available' })
  expect(lines).toHaveLength(1)
})
