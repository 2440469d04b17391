import type { CommandContext } from '@stricli/core'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import type { Clock } from '../model/clock.ts'
import type { IsAlive } from './address-file.ts'
import type { Arguments } from './arguments.ts'
import { coloured, type Paint, plain, showsColour } from './paint.ts'
import { interruption } from './interruption.ts'

/** A stream that a command prints to. */
export type Output = {
  readonly write: (text: string) => void
  readonly getColorDepth: () => number
  readonly isTTY: boolean
  /** How wide the terminal is now; undefined where it is none. */
  readonly columns?: number | undefined
  readonly paint: Paint
}

/** Everything a command may know of the world around it. Tests make their own. */
export type Context = CommandContext & {
  readonly process: {
    readonly stdout: Output
    readonly stderr: Output
    readonly env: Readonly<Record<string, string | undefined>>
    exitCode?: number | string | null
  }
  /** The project's root, absolute: where registrar.yaml is and what paths and entrypoints are relative to. */
  readonly root: string
  readonly home: string
  readonly pid: number
  /** The Node executable that runs this. */
  readonly nodePath: string
  readonly nodeVersion: string
  readonly clock: Clock
  readonly uuid: () => string
  /** Aborted by the first Ctrl-C or SIGTERM. Nobody listens for those before it is read. */
  readonly signal: AbortSignal
  /** Asks a person yes or no. Only where `isInteractive`. */
  readonly confirm: (question: string) => Promise<boolean>
  readonly isAlive: IsAlive
  /** Whether a person sits in front: a terminal on both ends, and not a CI job. */
  readonly isInteractive: boolean
}

/** The context of the process itself: the one place that reads `process`, the clock and chance. */
export function processContext({ directory, noColor }: Arguments): Context {
  const { env } = process
  const output = (stream: NodeJS.WriteStream): Output => {
    const colour = !noColor && showsColour(stream, env)
    return {
      write: (text) => void stream.write(text),
      getColorDepth: () => (colour ? 8 : 1),
      isTTY: stream.isTTY ?? false,
      get columns() {
        return stream.columns
      },
      paint: colour ? coloured : plain,
    }
  }
  let signal: AbortSignal | undefined
  return {
    process: { stdout: output(process.stdout), stderr: output(process.stderr), env },
    root: resolve(directory ?? '.'),
    home: env['HOME'] ?? homedir(),
    pid: process.pid,
    nodePath: process.execPath,
    nodeVersion: process.versions.node,
    clock: Date.now,
    uuid: () => crypto.randomUUID(),
    get signal() {
      signal ??= interruption(process, Date.now)
      return signal
    },
    confirm: async (question) => {
      const { confirmation } = await import('./confirmation.ts')
      return confirmation(question, { input: process.stdin, output: process.stderr })
    },
    isAlive,
    isInteractive: (process.stdin.isTTY ?? false) && (process.stderr.isTTY ?? false) && !env['CI'],
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: it runs, but is somebody else's
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
