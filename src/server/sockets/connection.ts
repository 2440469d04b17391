import type { RawData, WebSocket } from 'ws'
import { Inbox } from './inbox.ts'

/** One client's websocket as its handler sees it: texts come in, JSON goes out. */
export type Connection = AsyncIterable<string> & {
  /**
   * The next message, undefined when no more will come. It counts as handled at once; to have pings answered only after
   * the handling of what was sent before them, iterate.
   */
  receive(): Promise<string | undefined>
  /** All messages that wait, at most so many at a time, until no more will come. They count as handled at the next step. */
  batches(most: number): AsyncIterable<readonly string[]>
  /** Throws away whatever else the client says: for handlers that only send from here on. */
  deafen(): void
  /** Sends a value as JSON. Nothing happens when the client has gone. A client that does not read is cut off. */
  send(value: unknown): void
  /** Sends a text that is JSON already. */
  sendText(text: string): void
  /** Resolves when the client has read nearly everything, or has gone: wait for it between pages of a long answer. */
  drained(): Promise<void>
  /** Says goodbye, once: 1000 when all is well, 1002 to a client that breaks the protocol. The rest is cut to fit. */
  close(code: number, reason: string): void
  /** Aborted as soon as either side closes, with nothing left to do for the handler. */
  readonly closed: AbortSignal
}

/** What a socket's keeper can do besides. */
export type KeptConnection = Connection & {
  /** Asks for a sign of life, or ends a socket that has given none since the last time. */
  beat(): void
  /** Ends the socket without a goodbye. */
  cut(): void
}

/** Wraps a socket that was just opened. `tell` hears why a client was cut off. */
export function connectionOf(socket: WebSocket, tell: (message: string) => void): KeptConnection {
  const closing = new AbortController()
  const waiting = new Set<() => void>()
  let isAlive = true
  const inbox = new Inbox({
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    pong: (data) => {
      if (mayWrite()) socket.pong(data)
    },
  })

  const wake = (): void => {
    if (socket.bufferedAmount > NEARLY_NOTHING && !closing.signal.aborted) return
    for (const resolve of waiting) resolve()
    waiting.clear()
  }
  const gone = (): void => {
    inbox.end()
    closing.abort()
    wake()
  }
  const cut = (): void => {
    socket.terminate()
    inbox.drop()
    gone()
  }
  const close = (code: number, reason: string): void => {
    if (closing.signal.aborted) return
    socket.close(code, fitting(reason))
    inbox.drop()
    gone()
  }

  socket.on('message', (data, isBinary) => {
    isAlive = true
    if (closing.signal.aborted) return
    if (isBinary) return close(1003, 'Expected text messages')
    inbox.message(textOf(data))
  })
  socket.on('ping', (data) => {
    isAlive = true
    inbox.ping(data)
  })
  socket.on('pong', () => {
    isAlive = true
  })
  socket.on('close', gone)
  // a broken frame or a reset: `close` follows
  socket.on('error', (error) => tell(error.message))

  function sendText(text: string): void {
    if (mayWrite()) socket.send(text, wake)
  }

  /** Whether the client is there and reads; cuts it off when it does not. */
  function mayWrite(): boolean {
    if (closing.signal.aborted || socket.readyState !== socket.OPEN) return false
    if (socket.bufferedAmount <= MOST_UNREAD_BYTES) return true
    tell('does not read what it asked for')
    cut()
    return false
  }

  async function* batches(most: number): AsyncGenerator<readonly string[]> {
    try {
      for (let taken = await inbox.take(most); taken.length > 0; taken = await inbox.take(most)) yield taken
    } finally {
      inbox.release()
    }
  }

  return {
    async receive() {
      const [text] = await inbox.take(1)
      inbox.release()
      return text
    },
    batches,
    async *[Symbol.asyncIterator]() {
      for await (const [text] of batches(1)) if (text !== undefined) yield text
    },
    deafen: () => inbox.deafen(),
    send: (value) => sendText(JSON.stringify(value)),
    sendText,
    drained: () =>
      new Promise((resolve) => {
        waiting.add(resolve)
        wake()
      }),
    close,
    closed: closing.signal,
    beat() {
      if (closing.signal.aborted) return
      // who was told to wait cannot answer
      if (!isAlive && !inbox.isPaused) {
        tell('gave no sign of life')
        return cut()
      }
      isAlive = false
      socket.ping()
    },
    cut,
  }
}

const MOST_UNREAD_BYTES = 4 * 1024 * 1024
const NEARLY_NOTHING = 64 * 1024

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString()
  return data instanceof ArrayBuffer ? Buffer.from(data).toString() : data.toString()
}

function fitting(reason: string): string {
  const bytes = Buffer.from(reason)
  if (bytes.length <= MOST_REASON_BYTES) return reason
  // a character that was cut through becomes U+FFFD
  return bytes
    .subarray(0, MOST_REASON_BYTES)
    .toString()
    .replace(/\uFFFD+$/, '')
}

/** What a close frame has room for (RFC 6455 §5.5). */
const MOST_REASON_BYTES = 123
