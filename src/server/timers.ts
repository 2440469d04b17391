/** How the server waits. The composition root passes `systemTimers`; tests pass time that they move by hand. */
export type Timers = {
  /** Calls `run` once after so many milliseconds, unless the returned function is called first. */
  after(ms: number, run: () => void): () => void
}

/** Node's own timers. They keep no process alive, and waits of any length are waited out. */
export const systemTimers: Timers = {
  after(ms, run) {
    let timer: NodeJS.Timeout
    const arm = (left: number): void => {
      const step = Math.min(Math.max(left, 0), LONGEST_MS)
      timer = setTimeout(() => (left > LONGEST_MS ? arm(left - LONGEST_MS) : run()), step)
      timer.unref()
    }
    arm(ms)
    return () => clearTimeout(timer)
  },
}

/** Beyond this, `setTimeout` waits 1 ms instead. */
const LONGEST_MS = 2 ** 31 - 1

/** Calls `run` each time so many milliseconds have passed, until the returned function is called. */
export function every(timers: Timers, ms: number, run: () => void): () => void {
  let cancel = timers.after(ms, again)
  let isOver = false
  function again(): void {
    run()
    if (!isOver) cancel = timers.after(ms, again)
  }
  return () => {
    isOver = true
    cancel()
  }
}
