import type { Connection } from '../sockets/connection.ts'
import { eventsAfter, eventsBetween, lastEventSeq } from '../store/event.ts'
import type { Store } from '../store/store.ts'
import { type ReceivedEvent, eventBody } from '../model/event.ts'
import { type EventQuery, eventTest } from '../model/event-query.ts'

/** How many events are read at once: a single one may have more than a million characters. */
const PAGE = 50
/** After so many characters a client is asked whether it keeps up. */
const BATCH = 64 * 1024

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
  const outlet = new Outlet(socket)
  let from = { occurred: query.since, seq: -1 }
  while (!socket.closed.aborted) {
    const page = await store.read((db) => eventsBetween(db, query, from, { seq: last, most: PAGE }))
    for (const event of page) {
      outlet.send(event)
      if (outlet.isFull) await outlet.drained()
    }
    const end = page.at(-1)
    if (end === undefined || page.length < PAGE) return
    from = end
  }
}

/** Sends events, and knows when it is time to let the client read. */
class Outlet {
  readonly #socket: Connection
  #sent = 0

  constructor(socket: Connection) {
    this.#socket = socket
  }

  get isFull(): boolean {
    return this.#sent > BATCH
  }

  send(event: ReceivedEvent): void {
    const text = JSON.stringify({ type: 'event', event: eventBody(event) })
    this.#sent += text.length
    this.#socket.sendText(text)
  }

  async drained(): Promise<void> {
    await this.#socket.drained()
    this.#sent = 0
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
  readonly #outlet: Outlet
  /** Where the stream stands; undefined until it may begin. */
  #seq: number | undefined
  #isCaughtUp = false
  #wake: (() => void) | undefined

  constructor(socket: Connection, store: Store, isWanted: (event: ReceivedEvent) => boolean) {
    this.#socket = socket
    this.#store = store
    this.#isWanted = isWanted
    this.#outlet = new Outlet(socket)
  }

  hear(event: ReceivedEvent): void {
    if (!this.#isCaughtUp) return
    this.#take(event)
    if (!this.#outlet.isFull) return
    this.#isCaughtUp = false
    this.#wake?.()
  }

  async followFrom(seq: number): Promise<void> {
    this.#seq = seq
    const closed = once(this.#socket.closed)
    while (!this.#socket.closed.aborted) {
      await this.#outlet.drained()
      for (const event of await this.#next(seq)) {
        this.#take(event)
        if (this.#outlet.isFull) await this.#outlet.drained()
      }
      if (!this.#isCaughtUp) continue
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      await Promise.race([woken, closed])
    }
  }

  #next(seq: number): Promise<readonly ReceivedEvent[]> {
    return this.#store.read(async (db) => {
      const page = await eventsAfter(db, this.#seq ?? seq, PAGE)
      // nothing is written while this reads: what comes from now on is heard
      this.#isCaughtUp = page.length === 0
      return page
    })
  }

  #take(event: ReceivedEvent): void {
    if (this.#seq === undefined || event.seq <= this.#seq) return
    this.#seq = event.seq
    if (this.#isWanted(event)) this.#outlet.send(event)
  }
}

function once(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
