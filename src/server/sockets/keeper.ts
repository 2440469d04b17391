import type { WebSocket } from 'ws'
import type { Logger } from '../log.ts'
import { every, type Timers } from '../timers.ts'
import { type Connection, connectionOf, type KeptConnection } from './connection.ts'

/** How often clients are asked for a sign of life, as Prefect's server does. */
const BEAT_MS = 20_000
/** How long clients and handlers may take to end when the server closes. */
const GOODBYE_MS = 2000

/** The open websockets: knows who is alive, and ends them all. */
export class Keeper {
  readonly #timers: Timers
  readonly #log: Logger
  /** Each until its socket is closed and its handler has ended. */
  readonly #kept = new Map<KeptConnection, Promise<unknown>>()
  #stopBeat: (() => void) | undefined

  constructor({ timers, log }: { readonly timers: Timers; readonly log: Logger }) {
    this.#timers = timers
    this.#log = log
  }

  get size(): number {
    return this.#kept.size
  }

  /** Lets `serve` have the socket. When it is done, the socket is closed. */
  keep(ws: WebSocket, path: string, serve: (socket: Connection) => Promise<void>): void {
    const socket = connectionOf(ws, (reason) => this.#log.info({ path, reason }, 'a websocket was cut off'))
    const closed = new Promise<void>((resolve) => ws.once('close', resolve))
    const served = this.#served(socket, path, serve)
    this.#kept.set(
      socket,
      Promise.all([closed, served]).finally(() => this.#forget(socket)),
    )
    this.#stopBeat ??= every(this.#timers, BEAT_MS, () => {
      for (const each of this.#kept.keys()) each.beat()
    })
  }

  /** Says goodbye to all (1001), and resolves when they are gone; those who take too long are cut off. */
  async close(): Promise<void> {
    for (const each of this.#kept.keys()) each.close(1001, 'The server is closing')
    let cancel: (() => void) | undefined
    const late = new Promise<'late'>((resolve) => {
      cancel = this.#timers.after(GOODBYE_MS, () => resolve('late'))
    })
    if ((await Promise.race([Promise.all(this.#kept.values()), late])) === 'late') {
      this.#log.warn({ sockets: this.size }, 'websockets had to be cut off')
    }
    cancel?.()
    for (const each of this.#kept.keys()) each.cut()
    this.#stopBeat?.()
  }

  async #served(socket: KeptConnection, path: string, serve: (socket: Connection) => Promise<void>): Promise<void> {
    try {
      await serve(socket)
      socket.close(1000, '')
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      this.#log.error({ path, error: text }, 'unexpected error')
      socket.close(1011, 'Internal error')
    }
  }

  #forget(socket: KeptConnection): void {
    this.#kept.delete(socket)
    if (this.size > 0) return
    this.#stopBeat?.()
    this.#stopBeat = undefined
  }
}
