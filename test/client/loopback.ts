import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** A request as the server saw it. */
export type Seen = {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  /** Its JSON; a test gives it the type that it knows it to have. */
  readonly body: ReturnType<typeof JSON.parse>
}

/** What to answer: a JSON body with 200, a whole answer, or the response taken into one's own hands. */
export type Reply =
  | { readonly json: unknown; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly text: string; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly raw: (response: ServerResponse) => void }

export type Loopback = { readonly origin: string; readonly url: string; readonly port: number; readonly seen: Seen[] }

/** A server on a free port of loopback, which ends with the test. `number` counts the requests from 1. */
export async function listen(reply: (seen: Seen, number: number) => Reply | Promise<Reply>): Promise<Loopback> {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    void answer(request, response)
  })
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const { method = '', url = '', headers } = request
    const one = { method, path: url, headers, body: body === '' ? undefined : JSON.parse(body) }
    seen.push(one)
    const given = await reply(one, seen.length)
    if ('raw' in given) return given.raw(response)
    const isJson = 'json' in given
    const type = isJson ? 'application/json' : 'text/html; charset=utf-8'
    response
      .writeHead(given.status ?? 200, { 'content-type': type, ...given.headers })
      .end(isJson ? JSON.stringify(given.json) : given.text)
  }
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => {
      server.close(resolve)
    })
  })
  const port = portOf(server)
  const origin = `http://127.0.0.1:${port}`
  return { origin, url: `${origin}/api`, port, seen }
}

function portOf(server: Server): number {
  const address = server.address()
  if (typeof address === 'object' && address !== null) return address.port
  throw new Error('the server does not listen')
}
