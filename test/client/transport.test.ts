import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { PrefectApiError } from '../../src/client/api-error.ts'
import type { ClientEvent, Transport } from '../../src/client/transport.ts'
import { connect } from './connect.ts'
import type { Reply } from './loopback.ts'
import { freePort } from '../support/free-port.ts'
import { listen } from './loopback.ts'

const READ = { method: 'GET', path: '/flows/1' } as const
const CREATE = { method: 'POST', path: '/deployments/', body: { name: 'nightly' } } as const

async function failureOf(answer: Promise<unknown>): Promise<PrefectApiError> {
  const error: unknown = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof PrefectApiError) return error
  throw new Error('expected a PrefectApiError', { cause: error })
}

const sent = (events: readonly ClientEvent[]) => events.filter(({ kind }) => kind === 'request').length

test('a request carries the API version, our name and its JSON, and gives the JSON of the answer', async () => {
  const server = await listen(() => ({ json: { id: 'a' }, status: 201 }))
  const { transport } = connect(`${server.url}/`)
  expect(await transport.request(CREATE)).toEqual({ id: 'a' })
  const [one] = server.seen
  expect(one).toMatchObject({ method: 'POST', path: '/api/deployments/', body: { name: 'nightly' } })
  expect(one?.headers).toMatchObject({
    'x-prefect-api-version': '0.8.4',
    'user-agent': 'prefect-registrar/1.2.3',
    'content-type': 'application/json',
  })
  expect(one?.headers).not.toHaveProperty('authorization')
})

test('a 204 gives undefined', async () => {
  const server = await listen(() => ({ raw: (response) => response.writeHead(204).end() }))
  const { transport } = connect(server.url)
  expect(await transport.request({ method: 'PATCH', path: '/deployments/1', body: {} })).toBeUndefined()
})

test.each([
  ['an API key', { PREFECT_API_KEY: 'pnu_1' }, 'Bearer pnu_1'],
  ['an auth string', { PREFECT_API_AUTH_STRING: 'admin:secret' }, 'Basic YWRtaW46c2VjcmV0'],
  ['an auth string before a key', { PREFECT_API_KEY: 'k', PREFECT_API_AUTH_STRING: 'a:b' }, 'Basic YTpi'],
  [
    'a header of one’s own before both',
    { PREFECT_API_KEY: 'k', PREFECT_CLIENT_CUSTOM_HEADERS: '{"Authorization":"Own x"}' },
    'Own x',
  ],
])('%s is sent', async (_what, env, authorization) => {
  const server = await listen(() => ({ json: true }))
  const { transport } = connect(server.url, env)
  await transport.request(READ)
  expect(server.seen[0]?.headers.authorization).toBe(authorization)
})

test('credentials in the URL are sent as basic authentication and stand in no error', async () => {
  const server = await listen(() => ({ json: { exception_message: 'Unauthorized' }, status: 401 }))
  const { transport } = connect(`http://admin:s%20cret@127.0.0.1:${server.port}/api`)
  const error = await failureOf(transport.request(READ))
  expect(server.seen[0]?.headers.authorization).toBe('Basic YWRtaW46cyBjcmV0')
  expect(`${error.message} ${error.hint} ${transport.url}`).not.toContain('cret')
})

test('a 401 says which credentials were sent and what to set', async () => {
  const server = await listen(() => ({ json: { exception_message: 'Unauthorized' }, status: 401 }))
  const { transport, events } = connect(server.url, { PREFECT_API_KEY: 'pnu_secret' })
  const error = await failureOf(transport.request(READ))
  expect(error).toMatchObject({ code: 'api_unauthorized', status: 401, detail: 'Unauthorized', retriable: false })
  expect(error.message).toBe('GET /flows/1: the server answered 401: Unauthorized')
  expect(error.hint).toContain('Sent: the API key from the environment (PREFECT_API_KEY).')
  expect(error.hint).toContain('PREFECT_API_AUTH_STRING')
  expect(JSON.stringify(error) + error.message + error.hint).not.toContain('pnu_secret')
  expect(sent(events)).toBe(1)
})

test('the detail of a refused body names each place, without the echo of the request', async () => {
  const json = {
    exception_message: 'Invalid request received.',
    exception_detail: [{ type: 'missing', loc: ['body', 'name'], msg: 'Field required', input: { password: 'x' } }],
    request_body: { password: 'x' },
  }
  const server = await listen(() => ({ json, status: 422 }))
  const { transport } = connect(server.url)
  const error = await failureOf(transport.request(CREATE))
  expect(error).toMatchObject({ code: 'api_refused', answerLost: false, retriable: false })
  expect(error.detail).toBe('Invalid request received. body.name: Field required')
})

test.each([
  [
    'a login page with 200',
    { text: '<html><title> Sign in </title></html>' },
    'api_not_json',
    /200: a page \(text\/html\) titled "Sign in", not JSON/,
  ],
  ['a page with 404', { text: '<h1>nope</h1>', status: 404 }, 'api_not_json', /404: a page/],
  ['the 404 of another route', { json: { detail: 'Not Found' }, status: 404 }, 'api_no_route', /404: Not Found/],
  ['an empty 200', { text: '' }, 'api_not_json', /200: nothing, not JSON/],
] satisfies [string, Reply, string, RegExp][])(
  '%s is an error that asks for the URL',
  async (_what, reply, code, message) => {
    const server = await listen(() => reply)
    const { transport } = connect(server.url)
    const error = await failureOf(transport.request(READ))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
    expect(error.hint).toContain(`Does the URL end in /api? PREFECT_API_URL is ${server.url}, from the environment`)
  },
)

test('503 with Retry-After is waited out by that time, then the answer counts', async () => {
  const server = await listen((_seen, number) =>
    number === 1
      ? { json: { exception_message: 'Service Unavailable' }, status: 503, headers: { 'retry-after': '2.5' } }
      : { json: 'fine' },
  )
  const { transport, waits } = connect(server.url)
  expect(await transport.request(READ)).toBe('fine')
  expect(waits).toEqual([3000]) // 2.5 s and the fifth that jitter adds at most
})

test('Retry-After as a date is waited for', async () => {
  const server = await listen((_seen, number) =>
    number === 1
      ? { json: {}, status: 429, headers: { 'retry-after': 'Sat, 21 Nov 2026 10:00:10 GMT' } }
      : { json: 'fine' },
  )
  const { transport, waits } = connect(server.url, {}, { random: () => 0 })
  expect(await transport.request(READ)).toBe('fine')
  expect(waits).toEqual([10_000])
})

test('without Retry-After the waits double, and the last refusal is the error', async () => {
  const server = await listen(() => ({ json: { exception_message: 'Service Unavailable' }, status: 503 }))
  const { transport, waits } = connect(server.url, { PREFECT_CLIENT_MAX_RETRIES: '3' })
  const error = await failureOf(transport.request(READ))
  expect(waits).toEqual([500, 1000, 2000])
  expect(server.seen).toHaveLength(4)
  expect(error).toMatchObject({ code: 'api_overloaded', status: 503, retriable: true })
})

test('a server that asks for ten minutes is an error at once', async () => {
  const server = await listen(() => ({ json: {}, status: 503, headers: { 'retry-after': '600' } }))
  const { transport } = connect(server.url)
  expect(await failureOf(transport.request(READ))).toMatchObject({ retryAfterMs: 600_000 })
  expect(server.seen).toHaveLength(1)
})

test.each([400, 404, 409, 422, 500, 501])('%i is not tried again', async (status) => {
  const server = await listen(() => ({ json: { detail: 'no' }, status }))
  const { transport } = connect(server.url)
  expect(await failureOf(transport.request(READ))).toMatchObject({ status, detail: 'no', retriable: false })
  expect(server.seen).toHaveLength(1)
})

test.each([
  ['503', 503, 1, true],
  ['502', 502, 1, true],
  ['429, which says that nothing was done', 429, 3, false],
])('a create is sent again only after %s if at all', async (_what, status, requests, answerLost) => {
  const server = await listen(() => ({ json: {}, status }))
  const { transport } = connect(server.url, { PREFECT_CLIENT_MAX_RETRIES: '2' })
  expect(await failureOf(transport.request(CREATE))).toMatchObject({ status, answerLost, retriable: true })
  expect(server.seen).toHaveLength(requests)
})

test('a create that is said to be safe is sent again', async () => {
  const server = await listen((_seen, number) => (number < 3 ? { json: {}, status: 503 } : { json: { id: 'a' } }))
  const { transport } = connect(server.url)
  expect(await transport.request({ ...CREATE, safe: true })).toEqual({ id: 'a' })
})

const cutMidway: Reply = {
  raw(response) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
    response.write('{"id":', () => response.destroy())
  },
}

test('an answer that is cut midway is read again', async () => {
  const server = await listen((_seen, number) => (number === 1 ? cutMidway : { json: 'whole' }))
  const { transport, events } = connect(server.url)
  expect(await transport.request(READ)).toBe('whole')
  expect(events.map(({ kind }) => kind)).toEqual(['request', 'retry', 'request'])
})

test('a create whose answer is cut midway is not sent again, and says that it may have been done', async () => {
  const server = await listen(() => cutMidway)
  const { transport } = connect(server.url)
  const error = await failureOf(transport.request(CREATE))
  expect(error).toMatchObject({ code: 'api_connection_lost', status: undefined, answerLost: true, retriable: true })
  expect(server.seen).toHaveLength(1)
})

test('a server that never answers is given up after the request timeout, twice for a read', async () => {
  const server = await listen(() => ({ raw: () => undefined }))
  const { transport } = connect(server.url, { PREFECT_API_REQUEST_TIMEOUT: '0.05' })
  const error = await failureOf(transport.request(READ))
  expect(error).toMatchObject({ code: 'api_timeout', answerLost: true })
  expect(error.hint).toContain('PREFECT_API_REQUEST_TIMEOUT is 0.05 s')
  expect(server.seen).toHaveLength(2)
})

test('an answer that stops in the middle is given up after the request timeout', async () => {
  const server = await listen(() => ({
    raw: (response) => response.writeHead(200, { 'content-type': 'application/json' }).write('['),
  }))
  const { transport } = connect(server.url, { PREFECT_API_REQUEST_TIMEOUT: '0.05', PREFECT_CLIENT_MAX_RETRIES: '0' })
  expect(await failureOf(transport.request(READ))).toMatchObject({ code: 'api_timeout' })
})

test('a refused connection fails at once and asks whether the server runs', async () => {
  const port = await freePort()
  const { transport, events } = connect(`http://127.0.0.1:${port}/api`)
  const error = await failureOf(transport.request(CREATE))
  expect(error).toMatchObject({ code: 'api_unreachable', answerLost: false, retriable: true })
  expect(error.message).toContain('ECONNREFUSED')
  expect(error.hint).toBe(
    `Is the server running? PREFECT_API_URL is http://127.0.0.1:${port}/api, from the environment (PREFECT_API_URL).`,
  )
  expect(sent(events)).toBe(1)
})

test('a name that does not exist fails at once', async () => {
  const { transport } = connect('http://no-such-host.invalid/api')
  expect(await failureOf(transport.request(READ))).toMatchObject({ code: 'api_unreachable' })
})

test('an abort ends a request in flight with its reason', async () => {
  const controller = new AbortController()
  const reason = new Error('Ctrl-C')
  const server = await listen(() => ({ raw: () => controller.abort(reason) }))
  const { transport } = connect(server.url)
  await expect(transport.request({ ...READ, signal: controller.signal })).rejects.toBe(reason)
})

test('an abort ends the wait before another try', async () => {
  const controller = new AbortController()
  const reason = new Error('Ctrl-C')
  const server = await listen(() => ({ json: {}, status: 503 }))
  const { transport } = connect(
    server.url,
    {},
    { observe: (event) => event.kind === 'retry' && controller.abort(reason) },
  )
  await expect(transport.request({ ...READ, signal: controller.signal })).rejects.toBe(reason)
  expect(server.seen).toHaveLength(1)
})

test('a 307 within the server is followed with method and body', async () => {
  const server = await listen(({ path }) =>
    path === '/api/deployments/'
      ? { text: '', status: 307, headers: { location: '/api/deployments' } }
      : { json: { id: 'a' } },
  )
  const { transport } = connect(server.url, { PREFECT_API_KEY: 'k' })
  expect(await transport.request(CREATE)).toEqual({ id: 'a' })
  expect(server.seen[1]).toMatchObject({
    method: 'POST',
    body: { name: 'nightly' },
    headers: { authorization: 'Bearer k' },
  })
})

test('a redirect to another server is an error that names it, and no credentials go there', async () => {
  const other = await listen(() => ({ text: '<title>Log in</title>' }))
  const server = await listen(() => ({ text: '', status: 302, headers: { location: `${other.origin}/login` } }))
  const { transport } = connect(server.url, { PREFECT_API_KEY: 'k' })
  const error = await failureOf(transport.request(READ))
  expect(error).toMatchObject({ code: 'api_redirected', status: 302 })
  expect(error.hint).toContain(`It sends us to ${other.origin}/login.`)
  expect(other.seen).toEqual([])
})

test('a POST is not turned into a GET by a 302', async () => {
  const server = await listen(() => ({ text: '', status: 302, headers: { location: '/login' } }))
  const { transport } = connect(server.url)
  expect(await failureOf(transport.request(CREATE))).toMatchObject({ code: 'api_redirected' })
  expect(server.seen).toHaveLength(1)
})

test('redirects in a circle end', async () => {
  const server = await listen(() => ({ text: '', status: 307, headers: { location: '/api/again' } }))
  const { transport } = connect(server.url)
  expect(await failureOf(transport.request(READ))).toMatchObject({ code: 'api_redirected' })
  expect(server.seen).toHaveLength(6)
})

/** A server with CSRF protection, as Prefect 3.8.8 has it: a new token makes the client's former one invalid. */
function csrfServer() {
  const tokens = new Map<string, string>()
  let issued = 0
  const expire = () => tokens.clear()
  const reply = ({
    method,
    path,
    headers,
  }: {
    method: string
    path: string
    headers: Record<string, unknown>
  }): Reply => {
    const asked = /^\/api\/csrf-token\?client=(.*)$/.exec(path)?.[1]
    if (asked !== undefined) {
      tokens.set(asked, `token-${++issued}`)
      return { json: { token: tokens.get(asked), client: asked, expiration: '2026-11-21T11:00:00Z' } }
    }
    if (method === 'GET') return { json: 'read' }
    const { 'prefect-csrf-token': token, 'prefect-csrf-client': client } = headers
    if (token === undefined) return { json: { detail: 'Missing CSRF token.' }, status: 403 }
    if (tokens.get(String(client)) === token) return { json: 'written' }
    return { json: { detail: 'Invalid CSRF token or client identifier.' }, status: 403 }
  }
  return { reply, expire, issued: () => issued }
}

test('a CSRF token is fetched when the server asks for one, once for all that write at the same time', async () => {
  const csrf = csrfServer()
  const server = await listen(csrf.reply)
  const { transport } = connect(server.url)
  expect(await transport.request(READ)).toBe('read')
  expect(csrf.issued()).toBe(0)
  const writes = Array.from({ length: 6 }, () => transport.request(CREATE))
  expect(await Promise.all(writes)).toEqual(Array.from({ length: 6 }, () => 'written'))
  expect(csrf.issued()).toBe(1)
  await transport.request(CREATE)
  expect(server.seen.filter(({ path }) => path.includes('csrf'))).toHaveLength(1)
})

test('an outlived CSRF token is replaced, also for a create', async () => {
  const csrf = csrfServer()
  const server = await listen(csrf.reply)
  const { transport } = connect(server.url)
  await transport.request(CREATE)
  csrf.expire()
  expect(await transport.request(CREATE)).toBe('written')
  expect(csrf.issued()).toBe(2)
})

test('a server that refuses every CSRF token is an error, not a loop', async () => {
  const server = await listen(({ path }) =>
    path.includes('csrf-token')
      ? { json: { token: 'useless' } }
      : { json: { detail: 'Invalid CSRF token or client identifier.' }, status: 403 },
  )
  const { transport } = connect(server.url)
  expect(await failureOf(transport.request(CREATE))).toMatchObject({ code: 'api_forbidden', status: 403 })
  expect(server.seen).toHaveLength(3)
})

test('with a second writer refused, as by Prefect on SQLite, all writes succeed and soon go one by one', async () => {
  let writing = 0
  let refused = 0
  const server = await listen(async () => {
    if (writing > 0) {
      refused++
      return { json: { exception_message: 'Service Unavailable' }, status: 503 }
    }
    writing++
    await new Promise((resolve) => {
      setTimeout(resolve, 2)
    })
    writing--
    return { json: { id: 'a' } }
  })
  const { transport, events } = connect(server.url, {}, { random: () => 0.5 })
  await Promise.all(Array.from({ length: 100 }, () => transport.request({ ...CREATE, safe: true })))
  expect(refused).toBeLessThan(12)
  const limits = events.filter((event) => event.kind === 'limit')
  expect(limits.slice(0, 2).map(({ limit, because }) => [limit, because])).toEqual([
    [2, 'congested'],
    [1, 'congested'],
  ])
})

test('while the server wants to be left alone, nothing else is sent either', async () => {
  const order: string[] = []
  let release = () => {}
  const server = await listen(({ path }) => {
    order.push(path)
    return order.length === 1 ? { json: {}, status: 429, headers: { 'retry-after': '5' } } : { json: 'fine' }
  })
  const { transport } = connect(
    server.url,
    {},
    {
      parallelism: { start: 1, max: 1 },
      sleep: () =>
        new Promise((resolve) => {
          order.push('asleep')
          release = resolve
        }),
    },
  )
  const both = Promise.all(['/a', '/b'].map((path) => transport.request({ method: 'GET', path })))
  await expect.poll(() => order).toEqual(['/api/a', 'asleep'])
  release()
  expect(await both).toEqual(['fine', 'fine'])
  expect(order).toEqual(['/api/a', 'asleep', '/api/a', '/api/b'])
})

test('each request is observed with its status, time and number of the try', async () => {
  const server = await listen((_seen, number) => (number === 1 ? { json: {}, status: 503 } : { json: 1 }))
  const { transport, events } = connect(server.url)
  await transport.request(READ)
  expect(events.filter(({ kind }) => kind === 'request')).toEqual([
    { kind: 'request', ...READ, status: 503, ms: 0, attempt: 1 },
    { kind: 'request', ...READ, status: 200, ms: 0, attempt: 2 },
  ])
})

test('a plain proxy is asked for the API, with its own credentials', async () => {
  const proxy = await listen(() => ({ json: 'through' }))
  const { transport } = connect('http://prefect.test/api', { HTTP_PROXY: `http://u:p@127.0.0.1:${proxy.port}` })
  expect(await transport.request(READ)).toBe('through')
  expect(proxy.seen[0]).toMatchObject({
    path: 'http://prefect.test/api/flows/1',
    headers: { host: 'prefect.test', 'proxy-authorization': 'Basic dTpw' },
  })
})

test('a proxy that does not answer is named, without its credentials', async () => {
  const port = await freePort()
  const { transport } = connect('http://prefect.test/api', { HTTP_PROXY: `http://u:p4ss@127.0.0.1:${port}` })
  const error = await failureOf(transport.request(READ))
  expect(error.hint).toContain(`Going through the proxy http://127.0.0.1:${port}/.`)
  expect(`${error.message}${error.hint}`).not.toContain('p4ss')
})

test('a certificate file that is not there is an error naming the setting', async () => {
  const { transport } = connect('https://127.0.0.1:1/api', { PREFECT_API_SSL_CERT_FILE: 'ca.pem' })
  const request: Promise<unknown> = (transport satisfies Transport).request(READ)
  await expect(request).rejects.toMatchObject({
    code: 'setting_invalid',
    message:
      'PREFECT_API_SSL_CERT_FILE: names /project/ca.pem, which does not exist (from the environment (PREFECT_API_SSL_CERT_FILE))',
  })
})

test('a secure connection to a server that speaks none is an error about that', async () => {
  const server = await listen(() => ({ json: 1 }))
  const { transport } = connect(`https://127.0.0.1:${server.port}/api`)
  const error = await failureOf(transport.request(READ))
  expect(error).toMatchObject({ code: 'api_tls', retriable: false, answerLost: false })
  expect(error.message).toContain(
    'the secure connection was refused (ERR_SSL_WRONG_VERSION_NUMBER: wrong version number)',
  )
  expect(error.hint).toContain('begin with http://?')
})

test('a proxy that gives no tunnel is named', async () => {
  const proxy = await listen(() => ({ json: 1 })) // a server that does not know CONNECT hangs up
  const { transport } = connect('https://prefect.test/api', { HTTPS_PROXY: proxy.origin })
  const error = await failureOf(transport.request(READ))
  expect(error).toMatchObject({ code: 'api_unreachable', answerLost: false })
  expect(error.hint).toContain(`Going through the proxy ${proxy.origin}/.`)
  expect(proxy.seen).toEqual([])
})

test('what speaks no HTTP is an error that says so, not a bug', async () => {
  const server = createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const { transport, waits } = connect(`http://127.0.0.1:${port}/api`)
  const error = await failureOf(transport.request(READ))
  expect(error).toMatchObject({ code: 'api_not_http', retriable: false })
  expect(error.message).toMatch(/^GET \/flows\/1: the answer is not HTTP \(/)
  expect(error.hint).toContain(`Does the API listen on this port? PREFECT_API_URL is http://127.0.0.1:${port}/api`)
  expect(waits).toEqual([])
})

test('a server that wants longer patience than we have is quoted', async () => {
  const server = await listen(() => ({ json: {}, status: 503, headers: { 'retry-after': '600' } }))
  const error = await failureOf(connect(server.url).transport.request(READ))
  expect(error.hint).toBe('The server asks to be left alone for 600 s.')
})

test('JSON that is cut off by something between is not called a page', async () => {
  const server = await listen(() => ({ text: '[{"id":', headers: { 'content-type': 'application/json' } }))
  const error = await failureOf(connect(server.url).transport.request(READ))
  expect(error).toMatchObject({ code: 'api_not_json' })
  expect(error.message).toBe('GET /flows/1: the server answered 200: JSON that is broken or cut off')
  expect(error.hint).toMatch(/^See the server's log, and what stands between\./)
})

describe('a server that is gone for good', () => {
  test('is not waited for again and again: one request tries all it may, the others once', async () => {
    const server = await listen(() => ({ raw: (response) => response.socket?.resetAndDestroy() }))
    const { transport, events, waits } = connect(server.url)
    await failureOf(transport.request(READ))
    const tried = sent(events)
    expect(tried).toBe(6)
    const taken = waits.length
    for (let time = 0; time < 20; time++) await failureOf(transport.request(READ))
    expect(sent(events)).toBe(tried + 20)
    expect(waits).toHaveLength(taken)
  })

  test('is tried with patience again as soon as it has answered', async () => {
    let number = 0
    const server = await listen(() => {
      number += 1
      return number === 8 ? { json: {} } : { json: {}, status: 503 }
    })
    const { transport, events } = connect(server.url)
    await failureOf(transport.request(READ))
    await failureOf(transport.request(READ))
    await transport.request(READ)
    await failureOf(transport.request(READ))
    expect(sent(events)).toBe(6 + 1 + 1 + 6)
  })

  test('what it refuses to write is no reason to give up reading', async () => {
    const server = await listen(({ method }) => ({ json: {}, status: method === 'PATCH' ? 503 : 200 }))
    const { transport, events } = connect(server.url)
    const write = { method: 'PATCH', path: '/deployments/1', body: {} } as const
    await failureOf(transport.request(write))
    await transport.request(READ)
    await failureOf(transport.request(write))
    expect(sent(events)).toBe(6 + 1 + 1)
  })
})
