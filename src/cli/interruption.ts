import type { Clock } from '../model/clock.ts'

/** As much of `process` as interruptions need. */
export type Interruptible = {
  readonly on: (event: 'SIGINT' | 'SIGTERM', listener: () => void) => unknown
  readonly exit: (code: number) => void
  readonly stderr: { readonly write: (text: string) => unknown }
}

/** The exit code of a process that Ctrl-C ended: 128 + SIGINT. */
const INTERRUPTED = 130

/** Signals that come as close as this are one: `timeout` and npm send theirs to the process and again to its group. */
const ONE_MS = 500

/**
 * A signal that the first Ctrl-C (SIGINT) or SIGTERM aborts, so that what is in flight can finish. The second one ends
 * the process at once.
 */
export function interruption(process: Interruptible, clock: Clock): AbortSignal {
  const controller = new AbortController()
  let first = 0
  const interrupt = () => {
    if (controller.signal.aborted) {
      if (clock() - first >= ONE_MS) process.exit(INTERRUPTED)
      return
    }
    first = clock()
    process.stderr.write('\nStopping; what is in flight is finished first (Ctrl-C again stops at once).\n')
    controller.abort()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  return controller.signal
}
