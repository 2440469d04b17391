import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type ListenOptions, listen } from '../../src/server/listen.ts'
import { silentLog } from '../../src/server/log.ts'
import { type ServerOptions, createServer } from '../../src/server/server.ts'
import { startMemory } from '../support/memory-server.ts'
import { clientVersionOf } from '../../src/server/http/client-version.ts'
import { rawAnswer, rawConnection, statusOf } from '../support/raw-http.ts'
import { openPrefectSocket, openSocket } from '../support/socket.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function started(options: Partial<ServerOptions> = {}, at: Partial<ListenOptions> = {}) {
  const server = await createServer({
    data: ':memory:',
    clock: Date.now,
    uuid: randomUUID,
    isActive: false,
    ...options,
  })
  const listening = await listen(server, { host: '127.0.0.1', port: 0, ...at })
  open.push(listening)
  return { ...listening, sockets: server.sockets }
}

const get = (path: string, headers = '') =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`

async function isWell({ url }: { url: string }): Promise<boolean> {
  return (await (await fetch(`${url}/api/health`)).json()) === true
}

describe('slow and many clients', () => {
  test('a client that never ends its headers is let go, and others are served meanwhile', async () => {
    const server = await started({}, { headersMs: 200, requestMs: 400 })
    const slow = rawConnection(server.port)
    slow.write('GET /api/health HTTP/1.1\r\nHost: localhost\r\nX-A: ')
    expect(await isWell(server)).toBe(true)
    expect(statusOf(await slow.closed)).toBe(408)
  })

  test('a client that never ends its body is let go', async () => {
    const server = await started({}, { headersMs: 200, requestMs: 400 })
    const slow = rawConnection(server.port)
    slow.write('POST /api/flows/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"name":')
    expect(await isWell(server)).toBe(true)
    expect(statusOf(await slow.closed)).toBe(408)
    expect(await (await fetch(`${server.url}/api/flows/count`, { method: 'POST' })).json()).toBe(0)
  })

  test('a client that does not read its answers is let go', async () => {
    const server = await started({}, { standstillMs: 500 })
    const deaf = rawConnection(server.port)
    deaf.socket.pause()
    const ask = 'GET /api/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'
    for (let count = 0; count < 20; count++) deaf.write(ask)
    // who does not read hears of the end by writing
    const isGone = () => {
      deaf.write('\r\n')
      return deaf.socket.destroyed
    }
    await expect.poll(isGone, { interval: 1000 }).toBe(true)
    expect(await isWell(server)).toBe(true)
  })

  test('a thousand connections that say nothing keep nobody else from being served, nor the server from closing', async () => {
    const server = await started()
    const idle = Array.from({ length: 1000 }, () => rawConnection(server.port))
    await Promise.all(idle.map(({ socket }) => new Promise((resolve) => socket.once('connect', resolve))))
    expect(await isWell(server)).toBe(true)
    await open.pop()?.close()
    for (const { closed } of idle) expect(await closed).toBe('')
  })

  test('beyond the most connections there is none, until one ends', async () => {
    const server = await started({}, { connections: 3 })
    const [first, ...others] = Array.from({ length: 3 }, () => rawConnection(server.port))
    for (const each of [first, ...others]) {
      each?.write('GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n')
      await each?.until('true')
    }
    expect(await rawAnswer(server.port, get('/api/health'))).toBe('')
    first?.socket.destroy()
    await expect.poll(() => rawAnswer(server.port, get('/api/health'))).toContain('true')
  })

  test('a request that is under way when the server closes gets its answer', async () => {
    const server = await started()
    const late = rawConnection(server.port)
    const body = '{"name":"late"}'
    late.write(`POST /api/flows/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n{"name":`)
    expect(await isWell(server)).toBe(true)
    const closing = open.pop()?.close()
    late.write('"late"}')
    expect(statusOf(await late.closed)).toBe(201)
    await closing
  })

  test('a client that has said all it wants to say gets its answer', async () => {
    const server = await started()
    const half = rawConnection(server.port)
    half.socket.end('GET /api/hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    expect(statusOf(await half.closed)).toBe(200)
  })

  test('a client that leaves in the midst of its request does no harm, and is no error', async () => {
    const lines: object[] = []
    const note = (fields: object) => lines.push(fields)
    const server = await started({ log: { ...silentLog, warn: note, error: note } })
    for (const length of ['Content-Length: 100', 'Transfer-Encoding: chunked']) {
      for (let count = 0; count < 20; count++) {
        const gone = rawConnection(server.port)
        gone.write(`POST /api/flows/ HTTP/1.1\r\nHost: localhost\r\n${length}\r\n\r\n9\r\n{"name":1`)
        await new Promise((resolve) => gone.socket.once('connect', resolve))
        gone.socket.resetAndDestroy()
      }
      expect(await isWell(server)).toBe(true)
    }
    expect(lines).toEqual([])
  })
})

describe('sizes', () => {
  test('headers that are too large are a 431', async () => {
    const { port } = await started()
    expect(statusOf(await rawAnswer(port, get('/api/health', `X-Big: ${'x'.repeat(20_000)}\r\n`)))).toBe(431)
  })

  test('a path that is too long is a 414', async () => {
    const { port } = await started()
    expect(statusOf(await rawAnswer(port, get(`/api/flows/name/${'x'.repeat(9000)}`)))).toBe(414)
  })

  test('a body that says it is too large is refused before it is sent', async () => {
    const { port } = await started()
    const large = rawConnection(port)
    large.write('POST /api/flows/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000\r\n\r\n{"name":"')
    expect(statusOf(await large.until('larger than 8388608 bytes'))).toBe(413)
    large.socket.destroy()
  })

  test('a body in chunks is refused as soon as it is too large', async () => {
    const { port } = await started()
    const large = rawConnection(port)
    large.write('POST /api/flows/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n')
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`
    for (let count = 0; count < 140; count++) large.write(chunk)
    expect(statusOf(await large.until('larger than 8388608 bytes'))).toBe(413)
    large.socket.destroy()
  })
})

describe('patterns of ours', async () => {
  const server = await startMemory({ isActive: false })
  afterAll(() => server.close())

  test('find the placeholders of a template among a million blanks', async () => {
    const x = `{{${' '.repeat(1_000_000)}}{{ a }}{{ }}`
    const template = { variables: { properties: { a: { type: 'string' } } }, job_configuration: { x } }
    const { status, body } = await server.post('/api/work_pools/', {
      name: 'blank',
      type: 't',
      base_job_template: template,
    })
    expect([status, JSON.stringify(body).match(/undeclared variable\(s\): [^"]*/)?.[0]]).toEqual([
      422,
      'undeclared variable(s):  .',
    ])
  })

  test('read the version of a client out of a long line', () => {
    expect(clientVersionOf('prefect/3.8.8 (API 0.8.4)')).toBe('3.8.8')
    expect(clientVersionOf('prefect/3.9.0rc1+12.g1a2b3c (API 0.8.4)')).toBe('3.9.0rc1+12.g1a2b3c')
    expect(clientVersionOf(`prefect/1.1.${'1'.repeat(500_000)}`)).toBeUndefined()
  })
})

test('a deployment has at most 200 schedules, however they come', async () => {
  const server = await startMemory({ isActive: false })
  onTestFinished(() => server.close())
  const ask = async (method: string, path: string, body: unknown) => {
    const request = { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const answer = await server.fetch(new Request(`http://localhost/api${path}`, request))
    return { status: answer.status, value: answer.status === 204 ? {} : Object(await answer.json()) }
  }
  const some = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({ schedule: { interval: 60 }, slug: `s${from + index}` }))
  const { value: flow } = await ask('POST', '/flows/', { name: 'f' })
  const make = (name: string, schedules: object[]) =>
    ask('POST', '/deployments/', { name, flow_id: flow.id, schedules })
  expect(await make('many', some(0, 201))).toMatchObject({
    status: 422,
    value: { detail: 'A deployment has at most 200 schedules.' },
  })
  const { value: deployment } = await make('enough', some(0, 200))
  const path = `/deployments/${deployment.id}`
  expect(await ask('POST', `${path}/schedules`, some(200, 1))).toMatchObject({ status: 422 })
  expect(await ask('PATCH', path, { schedules: some(200, 1) })).toMatchObject({ status: 422 })
  expect(await ask('PATCH', path, { schedules: some(0, 200) })).toMatchObject({ status: 204 })
  expect((await ask('GET', path, undefined)).value.schedules).toHaveLength(200)
})

describe('filters of very many values', async () => {
  const server = await startMemory({ isActive: false })
  afterAll(() => server.close())
  const many = Array.from({ length: 30_000 }, (_, index) => `tag ${index}`)
  const named = async (path: string, filter: object) => {
    const { status, body } = await server.post(`/api/${path}`, filter)
    return { status, names: Array.isArray(body) ? body.map(({ name }: { name: string }) => name).toSorted() : body }
  }
  beforeAll(async () => {
    const flow = (await server.post('/api/flows/', { name: 'f', tags: many })).body
    const flow_id = Object(flow).id
    await server.post('/api/deployments/', { name: 'all', flow_id, tags: many })
    await server.post('/api/deployments/', { name: 'one', flow_id, tags: ['tag 7', 'other'] })
    await server.post('/api/deployments/', { name: 'none', flow_id, tags: ['tag'] })
    await server.post('/api/work_pools/', { name: 'pool', type: 'process' })
    for (const name of ['tag 1', 'TAG 2', 'other']) await server.post('/api/work_pools/pool/queues', { name })
  })

  test('all of very many tags are found where they all are, told twice or not', async () => {
    const filter = { deployments: { tags: { all_: [...many, ...many] } } }
    expect(await named('deployments/filter', filter)).toEqual({ status: 200, names: ['all'] })
  })

  test('any of very many tags is found', async () => {
    const filter = { deployments: { tags: { any_: many } } }
    expect(await named('deployments/filter', filter)).toEqual({ status: 200, names: ['all', 'one'] })
  })

  test('beginnings are as many as there are', async () => {
    const filter = { work_queues: { name: { startswith_: many } } }
    expect(await named('work_queues/filter', filter)).toEqual({ status: 200, names: ['TAG 2', 'tag 1'] })
  })

  test('a pattern that is longer than any is refused', async () => {
    const filter = { deployments: { name: { like_: 'x%'.repeat(30_000) } } }
    expect((await server.post('/api/deployments/filter', filter)).status).toBe(422)
  })
})

describe('strange requests', () => {
  test('requests that come in one go are answered in order', async () => {
    const { port } = await started()
    const keep = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`
    const body = '{"name":"piped"}'
    const post = `POST /api/flows/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    const answer = await rawAnswer(port, keep('/api/health') + post + keep('/api/nothing') + get('/api/version'))
    expect([...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '201', '404', '200'])
    expect(answer.trimEnd().endsWith('"0.8.4"')).toBe(true)
  })

  test('a client that asks for much at once on one connection is told to wait for its answers', async () => {
    const server = await started()
    const greedy = rawConnection(server.port)
    greedy.write('GET /api/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(500))
    const answers = await greedy.until('at once on one connection')
    greedy.socket.destroy()
    expect([...answers.matchAll(/HTTP\/1\.1 200 /g)].length).toBeLessThanOrEqual(32)
    expect(await isWell(server)).toBe(true)
  })

  test('a body whose length is told in two ways is no request', async () => {
    const { port } = await started()
    const smuggled =
      'POST /api/flows/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'
    expect(statusOf(await rawAnswer(port, smuggled))).toBe(400)
  })

  test.for([
    ['GET', '/api//flows', 404],
    ['GET', '//api//health', 404],
    ['GET', '//evil.example/api/health', 404],
    ['GET', '/api/flows/name/%zz', 404],
    ['GET', '/api/flows/name/%ff%fe', 404],
    ['GET', '/api/flows/name/a%00b', 404],
    ['GET', '/api/../api/health', 200],
    ['GET', '/api/%2e%2e/%2e%2e/etc/passwd', 404],
    ['GET', '/api/health?x=%zz', 200],
    ['HEAD', '/api/health', 405],
    ['OPTIONS', '/api/health', 405],
    ['TRACE', '/api/health', 405],
    ['PATCH', '/api/health', 405],
    ['PROPFIND', '/api/health', 405],
    ['GET', '/api\\health', 400],
  ] as const)('%s %s is a %i', async ([method, path, status]) => {
    const { port } = await started()
    const request = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`
    const answer = await rawAnswer(port, request)
    expect(statusOf(answer)).toBe(status)
    expect(answer).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/)
  })

  test('a part of a path may hold a slash and a percent sign, encoded', async () => {
    const { url, port } = await started()
    const name = 'a/b %2F ü'
    const post = (path: string, body: object) =>
      fetch(url + path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })
    await post('/api/work_pools/', { name: 'pool', type: 'process' })
    await post('/api/work_pools/pool/workers/heartbeat', { name })
    const remove = (path: string) =>
      rawAnswer(port, get(`/api/work_pools/pool/workers/${path}`).replace('GET', 'DELETE'))
    expect(statusOf(await remove('a/b'))).toBe(404)
    expect(statusOf(await remove(encodeURIComponent(name)))).toBe(204)
    expect(await (await post('/api/work_pools/pool/workers/filter', {})).json()).toEqual([])
  })

  test('what is no HTTP is a 400', async () => {
    const { port } = await started()
    expect(statusOf(await rawAnswer(port, '\x16\x03\x01\x02\x00\x01\x00\r\n\r\n'))).toBe(400)
  })

  test('a client that offers HTTP/2 on the way is answered in HTTP/1.1', async () => {
    const { port } = await started()
    const offer = 'Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n'
    const request = `GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n${offer}\r\n`
    const client = rawConnection(port)
    client.write(request)
    expect(statusOf(await client.until('true'))).toBe(200)
    client.socket.destroy()
  })
})

describe('strangers', () => {
  const AUTH = 'admin:s:é:ключ'

  test('a colon and letters of any script may stand in the auth string', async () => {
    const { url } = await started({ authString: AUTH })
    const ask = async (text: string) => {
      const authorization = `Basic ${Buffer.from(text).toString('base64')}`
      return (await fetch(`${url}/api/hello`, { headers: { authorization } })).status
    }
    expect(await ask(AUTH)).toBe(200)
    expect(await ask('admin:s:é')).toBe(401)
    expect(await ask('admin')).toBe(401)
    const socket = await openPrefectSocket(`${url}/api/events/in`, AUTH)
    await socket.ping()
    socket.ws.close()
  })

  test.for<Record<string, string>>([
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { host: 'evil.example' },
    { host: 'localhost.evil.example:4200' },
  ])('a websocket for %j is turned away', async (headers) => {
    const { url, sockets } = await started()
    await expect(openSocket(`${url}/api/events/in`, { protocols: ['prefect'], headers })).rejects.toThrow('403')
    expect(sockets.count()).toBe(0)
  })

  test('a websocket of a page of this machine is let in', async () => {
    const { url } = await started()
    const socket = await openSocket(`${url}/api/events/in`, {
      protocols: ['prefect'],
      headers: { origin: 'http://localhost:5173' },
    })
    socket.ws.close()
    expect((await socket.closed).code).toBe(1005)
  })

  test('where there is no websocket, the answer is a 404', async () => {
    const { url } = await started()
    for (const path of ['/api/nothing', '/api/health/x', '/nothing', '/events/in']) {
      await expect(openSocket(url + path, { protocols: ['prefect'] })).rejects.toThrow('404')
    }
  })

  test('a websocket handshake that is none is refused', async () => {
    const { port } = await started()
    const request = (headers: string) =>
      `GET /api/events/in HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${headers}\r\n`
    expect(statusOf(await rawAnswer(port, request('')))).toBe(400)
    const old = 'Sec-WebSocket-Version: 7\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
    expect(statusOf(await rawAnswer(port, request(old)))).toBe(400)
  })

  test('frames that break the protocol end their socket and nothing else', async () => {
    const server = await started()
    const request =
      'GET /api/events/in HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
    // not masked; masked with a length beyond all bounds; reserved bits; a ping in two parts
    for (const frame of ['8101ff', '81ffffffffffffffffff00000000', 'f18000000000', '098000000000']) {
      const client = rawConnection(server.port)
      client.write(request)
      await client.until('101 Switching Protocols')
      client.write(Buffer.from(frame, 'hex'))
      await client.closed
    }
    await expect.poll(() => server.sockets.count()).toBe(0)
    expect(await isWell(server)).toBe(true)
  })
})
