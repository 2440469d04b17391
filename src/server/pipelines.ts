import type { HttpBindings, Http2Bindings } from '@hono/node-server'

/** How many requests of one connection may be under way. Clients send one after the other; one who does not may ask this much. */
const MOST_AT_ONCE = 32

/**
 * How many requests are under way on each connection. Node begins all that came in one piece, so a few thousand bytes
 * could ask for gigabytes of answers, which wait in memory for their turn.
 */
export class Pipelines {
  readonly #counts = new WeakMap<object, number>()

  /** Lets a request in, until its answer is sent; false when there is no room for it. */
  enter({ incoming, outgoing }: HttpBindings | Http2Bindings): boolean {
    const { socket } = incoming
    const count = this.#counts.get(socket) ?? 0
    if (count >= MOST_AT_ONCE) return false
    this.#counts.set(socket, count + 1)
    outgoing.once('close', () => this.#counts.set(socket, (this.#counts.get(socket) ?? 1) - 1))
    return true
  }
}
