/** Something that runs again after every nudge, one run at a time. */
export type LevelTriggered = {
  /** Asks for a run; resolves when a run that began after this call has ended. Rejects with what the run threw. */
  readonly nudge: () => Promise<void>
  /** Lets the run in flight finish and refuses further ones. */
  readonly stop: () => Promise<void>
}

/**
 * Runs `reconcile` after every nudge. Nudges during a run fold into a single further run: a trigger says *that* something
 * changed, never *what*, so a lost, doubled or reordered event costs nothing.
 */
export function levelTriggered(reconcile: () => Promise<void>): LevelTriggered {
  const wanted = { again: false, stopped: false }
  let running: Promise<void> | undefined

  async function drain(): Promise<void> {
    await Promise.resolve() // nudges of this tick gather first
    try {
      while (wanted.again && !wanted.stopped) {
        wanted.again = false
        await reconcile()
      }
    } finally {
      running = undefined
    }
  }

  return {
    nudge(): Promise<void> {
      if (wanted.stopped) return Promise.resolve()
      wanted.again = true
      running ??= drain()
      return running
    },
    async stop(): Promise<void> {
      wanted.stopped = true
      await running?.catch(() => undefined) // whoever nudged hears of its failure
    },
  }
}
