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
  let isStopped = false
  let running: Promise<void> | undefined
  let waiting: Promise<void> | undefined

  async function runAfter(former: Promise<void> | undefined): Promise<void> {
    // nudges of this tick gather first; whoever nudged before hears of that run's failure
    await former?.catch(() => undefined)
    running = waiting
    waiting = undefined
    if (!isStopped) await reconcile()
  }

  return {
    nudge(): Promise<void> {
      if (isStopped) return Promise.resolve()
      waiting ??= runAfter(running)
      return waiting
    },
    async stop(): Promise<void> {
      isStopped = true
      await (waiting ?? running)?.catch(() => undefined) // whoever nudged hears of its failure
    },
  }
}
