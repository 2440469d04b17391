import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** A request on its way to the server, ids written `ID`; `number` counts those of this method and path from 1. */
export type Passing = { readonly method: string; readonly path: string; readonly number: number }

/**
 * What becomes of a request: it passes, the connection breaks before the server hears of it or after it has done it, or
 * something else is answered in the server's place.
 */
export type Fate =
  | 'pass'
  | 'cut before'
  | 'cut after'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly json?: unknown }

export type Proxy = {
  readonly api: string
  /** What came by, as `POST /deployments/`, in order; ids are written `ID`. */
  readonly seen: string[]
  /** Breaks every connection and takes no more, as a server that dies. */
  die(): void
}

/** A troublesome way to a server, which ends with the test. `fate` decides about each request. */
export async function startProxy(api: string, fate: (passing: Passing) => Fate | Promise<Fate>): Promise<Proxy> {
  const { origin } = new URL(api)
  const seen: string[] = []
  const http = createServer((request, response) => {
    // a client that has gone away is what some tests are about
    answer(request, response).catch(() => request.socket.destroy())
  })
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request
    const body = await buffer(request)
    const path = url.replace(/^\/api/, '')
    const kind = `${method} ${path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')}`
    seen.push(kind)
    const decided = await fate({
      method,
      path: kind.slice(method.length + 1),
      number: seen.filter((one) => one === kind).length,
    })
    if (decided === 'cut before') return void request.socket.resetAndDestroy()
    if (typeof decided === 'object') {
      const type = { 'content-type': 'application/json' }
      return void response.writeHead(decided.status, { ...type, ...decided.headers }).end(JSON.stringify(decided.json))
    }
    const { host: _host, connection: _connection, 'content-length': _length, ...passed } = headers
    const real = await fetch(origin + url, {
      method,
      headers: passed as Record<string, string>,
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    })
    const text = await real.text()
    if (decided === 'cut after') return void request.socket.resetAndDestroy()
    response.writeHead(real.status, { 'content-type': real.headers.get('content-type') ?? 'text/plain' })
    response.end(real.status === 204 ? undefined : text)
  }
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  if (typeof address !== 'object' || address === null) throw new Error('the proxy does not listen')
  const die = () => {
    http.close()
    http.closeAllConnections()
  }
  onTestFinished(die)
  return { api: `http://127.0.0.1:${address.port}/api`, seen, die }
}
