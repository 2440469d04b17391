import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocketServer } from 'ws'
import { reasonOf } from '../reason.ts'
import type { Services } from '../services.ts'
import { newAcceptor, offersPrefect } from './acceptor.ts'
import { handshake } from './handshake.ts'
import { Keeper } from './keeper.ts'
import { refuse } from './refusal.ts'
import { matchSocket, type SocketRoute } from './route.ts'

/** All websockets of a server. */
export type Sockets = {
  /** Whether there is a websocket at a path such as `/api/events/in`. */
  has(path: string): boolean
  /** Takes over the connection of a request that asks for a websocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** How many are open. */
  count(): number
  /** Says goodbye to all (1001), and resolves when their handlers have ended. */
  close(): Promise<void>
}

export type SocketsArgs = {
  readonly routes: readonly SocketRoute[]
  readonly services: Services
  readonly authString: string | undefined
  /** How many may be open at once. */
  readonly most?: number
}

/** How many may be open at once: a flow run has up to three, a worker one. */
const MOST_SOCKETS = 1000
/** How long the log hears nothing more of those for whom there is no room. */
const QUIET_MS = 60_000

/** Opens websockets by the table of routes, after the handshake of Prefect's clients. */
export function openSockets(args: SocketsArgs): Sockets {
  const { routes, services, authString, most = MOST_SOCKETS } = args
  const { log, timers, clock } = services
  const greet = handshake({ authString, timers })
  const keeper = new Keeper({ timers, log })
  let opening = 0
  let told = -Infinity
  let closing: Promise<void> | undefined
  let acceptor: Promise<WebSocketServer> | undefined

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', ignore)
    const path = pathOf(request.url)
    const found = foundAt(routes, path)
    if (found === undefined) return refuse(socket, 404)
    const isPrefect = offersPrefect(request)
    // Prefect closes these before they are open, which is a 403
    if (!isPrefect && (authString !== undefined || found.route.strict !== undefined)) return refuse(socket, 403)
    if (closing !== undefined || keeper.size + opening >= most) {
      tellNoRoom(path)
      return refuse(socket, 503)
    }
    opening += 1
    opened(request, socket, head, found, isPrefect)
      .catch((error: unknown) => {
        log.error({ path, error: reasonOf(error) }, 'a websocket could not be opened')
        socket.destroy()
      })
      .finally(() => {
        opening -= 1
      })
  }

  /** Once a minute: a flood of them shall not fill the disk. */
  function tellNoRoom(path: string): void {
    const now = clock()
    if (Math.abs(now - told) < QUIET_MS) return
    told = now
    log.warn({ path, sockets: keeper.size }, 'no room for another websocket')
  }

  async function opened(...[request, socket, head, { route, params }, isPrefect]: Visit): Promise<void> {
    acceptor ??= newAcceptor()
    const server = await acceptor
    if (closing !== undefined || socket.destroyed) return refuse(socket, 503)
    server.handleUpgrade(request, socket, head, (ws) => {
      socket.off('error', ignore)
      const isKnown = isPrefect ? boundUntilKnown(socket) : ignore
      keeper.keep(ws, pathOf(request.url), async (connection) => {
        const isGreeted = !isPrefect || (await greet(connection, route.strict?.reason))
        isKnown()
        if (isGreeted) await route.accept(connection, params, services)
      })
    })
  }

  return {
    has: (path) => foundAt(routes, path) !== undefined,
    upgrade,
    count: () => keeper.size,
    close: () => (closing ??= keeper.close()),
  }
}

type Found = NonNullable<ReturnType<typeof matchSocket>>
type Visit = [request: IncomingMessage, socket: Duplex, head: Buffer, found: Found, isPrefect: boolean]

/** A slash at the end does not matter. */
function foundAt(routes: readonly SocketRoute[], path: string): Found | undefined {
  return path.startsWith('/api/') ? matchSocket(routes, path.slice('/api'.length).replace(/(?<=.)\/$/, '')) : undefined
}

/** The path of a request as it was sent, without the query. */
export function pathOf(url = ''): string {
  return url.replace(/[?#].*$/s, '')
}

/** Cuts off who says much before saying who it is; it is over when the returned function is called. */
function boundUntilKnown(socket: Duplex): () => void {
  let bytes = 0
  const count = (chunk: Buffer): void => {
    bytes += chunk.length
    if (bytes > MOST_BYTES_OF_STRANGERS) socket.destroy()
  }
  socket.on('data', count)
  return () => void socket.off('data', count)
}

/** What a client may send with its handshake, in bytes: what comes with it in one go may be more than a greeting. */
const MOST_BYTES_OF_STRANGERS = 128 * 1024

/** The client has gone before it had a websocket. */
function ignore(): void {
  return undefined
}
