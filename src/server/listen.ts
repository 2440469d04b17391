import { type ServerType, serve } from '@hono/node-server'
import { isLoopback, strangerProblem } from './doors.ts'
import type { EmbeddedServer } from './server.ts'
import { ServerError } from './server-error.ts'

/** A server that listens. */
export type Listening = {
  /** Without `/api`. */
  readonly url: string
  readonly port: number
  /** Stops listening, ends open connections and closes the server. */
  close(): Promise<void>
}

/**
 * Listens. Port 0 takes a free one. An address that others reach is refused without an auth string, and every request
 * must come for this server and from no foreign web page. Throws a `ServerError` when the port is taken.
 */
export async function listen(server: EmbeddedServer, at: { host: string; port: number }): Promise<Listening> {
  if (!isLoopback(at.host) && !server.isProtected) {
    throw new ServerError({
      code: 'unprotected_address',
      subject: at.host,
      message: 'other machines could reach the server, and it has no auth string',
      hint: 'Listen on 127.0.0.1, or set PREFECT_SERVER_API_AUTH_STRING.',
    })
  }
  const http = await started(server, at)
  const address = http.address()
  const port = typeof address === 'object' && address !== null ? address.port : at.port
  return {
    url: `http://${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}`,
    port,
    close: () => closed(http, server),
  }
}

function started(server: EmbeddedServer, { host, port }: { host: string; port: number }): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const http = serve({ fetch: (request) => answer(server, request, host), hostname: host, port }, () => resolve(http))
    http.once('error', (error) => reject(notStarted(error, host, port)))
  })
}

function answer(server: EmbeddedServer, request: Request, host: string): Response | Promise<Response> {
  const problem = strangerProblem(request, host)
  return problem === undefined ? server.fetch(request) : Response.json({ detail: problem }, { status: 403 })
}

function notStarted(cause: Error, host: string, port: number): ServerError {
  const code = 'code' in cause ? cause.code : undefined
  if (code === 'EADDRINUSE') {
    return new ServerError({
      code: 'port_taken',
      subject: `${host}:${port}`,
      message: 'another program listens on this port',
      hint: 'Stop it, or choose another port with --port.',
      cause,
    })
  }
  return new ServerError({ code: 'not_listening', subject: `${host}:${port}`, message: cause.message, cause })
}

async function closed(http: ServerType, server: EmbeddedServer): Promise<void> {
  const ended = new Promise<void>((resolve, reject) => http.close((error) => (error ? reject(error) : resolve())))
  if ('closeAllConnections' in http) http.closeAllConnections()
  await ended
  await server.close()
}
