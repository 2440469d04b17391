import { randomUUID } from 'node:crypto'
import { listen } from '../../src/server/listen.ts'
import { type ServerOptions, createServer } from '../../src/server/server.ts'

/** A server for one test: its API's address and how to end it. */
export type TestServer = { readonly api: string; close(): Promise<void> }

/**
 * Starts the embedded server on a free loopback port, with its data in memory unless a folder is named. Nothing but the
 * test writes, unless it `isActive`.
 */
export async function startEmbedded(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const server = await createServer({
    data: ':memory:',
    clock: Date.now,
    uuid: randomUUID,
    isActive: false,
    ...options,
  })
  const listening = await listen(server, { host: '127.0.0.1', port: 0 })
  return { api: `${listening.url}/api`, close: () => listening.close() }
}
