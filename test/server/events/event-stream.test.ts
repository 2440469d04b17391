import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { type Api, type Body, apiAt } from '../../contract/api.ts'
import { newEvent } from '../../contract/events.ts'
import { type TestServer, startEmbedded } from '../../support/embedded.ts'

let server: TestServer
let api: Api
afterEach(() => server.close())

async function started(): Promise<void> {
  server = await startEmbedded()
  api = apiAt(server.api, false)
}

const inAYear = new Date(Date.now() + 365 * 86_400_000).toISOString()
const aMinuteAgo = () => new Date(Date.now() - 60_000).toISOString()
const numbered = (from: number, to: number, payload: object = {}) =>
  Array.from({ length: to - from }, (_, at) => newEvent({ event: 'n', payload: { n: from + at, ...payload } }, 0))

async function subscribed() {
  const socket = await api.socket('/events/out')
  socket.send({ type: 'filter', filter: { event: { name: ['n'] }, occurred: { since: aMinuteAgo(), until: inAYear } } })
  return socket
}

const numberOf = (message: unknown) => Number((message as Body).event?.payload?.n)

test('events that come while a subscriber is told of the past are neither left out nor told twice', async () => {
  await started()
  await api.post('/events', numbered(0, 700))
  const sockets = await Promise.all([1, 2, 3].map(subscribed))
  for (let from = 700; from < 1700; from += 100) await api.post('/events', numbered(from, from + 100))
  for (const socket of sockets) {
    const heard: number[] = []
    while (heard.length < 1700) heard.push(numberOf(await socket.next()))
    await socket.ping()
    // what happened in the same millisecond may be told in any order
    expect(new Set(heard).size).toBe(1700)
    expect(heard.slice(700)).toEqual(heard.slice(700).toSorted((a, b) => a - b))
    socket.ws.close()
  }
})

test('a subscriber that reads slowly is not cut off, and misses nothing', async () => {
  await started()
  const socket = await subscribed()
  await socket.ping()
  socket.ws.pause()
  const large = { text: 'x'.repeat(20_000) }
  for (let from = 0; from < 1500; from += 100) await api.post('/events', numbered(from, from + 100, large))
  socket.ws.resume()
  const heard: number[] = []
  while (heard.length < 1500) heard.push(numberOf(await socket.next()))
  expect(heard).toEqual(Array.from({ length: 1500 }, (_, at) => at))
  socket.ws.close()
})

test('a filter that asks for too much is refused', async () => {
  await started()
  const prefix = Array.from({ length: 101 }, () => randomUUID())
  expect((await api.post('/events/filter', { filter: { event: { prefix } } })).status).toBe(422)
  const socket = await api.socket('/events/out')
  socket.send({ type: 'filter', filter: { event: { prefix } } })
  expect((await socket.closed).code).toBe(1002)
})

test('lines of logs reach a subscriber in order, however many come at once', async () => {
  await started()
  const socket = await api.socket('/logs/out')
  socket.send({ type: 'filter', filter: { level: { ge_: 20 }, text: { query: '-secret' } } })
  await socket.ping()
  socket.ws.pause()
  const line = (at: number) => ({
    name: at % 10 === 0 ? 'secret' : 'n',
    level: at % 10 === 1 ? 10 : 20,
    message: `${at} ${'x'.repeat(5000)}`,
    timestamp: new Date().toISOString(),
  })
  for (let from = 0; from < 2000; from += 500) {
    await api.post(
      '/logs/',
      Array.from({ length: 500 }, (_, at) => line(from + at)),
    )
  }
  socket.ws.resume()
  const heard: number[] = []
  while (heard.length < 1600) heard.push(Number.parseInt(String(((await socket.next()) as Body).log?.message), 10))
  expect(heard).toEqual(Array.from({ length: 2000 }, (_, at) => at).filter((at) => at % 10 > 1))
  socket.ws.close()
})

test('a subscriber for whom too much text waits is sent away', async () => {
  await started()
  const socket = await api.socket('/logs/out')
  socket.send({ type: 'filter', filter: {} })
  await socket.ping()
  socket.ws.pause()
  const message = 'x'.repeat(1_000_000)
  const line = { name: 'n', level: 20, message, timestamp: new Date().toISOString() }
  for (let post = 0; post < 8; post += 1) await api.post('/logs/', [line, line, line, line, line])
  socket.ws.resume()
  expect(await socket.closed).toEqual({ code: 1008, reason: 'Too many lines wait to be read' })
})
