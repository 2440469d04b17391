import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSocket } from '../support/socket.ts'

/** What a guarded server wants to hear; a second colon is part of it. Letters beyond ASCII are too much for Prefect. */
export const AUTH_STRING = 'admin:open:sesame'

/** Starts a server that wants `AUTH_STRING`, and CSRF tokens of whoever writes. */
export type StartGuarded = () => Promise<{ readonly api: string; close(): Promise<void> }>

const RIGHT = { authorization: `Basic ${Buffer.from(AUTH_STRING).toString('base64')}` }
type Headers = Readonly<Record<string, string>>

/** What a Prefect server does at its doors, with every lock in place. */
export function guardedSuite(name: string, start: StartGuarded): void {
  describe(name, () => {
    let server: Awaited<ReturnType<StartGuarded>> | undefined
    beforeAll(async () => {
      server = await start()
    })
    afterAll(async () => {
      await server?.close()
    })
    const url = (path: string) => `${server?.api}${path}`
    const ask = async (method: string, path: string, headers: Headers = {}, body?: string | Buffer<ArrayBuffer>) => {
      const type: Headers = body === undefined ? {} : { 'content-type': 'application/json' }
      const sent = body === undefined ? {} : { body }
      const answer = await fetch(url(path), { method, headers: { ...type, ...headers }, ...sent })
      const text = await answer.text()
      const isJson = answer.headers.get('content-type')?.includes('json') ?? false
      return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text }
    }
    const pairOf = async (client: string): Promise<Headers> => {
      const { body } = await ask('GET', `/csrf-token?client=${client}`, RIGHT)
      return { 'prefect-csrf-token': body.token, 'prefect-csrf-client': client }
    }

    describe('the auth string', () => {
      test('who has it comes in', async () => {
        expect(await ask('GET', '/hello', RIGHT)).toMatchObject({ status: 200, body: '👋' })
        expect((await ask('GET', '/nothing', RIGHT)).status).toBe(404)
      })

      test.for([
        {},
        { authorization: '' },
        { authorization: 'Basic' },
        { authorization: 'Basic !!!' },
        { authorization: RIGHT.authorization.replace('Basic', 'basic') },
        { authorization: RIGHT.authorization.replace('Basic', 'Bearer') },
        { authorization: `Basic ${Buffer.from('admin:open').toString('base64')}` },
      ] as Headers[])('%j does not', async (headers) => {
        for (const path of ['/hello', '/version', '/csrf-token?client=x', '/openapi.json', '/nothing', '/health/']) {
          const { status, body } = await ask('GET', path, headers)
          expect([status, body]).toEqual([401, { exception_message: 'Unauthorized' }])
        }
      })

      test('health and readiness are asked without', async () => {
        expect((await ask('GET', '/health')).status).toBe(200)
        expect((await ask('GET', '/ready')).status).toBe(200)
      })
    })

    describe('CSRF tokens', () => {
      test('a token is given to a client, and good for many writes', async () => {
        const { status, body } = await ask('GET', '/csrf-token?client=many', RIGHT)
        expect(status).toBe(200)
        expect(Object.keys(body).toSorted()).toEqual(['client', 'created', 'expiration', 'id', 'token', 'updated'])
        expect(body).toMatchObject({ client: 'many', token: expect.stringMatching(/^[0-9a-f]{64}$/) })
        expect(Date.parse(body.expiration) - Date.now()).toBeGreaterThan(3_500_000)
        const pair = { ...RIGHT, 'prefect-csrf-token': body.token, 'prefect-csrf-client': 'many' }
        for (let count = 0; count < 2; count++) expect((await ask('POST', '/flows/count', pair, '{}')).status).toBe(200)
      })

      test.for([
        [{}, 'Missing CSRF token.'],
        [{ 'prefect-csrf-client': 'x' }, 'Missing CSRF token.'],
        [{ 'prefect-csrf-token': 'x' }, 'Missing client identifier.'],
        [{ 'prefect-csrf-token': 'x', 'prefect-csrf-client': 'x' }, 'Invalid CSRF token or client identifier.'],
      ] as [Headers, string][])('a write with %j is a 403: %s', async ([headers, detail]) => {
        for (const path of ['/flows/', '/flows/count', '/nothing']) {
          // looked at before the auth string
          expect(await ask('POST', path, headers, '{}')).toMatchObject({ status: 403, body: { detail } })
        }
      })

      test("a client's new token takes the place of its old one", async () => {
        const old = await pairOf('same')
        const young = await pairOf('same')
        expect((await ask('POST', '/flows/count', { ...RIGHT, ...old }, '{}')).status).toBe(403)
        expect((await ask('POST', '/flows/count', { ...RIGHT, ...young }, '{}')).status).toBe(200)
      })

      test('a client that does not say which it is gets none', async () => {
        const { status, body } = await ask('GET', '/csrf-token', RIGHT)
        expect(status).toBe(422)
        expect(body.exception_detail).toMatchObject([{ type: 'missing', loc: ['query', 'client'] }])
      })
    })

    describe('bodies', () => {
      const unreadable: readonly (readonly [string, Buffer<ArrayBuffer>])[] = [
        ['100,000 levels', Buffer.from(`{"name":"deep","labels":${'['.repeat(1e5)}${']'.repeat(1e5)}}`)],
        ['bytes that are no text', Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff]), Buffer.from('"}')])],
      ]
      test.for(unreadable)('%s are a 400', async ([, body]) => {
        const answer = await ask('POST', '/flows/', { ...RIGHT, ...(await pairOf('bodies')) }, body)
        expect(answer).toMatchObject({ status: 400, body: { detail: 'There was an error parsing the body' } })
      })

      test('a byte order mark is no part of JSON', async () => {
        const body = Buffer.from('\uFEFF{"name":"marked"}')
        expect((await ask('POST', '/flows/', { ...RIGHT, ...(await pairOf('bodies')) }, body)).status).toBe(201)
      })
    })

    describe('websockets', () => {
      const PREFECT = { protocols: ['prefect'] }

      test('the auth string is the token', async () => {
        const socket = await openSocket(url('/events/in'), PREFECT)
        await socket.ping()
        socket.send({ type: 'auth', token: AUTH_STRING })
        expect(await socket.next()).toEqual({ type: 'auth_success' })
        socket.ws.close()
      })

      test.for([
        [{ type: 'auth', token: 'admin:wrong' }, 'Invalid token'],
        [{ type: 'auth', token: null }, 'Auth required but no token provided'],
        [{ type: 'auth', token: '' }, 'Auth required but no token provided'],
        [{ type: 'filter', filter: {} }, "Expected 'auth' message"],
      ] as const)('%j is closed with 1008: %s', async ([message, reason]) => {
        for (const path of ['/events/in', '/events/out']) {
          const socket = await openSocket(url(path), PREFECT)
          socket.send(message)
          expect(await socket.closed).toEqual({ code: 1008, reason })
        }
      })

      test('a client that does not offer the subprotocol gets no websocket', async () => {
        await expect(openSocket(url('/events/in'))).rejects.toThrow('403')
        await expect(openSocket(url('/work_pools/p/workers/connect'))).rejects.toThrow('403')
      })

      test('a worker hears another word for every refusal', async () => {
        const socket = await openSocket(url('/work_pools/p/workers/connect'), PREFECT)
        socket.send({ type: 'auth', token: 'wrong' })
        expect(await socket.closed).toEqual({ code: 1008, reason: 'authentication_failed' })
      })
    })

    test('a page of another port may ask what it may do, without credentials', async () => {
      const answer = await ask('OPTIONS', '/flows/', {
        origin: 'http://localhost:5173',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('access-control-allow-origin')).toBe('*')
      expect(answer.headers.get('access-control-allow-methods')).toContain('PATCH')
      expect(answer.headers.get('access-control-allow-headers')).toContain('content-type')
    })

    test('an answer may be read by such a page', async () => {
      const { headers } = await ask('GET', '/hello', { ...RIGHT, origin: 'http://localhost:5173' })
      expect(headers.get('access-control-allow-origin')).toBe('*')
    })
  })
}
