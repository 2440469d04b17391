import { randomUUID } from 'node:crypto'
import { createServer as createTcp } from 'node:net'
import { request } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { listen } from '../../src/server/listen.ts'
import { rawConnection } from '../support/raw-http.ts'
import { type EmbeddedServer, createServer } from '../../src/server/server.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function memoryServer(authString?: string): Promise<EmbeddedServer> {
  const auth = authString === undefined ? {} : { authString }
  return createServer({ data: ':memory:', clock: Date.now, uuid: randomUUID, ...auth })
}

async function started(authString?: string) {
  const listening = await listen(await memoryServer(authString), { host: '127.0.0.1', port: 0 })
  open.push(listening)
  return listening
}

/** The status of a request whose headers `fetch` would not let us choose. */
function statusOf(port: number, headers: Record<string, string>, path = '/api/health'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    sent.once('error', reject)
    sent.end()
  })
}

test('a server on a free port answers', async () => {
  const { url } = await started()
  expect(await (await fetch(`${url}/api/health`)).json()).toBe(true)
})

test('an address that others reach is refused without an auth string', async () => {
  const server = await memoryServer()
  open.push(server)
  await expect(listen(server, { host: '0.0.0.0', port: 0 })).rejects.toMatchObject({ code: 'unprotected_address' })
})

test('a port that is taken is named, with what to do', async () => {
  const { port } = await started()
  const server = await memoryServer()
  open.push(server)
  await expect(listen(server, { host: '127.0.0.1', port })).rejects.toMatchObject({
    code: 'port_taken',
    subject: `127.0.0.1:${port}`,
    hint: expect.stringContaining('--port'),
  })
})

test('a foreign host name and a foreign page are turned away, whatever they ask for', async () => {
  const { port } = await started()
  expect(await statusOf(port, { host: 'evil.example' })).toBe(403)
  expect(await statusOf(port, { host: `localhost:${port}`, origin: 'http://evil.example' })).toBe(403)
  expect(await statusOf(port, { host: `localhost:${port}`, origin: 'http://evil.example' }, '/nothing')).toBe(403)
  expect(await statusOf(port, { host: `localhost:${port}` })).toBe(200)
})

test('a websocket that is not there is refused with an HTTP answer, on which clients go back to plain requests', async () => {
  const { port } = await started()
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  }
  expect(await statusOf(port, upgrade, '/api/nothing/in')).toBe(404)
  expect(await statusOf(port, upgrade, '/api/health')).toBe(200)
})

test('closing waits a moment for requests under way, and no longer', async () => {
  const listening = await listen(await memoryServer(), { host: '127.0.0.1', port: 0 })
  const connection = rawConnection(listening.port)
  connection.write('GET /api/health HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\nGET /api/he')
  await connection.until('true')
  await listening.close()
  expect(await connection.closed).toContain('200 OK')
})

test('closing ends connections that are kept open', async () => {
  const listening = await listen(await memoryServer(), { host: '127.0.0.1', port: 0 })
  await (await fetch(`${listening.url}/api/health`)).json()
  await listening.close()
  const again = createTcp()
  await new Promise<void>((resolve) => again.listen(listening.port, '127.0.0.1', resolve))
  await new Promise((resolve) => again.close(resolve))
})
