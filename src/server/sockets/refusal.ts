import type { Duplex } from 'node:stream'

const TEXTS = { 403: 'Forbidden', 404: 'Not Found', 503: 'Service Unavailable' } as const

/** Answers with plain HTTP: clients take it for "no websocket here" and work without. */
export function refuse(
  socket: Duplex,
  status: keyof typeof TEXTS,
  detail: string = TEXTS[status],
  requestId?: string,
): void {
  // nobody listens any more: a client that has gone must not end the server
  socket.on('error', () => socket.destroy())
  const id = requestId === undefined ? '' : `X-Request-Id: ${requestId}\r\n`
  const body = JSON.stringify({ detail })
  socket.end(
    `HTTP/1.1 ${status} ${TEXTS[status]}\r\nConnection: close\r\nContent-Type: application/json\r\n${id}` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => socket.destroy(),
  )
}
