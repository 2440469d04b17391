import { once } from 'node:events'
import { WebSocket } from 'ws'

/** A websocket as a client has it. */
export type TestSocket = {
  readonly ws: WebSocket
  send(value: unknown): void
  /** The next message as a value; rejects when the socket closes first. */
  next(): Promise<unknown>
  /** How the server closed it. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
  /** Resolves when the server answered a ping that is sent now. */
  ping(): Promise<void>
}

/** Opens a websocket; `url` begins with `http`. Rejects with the status of the answer when there is none. */
export async function openSocket(
  url: string,
  options: { readonly protocols?: string[]; readonly headers?: Record<string, string> } = {},
): Promise<TestSocket> {
  const { protocols = [], headers = {} } = options
  const ws = new WebSocket(url.replace(/^http/, 'ws'), protocols, { headers })
  const messages: unknown[] = []
  const waiting: ((value: unknown) => void)[] = []
  ws.on('message', (data) => {
    const value: unknown = JSON.parse(String(data))
    const resolve = waiting.shift()
    if (resolve) resolve(value)
    else messages.push(value)
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    ws.on('close', (code, reason) => resolve({ code, reason: String(reason) }))
  })
  await new Promise<void>((resolve, reject) => {
    ws.once('open', resolve)
    ws.on('error', reject)
  })
  return {
    ws,
    send: (value) => ws.send(JSON.stringify(value)),
    next: () => {
      if (messages.length > 0) return Promise.resolve(messages.shift())
      const message = new Promise((resolve) => waiting.push(resolve))
      const end = closed.then(({ code, reason }) => {
        throw new Error(`closed with ${code} ${reason}`)
      })
      return Promise.race([message, end])
    },
    closed,
    ping: async () => {
      const pong = once(ws, 'pong')
      ws.ping()
      await pong
    },
  }
}

/** Opens a websocket as Prefect's client does, with its handshake done. */
export async function openPrefectSocket(url: string, token: string | null = null): Promise<TestSocket> {
  const socket = await openSocket(url, { protocols: ['prefect'] })
  socket.send({ type: 'auth', token })
  const answer = await socket.next()
  if (JSON.stringify(answer) !== '{"type":"auth_success"}') throw new Error(`no welcome: ${JSON.stringify(answer)}`)
  return socket
}
