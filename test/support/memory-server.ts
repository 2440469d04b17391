import { randomUUID } from 'node:crypto'
import { type EmbeddedServer, type ServerOptions, createServer } from '../../src/server/server.ts'

type Headers = Readonly<Record<string, string>>
type Answered = { readonly status: number; readonly headers: globalThis.Headers; readonly body: unknown }

/** A server without a port, and short ways to ask it. A body is JSON where it is said to be, else text. */
export type MemoryServer = EmbeddedServer & {
  get(path: string, headers?: Headers): Promise<Answered>
  post(path: string, body: unknown, headers?: Headers): Promise<Answered>
}

/** Opens a server whose data is in memory. */
export async function startMemory(options: Partial<ServerOptions> = {}): Promise<MemoryServer> {
  const server = await createServer({ data: ':memory:', clock: Date.now, uuid: randomUUID, ...options })
  const ask = async (path: string, init: RequestInit): Promise<Answered> => {
    const answer = await server.fetch(new Request(`http://localhost${path}`, init))
    const isJson = answer.headers.get('content-type')?.startsWith('application/json') ?? false
    return { status: answer.status, headers: answer.headers, body: await (isJson ? answer.json() : answer.text()) }
  }
  return {
    ...server,
    get: (path, headers = {}) => ask(path, { headers }),
    post: (path, body, headers = {}) =>
      ask(path, {
        method: 'POST',
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
  }
}
