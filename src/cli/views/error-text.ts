import { inspect } from 'node:util'
import { RegistrarError } from '../../model/error.ts'
import { printable } from './printable.ts'

export type ErrorView = {
  /** Also show what led to the error. */
  readonly verbose?: boolean
  /** What runs here, for the report of a bug: `registrar 0.1.0, Node 22.23.3, linux`. */
  readonly running?: string
}

/**
 * An error for the terminal. One of ours says what failed and what to do; with `verbose` also what led to it. Anything
 * else is a bug: its stack, our version, and a request to report it.
 */
export function errorText(error: unknown, { verbose = false, running = 'registrar' }: ErrorView): string {
  if (!(error instanceof RegistrarError)) return bugText(error, running)
  const hint = error.hint === undefined ? [] : [`→ ${printable(error.hint)}`]
  return [printable(error.message), ...hint, ...(verbose ? causeLines(error.cause) : [])].join('\n')
}

/** The same for programs. */
export function errorJson(error: unknown) {
  if (error instanceof RegistrarError) {
    const { code, subject, message, hint } = error
    return { code, subject, message, hint: hint ?? null }
  }
  return {
    code: 'bug',
    subject: 'registrar',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    hint: null,
  }
}

function bugText(error: unknown, running: string): string {
  const stack =
    error instanceof Error ? [error.stack ?? error.message, ...causeLines(error.cause)] : [`thrown: ${String(error)}`]
  return [
    `This is a bug (${running}).`,
    ...stack,
    '→ please report it with the lines above and the command you ran',
  ].join('\n')
}

function causeLines(cause: unknown): readonly string[] {
  if (cause === undefined || cause === null) return []
  if (!(cause instanceof Error)) return [`  caused by: ${printable(inspect(cause))}`]
  return [`  caused by: ${cause.name}: ${printable(cause.message)}`, ...causeLines(cause.cause)]
}
