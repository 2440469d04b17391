import { run } from '@stricli/core'
import { app } from './app.ts'
import { argumentsOf } from './arguments.ts'
import { processContext } from './context.ts'
import { PROPOSE, proposalsFor } from './proposals.ts'
import { exitCodeOf } from './exit-code.ts'
import { errorText } from './views/error-text.ts'
import { runningText } from './version.ts'

/** Runs registrar with the words of the command line and leaves the exit code in `process.exitCode`. */
export async function start(argv: readonly string[]): Promise<void> {
  // `registrar plan | head` closes our output early; that is no error of ours
  process.stdout.on('error', ignoreClosedPipe)
  process.stderr.on('error', ignoreClosedPipe)
  try {
    const args = argumentsOf(argv)
    const context = processContext(args)
    const [first, ...rest] = args.words
    if (first === PROPOSE) {
      const proposals = await proposalsFor(app, rest, context)
      context.process.stdout.write(proposals.map((line) => `${line}\n`).join(''))
    } else {
      await run(app, args.words, context)
    }
    process.exitCode = exitCodeOf(context.process.exitCode)
  } catch (error) {
    process.stderr.write(`error: ${errorText(error, { running: runningText() })}\n`)
    process.exitCode = exitCodeOf(-1)
  }
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
