import { onTestFinished, expect, test } from 'vitest'
import { startEmbedded } from '../support/embedded.ts'
import { rawConnection } from '../support/raw-http.ts'

const REQUEST = 'GET /api/health HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n'

/** The statuses of so many answers on one connection, in their order. */
async function statuses(text: () => string, count: number): Promise<readonly number[]> {
  const found = () => [...text().matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
  await expect.poll(() => found().length).toBeGreaterThanOrEqual(count)
  return found()
}

test('of the requests that are sent at once on one connection, 32 are answered and the others told to come later', async () => {
  const server = await startEmbedded()
  onTestFinished(() => server.close())
  const connection = rawConnection(Number(new URL(server.api).port))
  connection.write(REQUEST.repeat(40))
  const first = await statuses(connection.text, 40)
  expect(first.filter((status) => status === 200)).toHaveLength(32)
  expect(first.filter((status) => status === 503)).toHaveLength(8)
  connection.write(REQUEST.repeat(32))
  expect((await statuses(connection.text, 72)).slice(40)).toEqual(Array.from({ length: 32 }, () => 200))
  connection.socket.destroy()
})
