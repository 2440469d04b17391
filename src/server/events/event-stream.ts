import type { Connection } from '../sockets/connection.ts'
import { eventsAfter, eventsBetween, lastEventSeq } from '../store/event.ts'
import type { Store } from '../store/store.ts'
import { type ReceivedEvent, eventBody } from './event.ts'
import { type EventQuery, eventTest } from './event-query.ts'

/** How many events are read at once. */
const PAGE = 250

/**
 * Sends the events that a query asks for until the client leaves: first those that are there, in the order they
 * happened, then each that comes, in the order of arrival. None is left out and none comes twice, however slowly the
 * client reads: what it has not read waits in the store, not in memory.
 */
export async function streamEvents(
  socket: Connection,
  store: Store,
  query: EventQuery,
  { backfill }: { readonly backfill: boolean },
): Promise<void> {
  const follower = new Follower(socket, store, eventTest(query))
  const stop = store.subscribe((announcement) => {
    if (announcement.kind === 'event') follower.hear(announcement.event)
  })
  try {
    const begin = await store.read(lastEventSeq)
    if (backfill) await sendPast(socket, store, query, begin)
    await follower.followFrom(begin)
  } finally {
    stop()
  }
}

async function sendPast(socket: Connection, store: Store, query: EventQuery, last: number): Promise<void> {
  let from = { occurred: query.since, seq: -1 }
  while (!socket.closed.aborted) {
    const page = await store.read((db) => eventsBetween(db, query, from, { seq: last, most: PAGE }))
    for (const event of page) send(socket, event)
    const end = page.at(-1)
    if (end === undefined || page.length < PAGE) return
    from = end
    await socket.drained()
  }
}

/**
 * Hands on what it hears as long as the client reads; falls back to reading from the store when it does not, and goes
 * on from there.
 */
class Follower {
  readonly #socket: Connection
  readonly #store: Store
  readonly #isWanted: (event: ReceivedEvent) => boolean
  /** Where the stream stands; undefined until it may begin. */
  #seq: number | undefined
  #isCaughtUp = false
  #sent = 0
  #wake: (() => void) | undefined

  constructor(socket: Connection, store: Store, isWanted: (event: ReceivedEvent) => boolean) {
    this.#socket = socket
    this.#store = store
    this.#isWanted = isWanted
  }

  hear(event: ReceivedEvent): void {
    if (!this.#isCaughtUp) return
    this.#take(event)
    // the client is asked now and then whether it keeps up
    if (this.#sent >= PAGE) {
      this.#isCaughtUp = false
      this.#wake?.()
    }
  }

  async followFrom(seq: number): Promise<void> {
    this.#seq = seq
    const closed = once(this.#socket.closed)
    while (!this.#socket.closed.aborted) {
      this.#sent = 0
      await this.#socket.drained()
      await this.#store.read(async (db) => {
        const page = await eventsAfter(db, this.#seq ?? seq, PAGE)
        for (const event of page) this.#take(event)
        // nothing is written while this reads: what comes from now on is heard
        this.#isCaughtUp = page.length === 0
      })
      if (!this.#isCaughtUp) continue
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      await Promise.race([woken, closed])
    }
  }

  #take(event: ReceivedEvent): void {
    if (this.#seq === undefined || event.seq <= this.#seq) return
    this.#seq = event.seq
    if (!this.#isWanted(event)) return
    send(this.#socket, event)
    this.#sent += 1
  }
}

function send(socket: Connection, event: ReceivedEvent): void {
  socket.send({ type: 'event', event: eventBody(event) })
}

function once(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
