import type { Context } from './context.ts'
import { EXIT } from './exit-code.ts'
import { runningText } from './version.ts'

/** The flags that decide how an error is shown. */
export type ReportingFlags = { readonly json?: boolean; readonly verbose?: boolean }

type Command<FLAGS, ARGS extends readonly unknown[]> = (
  context: Context,
  flags: FLAGS,
  ...args: ARGS
) => void | Promise<void>

/** What a command prints with `--json` when it fails; `stopped` makes the document. */
export type StoppedJson = (error: unknown) => unknown

/**
 * The command with its errors shown: as text on stderr, and with `--json` also as a document on stdout. Exit code 1,
 * unless the command had already set another than 0.
 */
export function reporting<FLAGS extends ReportingFlags, ARGS extends readonly unknown[]>(
  command: Command<FLAGS, ARGS>,
  stopped?: StoppedJson,
): (this: Context, flags: FLAGS, ...args: ARGS) => Promise<void> {
  return async function (flags, ...args) {
    try {
      await command(this, flags, ...args)
    } catch (error) {
      await reportError(this, flags, error, stopped)
    }
  }
}

async function reportError(
  context: Context,
  flags: ReportingFlags,
  error: unknown,
  stopped?: StoppedJson,
): Promise<void> {
  const { errorJson, errorText } = await import('./views/error-text.ts')
  const { stdout, stderr } = context.process
  const text = errorText(error, { verbose: flags.verbose ?? false, running: runningText() })
  stderr.write(`${stderr.paint('red', 'error:')} ${text}\n`)
  if (flags.json)
    stdout.write(`${JSON.stringify(stopped ? stopped(error) : { error: errorJson(error) }, undefined, 2)}\n`)
  context.process.exitCode ||= EXIT.error
}
