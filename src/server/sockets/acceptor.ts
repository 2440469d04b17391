import type { IncomingMessage } from 'node:http'
import type { WebSocketServer } from 'ws'

/** The largest message, in bytes. Prefect's events have at most 1.5 million. */
const MOST_MESSAGE_BYTES = 2 * 1024 * 1024
/** How long a client may take to answer a goodbye. */
const GOODBYE_MS = 2000

/** Loaded with the first websocket, so that starting stays quick. */
export async function newAcceptor(): Promise<WebSocketServer> {
  const { WebSocketServer } = await import('ws')
  const options = {
    noServer: true,
    clientTracking: false,
    // a pong goes out when what came before the ping was handled
    autoPong: false,
    perMessageDeflate: false,
    maxPayload: MOST_MESSAGE_BYTES,
    closeTimeout: GOODBYE_MS,
    handleProtocols: (offered: Set<string>) => (offered.has('prefect') ? ('prefect' as const) : (false as const)),
  }
  // the types do not know `closeTimeout`, as a literal would have to
  return new WebSocketServer(options)
}

export function offersPrefect({ headers }: IncomingMessage): boolean {
  const offered = headers['sec-websocket-protocol'] ?? ''
  return offered.split(',').some((name) => name.trim() === 'prefect')
}
