/** What an inbox does to the socket whose messages it keeps. */
export type Source = {
  /** Stops reading, so that the sender has to wait. */
  pause(): void
  resume(): void
  pong(data: Buffer): void
}

/**
 * The messages of one client in order, until its handler takes them. A client that sends faster than the handler works
 * is made to wait, so that an inbox stays small. A ping is answered when the messages before it were handled: Prefect's
 * client takes a pong to mean that its events have arrived.
 */
export class Inbox {
  readonly #source: Source
  #entries: (string | Buffer)[] = []
  #size = 0
  #isPaused = false
  #isBusy = false
  #isOver = false
  #isDeaf = false
  #wake: (() => void) | undefined

  constructor(source: Source) {
    this.#source = source
  }

  get isPaused(): boolean {
    return this.#isPaused
  }

  message(text: string): void {
    if (this.#isOver || this.#isDeaf) return
    this.#add(text)
    this.#wake?.()
  }

  ping(data: Buffer): void {
    if (this.#isOver) return
    if (!this.#isBusy && this.#entries.length === 0) return this.#source.pong(data)
    this.#add(data)
  }

  /** Keeps no more messages, and answers pings at once: for a handler that only sends from here on. */
  deafen(): void {
    this.#isDeaf = true
    this.#forget(this.#entries.length)
    this.#isBusy = false
  }

  /** No more comes. What is there can still be taken. */
  end(): void {
    this.#isOver = true
    this.#unpause()
    this.#wake?.()
  }

  /** Forgets what was not taken, and takes nothing more. */
  drop(): void {
    this.#entries = []
    this.#size = 0
    this.end()
  }

  /**
   * The next messages, at least one, at most so many; none at all when no more will come. Whoever calls has handled what
   * it took before. Meant for one reader at a time.
   */
  async take(most: number): Promise<readonly string[]> {
    this.release()
    while (this.#entries.length === 0 && !this.#isOver) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const taken = this.#taken(most)
    this.#isBusy = taken.length > 0
    return taken
  }

  /** Says that everything taken so far was handled. */
  release(): void {
    this.#isBusy = false
    let pings = 0
    for (const entry of this.#entries) {
      if (typeof entry === 'string') break
      pings += 1
      this.#source.pong(entry)
    }
    if (pings > 0) this.#forget(pings)
  }

  /** Up to the next ping: it is answered when these were handled, and before the rest. */
  #taken(most: number): readonly string[] {
    const taken: string[] = []
    for (const entry of this.#entries) {
      if (typeof entry !== 'string' || taken.length >= most) break
      taken.push(entry)
    }
    this.#forget(taken.length)
    return taken
  }

  #add(entry: string | Buffer): void {
    this.#entries.push(entry)
    this.#size += entry.length + OVERHEAD
    if (this.#size <= MOST || this.#isPaused) return
    this.#isPaused = true
    this.#source.pause()
  }

  #forget(count: number): void {
    for (const entry of this.#entries.splice(0, count)) {
      this.#size -= entry.length + OVERHEAD
      if (this.#isDeaf && typeof entry !== 'string') this.#source.pong(entry)
    }
    if (this.#size < MOST / 2) this.#unpause()
  }

  #unpause(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    this.#source.resume()
  }
}

/** How many characters may wait, with what each message costs by itself. */
const MOST = 1024 * 1024
const OVERHEAD = 64
