/**
 * What the process says at its end; the table of the architecture. Scripts rely on these numbers.
 * `done` covers "nothing to do"; `changesWait` is given only when asked for with `--detailed-exitcode`.
 */
export const EXIT = { done: 0, error: 1, changesWait: 2, refused: 3, partlyApplied: 4, lockHeld: 5 } as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The exit code for one of stricli's: its own are negative (−4 wrong argument, −5 unknown command), and all mean an error. */
export function exitCodeOf(stricliCode: number | string | null | undefined): number {
  const code = Number(stricliCode ?? EXIT.done)
  return code < 0 || Number.isNaN(code) ? EXIT.error : code
}
