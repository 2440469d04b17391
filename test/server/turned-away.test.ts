import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { listen } from '../../src/server/listen.ts'
import { type Logger, silentLog } from '../../src/server/log.ts'
import { createServer } from '../../src/server/server.ts'
import { rawAnswer, rawConnection, statusOf } from '../support/raw-http.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

/** A server with a port, a clock that is moved by hand, and what its log was warned of. */
async function started() {
  const warnings: object[] = []
  const log: Logger = { ...silentLog, warn: (fields, message) => void warnings.push({ message, ...fields }) }
  let now = Date.now()
  const server = await createServer({ data: ':memory:', clock: () => now, uuid: randomUUID, isActive: false, log })
  const { port, close } = await listen(server, { host: '127.0.0.1', port: 0 })
  open.push({ close })
  const counted = async (method: string, status: number) => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    const labels = `method="${method}",route="none",status="${status}"`
    const line = text.split('\n').find((each) => each.includes(`_count{${labels}}`))
    return line === undefined ? 0 : Number(line.split(' ').at(-1))
  }
  const move = (ms: number) => {
    now += ms
  }
  return { port, warnings, counted, move }
}

const get = (path: string, headers: string) => `GET ${path} HTTP/1.1\r\n${headers}\r\n\r\n`
const HOME = 'Host: localhost'
const STRANGER = 'Host: evil.example\r\nConnection: close'

function idOf(answer: string): string | undefined {
  return /^x-request-id: (.+?)\r$/im.exec(answer)?.[1]
}

test('a stranger is counted, told of and given an id', async () => {
  const { port, warnings, counted } = await started()
  const answer = await rawAnswer(port, get('/api/health?token=sesame', STRANGER))
  expect(statusOf(answer)).toBe(403)
  const requestId = idOf(answer)
  expect(requestId).toMatch(/^[0-9a-z]+$/)
  const detail = 'The host "evil.example" is not this server.'
  const message = 'request turned away'
  expect(warnings).toEqual([{ message, method: 'GET', status: 403, detail, requestId, untold: 0 }])
  expect(await counted('GET', 403)).toBe(1)
})

test("a client's own id comes back, unless it could break a line", async () => {
  const { port } = await started()
  expect(idOf(await rawAnswer(port, get('/', `${STRANGER}\r\nX-Request-ID: mine-1`)))).toBe('mine-1')
  expect(idOf(await rawAnswer(port, get('/', `${STRANGER}\r\nX-Request-ID: a b`)))).toMatch(/^[0-9a-z]+$/)
})

test('a flood is counted whole and told of once a minute', async () => {
  const { port, warnings, counted, move } = await started()
  for (let count = 0; count < 5; count += 1) await rawAnswer(port, get('/', STRANGER))
  expect(warnings).toHaveLength(1)
  move(61_000)
  await rawAnswer(port, get('/', STRANGER))
  await rawAnswer(port, get('/', STRANGER))
  expect(warnings).toHaveLength(2)
  expect(warnings[1]).toMatchObject({ status: 403, untold: 4 })
  expect(await counted('GET', 403)).toBe(7)
})

test('what a stranger has sent is told in part only', async () => {
  const { port, warnings } = await started()
  await rawAnswer(port, get('/', `Host: ${'x'.repeat(9000)}.example\r\nConnection: close`))
  expect(JSON.stringify(warnings).length).toBeLessThan(500)
})

test('a path that is too long, and methods that nobody knows', async () => {
  const { port, warnings, counted } = await started()
  const answer = await rawAnswer(port, get(`/${'x'.repeat(9000)}`, `${HOME}\r\nConnection: close`))
  expect([statusOf(answer), idOf(answer)]).toEqual([414, expect.stringMatching(/^[0-9a-z]+$/)])
  await rawAnswer(port, `PROPFIND / HTTP/1.1\r\n${STRANGER}\r\n\r\n`)
  expect(warnings).toMatchObject([{ status: 414 }, { status: 403, method: 'PROPFIND' }])
  expect([await counted('GET', 414), await counted('other', 403)]).toEqual([1, 1])
})

test('requests for which a connection has no room', async () => {
  const { port, warnings, counted } = await started()
  const connection = rawConnection(port)
  connection.write(get('/api/flows/nothing', HOME).repeat(40) + get('/', `${HOME}\r\nConnection: close`))
  const refused = (await connection.closed).split('HTTP/1.1 503 ').length - 1
  expect(refused).toBeGreaterThan(0)
  expect(await counted('GET', 503)).toBe(refused)
  expect(warnings).toMatchObject([{ status: 503 }])
})

test('a page of a stranger that asks for a websocket', async () => {
  const { port, warnings, counted } = await started()
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: a'
  const answer = await rawAnswer(port, get('/api/events/in', `${HOME}\r\nOrigin: http://evil.example\r\n${upgrade}`))
  expect(statusOf(answer)).toBe(403)
  expect(warnings).toMatchObject([{ status: 403, requestId: idOf(answer) }])
  expect(await counted('GET', 403)).toBe(1)
})
