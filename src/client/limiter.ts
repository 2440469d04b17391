/** A change of how many requests may be in flight. */
export type LimitChange = {
  readonly limit: number
  readonly was: number
  readonly because: 'congested' | 'recovered'
}

export type Limiter = {
  /** How many pieces of work may run at once now. */
  readonly limit: number
  /** Runs the work when a place is free; `first` goes before everything that waits. An aborted wait rejects. */
  run: <T>(work: () => Promise<T>, turn?: Turn) => Promise<T>
  /** The server answered in good order. */
  succeeded: () => void
  /** The server answered that it is asked too much. */
  congested: () => void
  /** Starts nothing new until `wait` settles. */
  pause: (wait: Promise<unknown>) => void
}

/** When a piece of work is to have its place. */
type Turn = { readonly signal?: AbortSignal | undefined; readonly first?: boolean }

export type LimiterOptions = {
  readonly start?: number | undefined
  readonly max?: number | undefined
  readonly onChange?: ((change: LimitChange) => void) | undefined
}

const LEAST_PATIENCE = 16
const MOST_PATIENCE = 512

/**
 * Bounds how much runs at once, by what the server can take: halved with every sign of congestion, one more after a
 * spell of successes. The spell doubles with each new congestion, since a Prefect server on SQLite answers any second
 * writer with 503 for as long as it lives: there the limit falls to 1 within a few answers and is tried again ever more
 * rarely.
 */
export function createLimiter({ start = 4, max = 8, onChange }: LimiterOptions = {}): Limiter {
  let limit = Math.max(1, Math.min(start, max))
  let patience = LEAST_PATIENCE
  let successes = 0
  let running = 0
  let pauses = 0
  const waiting: (() => void)[] = []

  function admit(): void {
    if (pauses > 0) return
    for (const enter of waiting.splice(0, limit - running)) {
      running++
      enter()
    }
  }

  function place({ signal, first = false }: Turn): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.splice(waiting.indexOf(enter), 1)
        reject(signal?.reason)
      }
      const enter = () => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      if (first) waiting.unshift(enter)
      else waiting.push(enter)
      signal?.addEventListener('abort', leave, { once: true })
      admit()
    })
  }

  function change(next: number, because: LimitChange['because']): void {
    const was = limit
    limit = next
    successes = 0
    if (next !== was) onChange?.({ limit, was, because })
  }

  return {
    get limit() {
      return limit
    },
    async run(work, turn = {}) {
      turn.signal?.throwIfAborted()
      await place(turn)
      try {
        return await work()
      } finally {
        running--
        admit()
      }
    },
    succeeded() {
      successes++
      if (limit === max || successes < patience) return
      patience = Math.max(LEAST_PATIENCE, patience / 2)
      change(limit + 1, 'recovered')
    },
    congested() {
      // many refusals at once are one congestion
      if (successes > 0) patience = Math.min(MOST_PATIENCE, patience * 4)
      change(Math.max(1, Math.floor(limit / 2)), 'congested')
    },
    pause(wait) {
      pauses++
      const resume = () => {
        pauses--
        admit()
      }
      wait.then(resume, resume)
    },
  }
}
