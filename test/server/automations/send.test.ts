import { type AddressInfo } from 'node:net'
import { type RequestListener, type Server, createServer } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { NotSent, type Outgoing, sender } from '../../../src/server/automations/send.ts'
import { systemTimers } from '../../../src/server/timers.ts'
import { isPrivateAddress } from '../../../src/server/automations/private-address.ts'
import { fakeTime } from '../../support/timers.ts'

let other: Server | undefined
afterEach(() => {
  other?.closeAllConnections()
  other?.close()
})

/** A server on loopback, and a request to it. */
async function request(answer: RequestListener, fields: Partial<Outgoing> = {}): Promise<Outgoing> {
  const server = createServer(answer)
  other = server
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    method: 'POST',
    url: `http://127.0.0.1:${port}/`,
    headers: {},
    body: '',
    mayBePrivate: true,
    isVerified: true,
    timeoutMs: 5000,
    signal: new AbortController().signal,
    ...fields,
  }
}

const send = sender(systemTimers)
const failure = async (outgoing: Outgoing, by = send): Promise<string> => {
  const error: unknown = await by(outgoing).then(
    () => 'no failure',
    (reason: unknown) => reason,
  )
  if (error instanceof NotSent) return error.message
  throw new Error('another failure', { cause: error })
}

test('an answer is read in its character set', async () => {
  const outgoing = await request((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; charset=latin1' }).end(Buffer.from([0xe9]))
  })
  expect(await send(outgoing)).toMatchObject({ status: 200, text: 'é' })
})

test('of an answer without end only the beginning is read', async () => {
  const outgoing = await request((_request, response) => {
    const more = () => void response.write('x'.repeat(65_536))
    response.on('drain', more)
    more()
  })
  expect((await send(outgoing)).text).toHaveLength(2 ** 20)
})

test('a server that does not answer is waited for no longer than the time-out', async () => {
  expect(await failure(await request(() => undefined, { timeoutMs: 50 }))).toBe("ReadTimeout('')")
})

test('an answer that drips is waited for no longer than all together', async () => {
  const time = fakeTime()
  const outgoing = await request((_request, response) => {
    response.write('x')
    void time.advance(15_000)
  })
  expect(await failure(outgoing, sender(time.timers))).toBe("ReadTimeout('')")
})

test('nobody waits for an answer when the server closes', async () => {
  const closing = new AbortController()
  const outgoing = await request(() => closing.abort(), { signal: closing.signal })
  expect(await failure(outgoing)).toMatch(/^ConnectError\(/)
})

test('a header that would make another request is refused', async () => {
  let calls = 0
  const outgoing = await request(
    (_request, response) => {
      calls += 1
      response.end()
    },
    { headers: { 'X-A': 'b\r\nHost: elsewhere' } },
  )
  expect(await failure(outgoing)).toMatch(/^ConnectError\('invalid/)
  expect(calls).toBe(0)
})

test('of an address that is refused only the host is told', async () => {
  const outgoing = await request(() => undefined)
  const url = outgoing.url.replace('http://', 'http://user:secret@')
  const told = await failure({ ...outgoing, url: `${url}token?key=1`, mayBePrivate: false })
  expect(told).toContain('It resolves to the private address 127.0.0.1.')
  expect(told).not.toMatch(/secret|token|key/)
})

test('a certificate that nobody vouches for is refused, or what stands for it', async () => {
  const outgoing = await request((_request, response) => response.end())
  expect(await failure({ ...outgoing, url: outgoing.url.replace('http:', 'https:') })).toMatch(/^ConnectError\(/)
})

test.for<[string, boolean]>([
  ['127.0.0.1', true],
  ['10.1.2.3', true],
  ['172.31.0.1', true],
  ['192.168.0.1', true],
  ['169.254.169.254', true],
  ['0.0.0.0', true],
  ['255.255.255.255', true],
  ['::1', true],
  ['::', true],
  ['fe80::1', true],
  ['fd00::1', true],
  ['::ffff:10.0.0.1', true],
  ['::ffff:7f00:1', true],
  ['8.8.8.8', false],
  ['172.32.0.1', false],
  ['100.64.0.1', false],
  ['::ffff:8.8.8.8', false],
  ['2606:4700::1111', false],
])('%s is a private address: %s', ([address, isPrivate]) => {
  expect(isPrivateAddress(address)).toBe(isPrivate)
})
