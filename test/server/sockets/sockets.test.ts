import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { openVault } from '../../../src/server/blocks/vault.ts'
import { streamEvents } from '../../../src/server/events/event-stream.ts'
import { streamLogs } from '../../../src/server/events/log-stream.ts'
import { type Logger, silentLog } from '../../../src/server/log.ts'
import { eventQuery } from '../../../src/server/model/event-query.ts'
import type { Services } from '../../../src/server/services.ts'
import type { Connection } from '../../../src/server/sockets/connection.ts'
import { socketRoute } from '../../../src/server/sockets/route.ts'
import { openSockets, type SocketsArgs } from '../../../src/server/sockets/sockets.ts'
import { type Store, openStore } from '../../../src/server/store/store.ts'
import { systemTimers, type Timers } from '../../../src/server/timers.ts'
import { openPrefectSocket, openSocket } from '../../support/socket.ts'
import { fakeTime } from '../../support/timers.ts'

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

type Accept = (socket: Connection, params: { readonly name: string }, services: Services) => Promise<void>

/** Sends back whatever comes. */
const echo: Accept = async (socket) => {
  for await (const text of socket) socket.sendText(text)
}

type Options = { readonly accept?: Accept; readonly log?: Logger; readonly timers?: Timers }

async function started(options: Options & Partial<SocketsArgs> = {}) {
  const { accept = echo, log = silentLog, timers = systemTimers, ...rest } = options
  const clock = Date.now
  const store = await openStore({ data: ':memory:', clock, uuid: randomUUID })
  const routes = [
    socketRoute('/things/{name}/out', { summary: 'Things', accept }),
    socketRoute('/strict', { summary: 'Strict', strict: { reason: 'authentication_failed' }, accept: async () => {} }),
  ]
  const vault = await openVault(':memory:', store)
  const services: Services = { store, vault, clock, log, timers }
  const sockets = openSockets({ routes, services, authString: undefined, ...rest })
  const http = createServer()
  http.on('upgrade', (...args) => sockets.upgrade(...args))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  ends.push(async () => {
    await sockets.close()
    http.closeAllConnections()
    await new Promise((resolve) => http.close(resolve))
    await store.close()
  })
  const { port } = http.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/api/things/a/out`, base: `http://127.0.0.1:${port}`, sockets }
}

test('a client that says who it is, as Prefect asks it to, comes to the handler', async () => {
  const { url } = await started()
  const socket = await openSocket(url, { protocols: ['prefect'] })
  expect(socket.ws.protocol).toBe('prefect')
  socket.send({ type: 'auth', token: null })
  expect(await socket.next()).toEqual({ type: 'auth_success' })
  socket.send({ a: 1 })
  expect(await socket.next()).toEqual({ a: 1 })
})

test('a client is asked nothing before its pings are answered', async () => {
  const { url } = await started()
  const socket = await openSocket(url, { protocols: ['prefect'] })
  await socket.ping()
  socket.send({ type: 'auth', token: null })
  expect(await socket.next()).toEqual({ type: 'auth_success' })
})

test('an old client without the subprotocol is not asked who it is', async () => {
  const { url } = await started()
  const socket = await openSocket(url)
  expect(socket.ws.protocol).toBe('')
  socket.send('hello')
  expect(await socket.next()).toBe('hello')
})

test('the auth string is the token, unicode and all', async () => {
  const authString = 'admin:sécret:ключ'
  const { url } = await started({ authString })
  const socket = await openPrefectSocket(url, authString)
  socket.send(1)
  expect(await socket.next()).toBe(1)
})

test.for([
  [{ type: 'auth', token: 'admin:wrong' }, 'Invalid token'],
  [{ type: 'auth', token: 12 }, 'Invalid token'],
  [{ type: 'auth', token: null }, 'Auth required but no token provided'],
  [{ type: 'auth' }, 'Auth required but no token provided'],
  [{ type: 'filter', token: 'admin:secret' }, "Expected 'auth' message"],
] as const)('%j is closed with 1008: %s', async ([message, reason]) => {
  const { url } = await started({ authString: 'admin:secret' })
  const socket = await openSocket(url, { protocols: ['prefect'] })
  socket.send(message)
  expect(await socket.closed).toEqual({ code: 1008, reason })
})

test('a first message that is no JSON object is closed with 1002', async () => {
  const { url } = await started()
  for (const text of ['{', '1', 'null']) {
    const socket = await openSocket(url, { protocols: ['prefect'] })
    socket.ws.send(text)
    expect(await socket.closed).toEqual({ code: 1002, reason: 'Expected a JSON object' })
  }
})

test('bytes are closed with 1003', async () => {
  const { url } = await started()
  const socket = await openPrefectSocket(url)
  socket.ws.send(Buffer.from('{}'))
  expect((await socket.closed).code).toBe(1003)
})

test('a route may have its own words for every refusal', async () => {
  const { base } = await started({ authString: 'a:b' })
  const socket = await openSocket(`${base}/api/strict`, { protocols: ['prefect'] })
  socket.send({ type: 'auth', token: 'x' })
  expect(await socket.closed).toEqual({ code: 1008, reason: 'authentication_failed' })
})

test('without the subprotocol, no socket where it is wanted', async () => {
  const open = await started()
  await expect(openSocket(`${open.base}/api/strict`)).rejects.toThrow('403')
  const guarded = await started({ authString: 'a:b' })
  await expect(openSocket(guarded.url)).rejects.toThrow('403')
})

test.for(['/api/nothing', '/api', '/things/a/out', '/api/things//out', '/api/things/%ff/out', '/api/things/a/b/out'])(
  'there is no socket at %s',
  async (path) => {
    const { base, sockets } = await started()
    await expect(openSocket(base + path)).rejects.toThrow('404')
    expect(sockets.has(path)).toBe(false)
  },
)

test('names in the path come decoded', async () => {
  const { base } = await started({
    accept: async (socket, { name }) => {
      socket.send(name)
      await socket.receive()
    },
  })
  const socket = await openSocket(`${base}/api/things/a%2Fb%20%C3%A9/out/?x=1`)
  expect(await socket.next()).toBe('a/b é')
})

test('a client that says much before it says who it is, is cut off', async () => {
  const { url, sockets } = await started()
  const socket = await openSocket(url, { protocols: ['prefect'] })
  socket.ws.send('x'.repeat(1_000_000))
  expect((await socket.closed).code).toBe(1006)
  await expect.poll(() => sockets.count()).toBe(0)
  const known = await openPrefectSocket(url)
  known.send('x'.repeat(1_000_000))
  expect(await known.next()).toHaveLength(1_000_000)
})

test('a client that never says who it is, is closed in time', async () => {
  const time = fakeTime()
  const { url } = await started({ timers: time.timers })
  const socket = await openSocket(url, { protocols: ['prefect'] })
  await socket.ping()
  await time.advance(9_999)
  expect(socket.ws.readyState).toBe(socket.ws.OPEN)
  await time.advance(1)
  expect(await socket.closed).toEqual({ code: 1008, reason: "Expected 'auth' message" })
})

test('a client that stops answering is cut off, one that answers is not', async () => {
  const time = fakeTime()
  const { url, sockets } = await started({ timers: time.timers })
  const dead = await openPrefectSocket(url)
  const alive = await openPrefectSocket(url)
  dead.ws.pause()
  for (let turn = 0; turn < 3; turn++) {
    await time.advance(20_000)
    // its pong is an answer to the server's ping, sent before this one's
    if (alive.ws.readyState === alive.ws.OPEN) await alive.ping()
  }
  expect(sockets.count()).toBe(1)
  alive.send('still here')
  expect(await alive.next()).toBe('still here')
  dead.ws.resume()
  expect((await dead.closed).code).toBe(1006)
})

test('a client that has to wait is not cut off, although it cannot answer', async () => {
  const time = fakeTime()
  let open: (() => void) | undefined
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const { url } = await started({ timers: time.timers, accept: () => gate })
  const socket = await openSocket(url)
  for (let count = 0; count < 300; count++) socket.ws.send('x'.repeat(10_000))
  const other = await openSocket(url)
  for (let turn = 0; turn < 20; turn++) {
    await time.advance(20_000)
    await other.ping()
  }
  open?.()
  expect((await socket.closed).code).toBe(1000)
})

test('no timer is left when nobody is connected', async () => {
  const time = fakeTime()
  const { url, sockets } = await started({ timers: time.timers })
  const socket = await openPrefectSocket(url)
  expect(time.waiting()).toBe(1)
  socket.ws.close()
  await socket.closed
  await expect.poll(() => sockets.count()).toBe(0)
  expect(time.waiting()).toBe(0)
})

test('a handler that is done closes with 1000, one that fails with 1011 and a line in the log', async () => {
  const lines: object[] = []
  const log: Logger = { ...silentLog, error: (fields) => lines.push(fields) }
  const done = await started({ accept: async () => {} })
  expect((await (await openSocket(done.url)).closed).code).toBe(1000)
  const broken = await started({
    log,
    accept: () => {
      throw new Error('no idea')
    },
  })
  expect(await (await openSocket(broken.url)).closed).toEqual({ code: 1011, reason: 'Internal error' })
  expect(lines).toEqual([{ path: '/api/things/a/out', error: expect.stringContaining('no idea') }])
})

test('a ping is answered when what came before it was handled, and not sooner', async () => {
  const steps: string[] = []
  let go: (() => void) | undefined
  const { url } = await started({
    accept: async (socket) => {
      for await (const batch of socket.batches(10)) {
        await new Promise<void>((resolve) => {
          go = resolve
        })
        steps.push(...batch)
      }
    },
  })
  const socket = await openSocket(url)
  socket.ws.send('one')
  const pong = socket.ping().then(() => steps.push('pong'))
  await expect.poll(() => go).toBeDefined()
  socket.ws.send('two')
  expect(steps).toEqual([])
  const first = go
  first?.()
  await pong
  expect(steps).toEqual(['one', 'pong'])
  await expect.poll(() => go !== first).toBe(true)
  go?.()
})

test('a client that sends faster than the handler works has to wait, and nothing is lost', async () => {
  let taken = 0
  let isOpen = false
  let open: (() => void) | undefined
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const { url } = await started({
    accept: async (socket) => {
      for await (const batch of socket.batches(1000)) {
        if (!isOpen) await gate
        taken += batch.length
      }
    },
  })
  const socket = await openSocket(url)
  const text = JSON.stringify('x'.repeat(10_000))
  for (let count = 0; count < 3000; count++) socket.ws.send(text)
  await expect.poll(() => socket.ws.bufferedAmount).toBeGreaterThan(1_000_000)
  expect(socket.ws.bufferedAmount).toBeGreaterThan(1_000_000)
  isOpen = true
  open?.()
  await socket.ping()
  expect(taken).toBe(3000)
})

test('a client that does not read is cut off before much has gathered for it', async () => {
  let sent = 0
  const { url, sockets } = await started({
    accept: async (socket) => {
      while (!socket.closed.aborted && sent < 10_000) {
        socket.send('x'.repeat(100_000))
        sent += 1
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
  })
  const socket = await openSocket(url)
  socket.ws.pause()
  await expect.poll(() => sockets.count()).toBe(0)
  expect(sent).toBeLessThan(1000)
})

test('a long answer that waits for its reader comes whole', async () => {
  const { url } = await started({
    accept: async (socket) => {
      for (let page = 0; page < 200 && !socket.closed.aborted; page++) {
        socket.send({ page, text: 'x'.repeat(100_000) })
        await socket.drained()
      }
    },
  })
  const socket = await openSocket(url)
  socket.ws.pause()
  setTimeout(() => socket.ws.resume(), 50)
  for (let page = 0; page < 200; page++) expect(await socket.next()).toMatchObject({ page })
  expect((await socket.closed).code).toBe(1000)
})

test('a message that is too long is closed with 1009', async () => {
  const { url } = await started()
  const socket = await openPrefectSocket(url)
  socket.ws.send('x'.repeat(3 * 1024 * 1024))
  expect((await socket.closed).code).toBe(1009)
})

test('there is room for so many and no more', async () => {
  const { url, sockets } = await started({ most: 2 })
  const first = await openSocket(url)
  await openSocket(url)
  await expect(openSocket(url)).rejects.toThrow('503')
  first.ws.close()
  await expect.poll(() => sockets.count()).toBe(1)
  await openSocket(url)
})

test('the log hears once of many for whom there is no room', async () => {
  const told: string[] = []
  const log: Logger = { ...silentLog, warn: (_fields, message) => void told.push(message) }
  const { url } = await started({ most: 0, log })
  for (let count = 0; count < 5; count += 1) await expect(openSocket(url)).rejects.toThrow('503')
  expect(told).toEqual(['no room for another websocket'])
})

test('those that come at the same moment find no more room than there is', async () => {
  const { sockets } = await started({ most: 1 })
  const come: Parameters<typeof sockets.upgrade>[] = []
  const http = createServer()
  http.on('upgrade', (...args) => {
    come.push(args)
    if (come.length === 3) for (const each of come) sockets.upgrade(...each)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  ends.push(() => new Promise((resolve) => void http.close(() => resolve())))
  const { port } = http.address() as AddressInfo
  const opened = await Promise.allSettled([1, 2, 3].map(() => openSocket(`http://127.0.0.1:${port}/api/things/a/out`)))
  expect(opened.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
  ends.push(() => sockets.close())
})

test('when the server closes, clients hear so and handlers have ended', async () => {
  const steps: string[] = []
  const { url, sockets } = await started({
    accept: async (socket) => {
      for await (const text of socket) steps.push(text)
      await new Promise((resolve) => setTimeout(resolve, 20))
      steps.push('ended')
    },
  })
  const socket = await openSocket(url)
  socket.send(1)
  await socket.ping()
  await sockets.close()
  expect(steps).toEqual(['1', 'ended'])
  expect(await socket.closed).toEqual({ code: 1001, reason: 'The server is closing' })
  await expect(openSocket(url)).rejects.toThrow('503')
})

test('a handler or a client that does not end does not keep the server from closing', async () => {
  const time = fakeTime()
  const { url, sockets } = await started({ timers: time.timers, accept: () => new Promise(() => {}) })
  const socket = await openSocket(url)
  socket.ws.pause()
  let isClosed = false
  const closing = sockets.close().finally(() => {
    isClosed = true
  })
  await time.advance(1999)
  expect(isClosed).toBe(false)
  await time.advance(1)
  await closing
  expect(isClosed).toBe(true)
})

test.for<[string, (socket: Connection, store: Store) => Promise<void>]>([
  ['events', (socket, store) => streamEvents(socket, store, eventQuery({}, store.now()), { backfill: false })],
  ['logs', (socket, store) => streamLogs(socket, store, {})],
])('a stream of %s whose client has left listens no more', async ([, stream]) => {
  let listening = 0
  const counted = (store: Store): Store => ({
    ...store,
    subscribe(listener) {
      listening += 1
      const end = store.subscribe(listener)
      return () => {
        listening -= 1
        end()
      }
    },
  })
  const { url } = await started({ accept: (socket, _, { store }) => stream(socket, counted(store)) })
  const socket = await openSocket(url)
  await expect.poll(() => listening).toBe(1)
  socket.ws.close()
  await expect.poll(() => listening).toBe(0)
})

test('a close reason that is too long is cut between characters', async () => {
  const { url } = await started({ accept: async (socket) => socket.close(1002, '😀'.repeat(100)) })
  expect(await (await openSocket(url)).closed).toEqual({ code: 1002, reason: '😀'.repeat(30) })
})

test('what a client sends along with its request is not lost', async () => {
  const { url } = await started()
  const sockets = await Promise.all(Array.from({ length: 20 }, () => openSocket(url)))
  for (const [index, socket] of sockets.entries()) socket.send(index)
  expect(await Promise.all(sockets.map((socket) => socket.next()))).toEqual(sockets.map((_, index) => index))
})
