import type { IncomingMessage, Server } from 'node:http'
import { type HttpBindings, type Http2Bindings, type ServerType, serve } from '@hono/node-server'
import { isLoopback, strangerProblem } from './doors.ts'
import { Pipelines } from './pipelines.ts'
import type { Refusal } from './http/turn-away.ts'
import type { EmbeddedServer } from './server.ts'
import { ServerError } from './server-error.ts'
import { refuse } from './sockets/refusal.ts'
import { pathOf } from './sockets/sockets.ts'
import { systemTimers } from './timers.ts'

/** A server that listens. */
export type Listening = {
  /** Without `/api`. */
  readonly url: string
  readonly port: number
  /** Stops listening, ends open connections and closes the server. */
  close(): Promise<void>
}

/** Where to listen, and what one client may take up; all that is not said has Prefect's value or a generous one. */
export type ListenOptions = {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** How many connections there may be. More are closed at once. */
  readonly connections?: number
  /** How long a client may take for its headers, in milliseconds. */
  readonly headersMs?: number
  /** How long a client may take for a whole request, in milliseconds. */
  readonly requestMs?: number
  /** How long nothing may move on a connection that waits for a request or an answer to be taken, in milliseconds. */
  readonly standstillMs?: number
}

const MOST_CONNECTIONS = 4096
const HEADERS_MS = 10_000
const REQUEST_MS = 60_000
/** Longer than Prefect's client keeps a connection that it does not use, which is 5 s: so it never meets a closed one. */
const KEEP_ALIVE_MS = 30_000
const KEEP_ALIVE_BUFFER_MS = 15_000
/** How long requests may take that are under way when the server closes. */
const GRACE_MS = 1000
/** How long a connection may stand still in the midst of an answer that is not read. */
const STANDSTILL_MS = 120_000
const MOST_HEADER_BYTES = 16 * 1024
const MOST_URL_CHARACTERS = 8 * 1024

/**
 * Listens. An address that others reach is refused without an auth string, and every request must come for this server
 * and from no foreign web page. Throws a `ServerError` when the port is taken.
 */
export async function listen(server: EmbeddedServer, at: ListenOptions): Promise<Listening> {
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

function started(server: EmbeddedServer, at: ListenOptions): Promise<ServerType> {
  const { host, port, connections = MOST_CONNECTIONS, standstillMs = STANDSTILL_MS } = at
  const atOnce = new Pipelines()
  return new Promise((resolve, reject) => {
    const http = serve(
      {
        fetch: (request, env) => answer(server, request, env, host, atOnce),
        hostname: host,
        port,
        serverOptions: limits(server, at),
      },
      () => resolve(http),
    )
    http.maxConnections = connections
    http.setTimeout(standstillMs)
    http.on('upgrade', (request: IncomingMessage, socket, head) => {
      const { headers, method = '' } = request
      const detail = strangerProblem({ host: headers.host, origin: headers.origin }, host)
      if (detail === undefined) return server.sockets.upgrade(request, socket, head)
      const sent = [headers['x-request-id']].flat()[0]
      return refuse(socket, 403, detail, server.turnAway({ status: 403, detail }, { method, requestId: sent }))
    })
    http.once('error', (error) => reject(notStarted(error, host, port)))
  })
}

function limits(server: EmbeddedServer, { headersMs = HEADERS_MS, requestMs = REQUEST_MS }: ListenOptions) {
  return {
    maxHeaderSize: MOST_HEADER_BYTES,
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // a client that was told 30 s and is slow to send is not reset: on busy machines a second is little
    keepAliveTimeoutBuffer: KEEP_ALIVE_BUFFER_MS,
    connectionsCheckingInterval: Math.min(headersMs, 5000),
    // whatever is no websocket of ours gets an HTTP answer: clients take a 404 for "none here"; Java's ask for h2c
    shouldUpgradeCallback: ({ headers, url }: IncomingMessage) =>
      headers.upgrade?.toLowerCase() === 'websocket' && server.sockets.has(pathOf(url)),
  }
}

/** Turns away who must not come in, and has the server answer all others. */
function answer(
  server: EmbeddedServer,
  request: Request,
  env: HttpBindings | Http2Bindings,
  host: string,
  pipelines: Pipelines,
) {
  const refusal = refusalOf(request, env, host, pipelines)
  if (refusal === undefined) return server.fetch(request, env)
  const { method, headers } = request
  const id = server.turnAway(refusal, { method, requestId: headers.get('x-request-id') ?? undefined })
  const { status, detail } = refusal
  return Response.json({ detail }, { status, headers: { 'x-request-id': id } })
}

function refusalOf(
  { headers, url }: Request,
  env: HttpBindings | Http2Bindings,
  host: string,
  pipelines: Pipelines,
): Refusal | undefined {
  const provenance = { host: headers.get('host') ?? undefined, origin: headers.get('origin') ?? undefined }
  const problem = strangerProblem(provenance, host)
  if (problem !== undefined) return { status: 403, detail: problem }
  if (url.length > MOST_URL_CHARACTERS) return { status: 414, detail: 'URI Too Long' }
  if (!pipelines.enter(env)) return { status: 503, detail: 'Too many requests at once on one connection.' }
  return undefined
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

/** Requests that are under way get their answers, if they do not take long. */
async function closed(http: ServerType, server: EmbeddedServer): Promise<void> {
  const ended = new Promise<void>((resolve, reject) => http.close((error) => (error ? reject(error) : resolve())))
  const cancel = systemTimers.after(GRACE_MS, () => {
    if (isPlainHttp(http)) http.closeAllConnections()
  })
  await server.sockets.close()
  await ended
  cancel()
  await server.close()
}

function isPlainHttp(http: ServerType): http is Server {
  return 'closeAllConnections' in http
}
