import {
  buildApplication,
  buildRouteMap,
  help,
  text_en,
  version,
  ArgumentScannerError,
  formatMessageForArgumentScannerError,
} from '@stricli/core'
import { RegistrarError } from '../model/error.ts'
import type { Context } from './context.ts'
import { applyRoute } from './routes/apply.ts'
import { completionRoute } from './routes/completion.ts'
import { devRoute } from './routes/dev.ts'
import { planRoute } from './routes/plan.ts'
import { scheduleRoute } from './routes/schedule.ts'
import { serverRoute } from './routes/server.ts'
import { validateRoute } from './routes/validate.ts'
import { versionRoute } from './routes/version.ts'
import { errorText } from './views/error-text.ts'
import { usageText } from './views/usage-text.ts'
import { ownVersion, runningText } from './version.ts'

const root = buildRouteMap({
  routes: {
    validate: validateRoute,
    plan: planRoute,
    apply: applyRoute,
    dev: devRoute,
    server: serverRoute,
    schedule: scheduleRoute,
    version: versionRoute,
    completion: completionRoute,
  },
  docs: {
    brief: 'Commit deployment specs, see the plan, make a Prefect server match',
    fullDescription: `Commit deployment specs, see the plan, make a Prefect server match.

Start with "registrar dev": it needs no server and no Python.

  registrar [-C DIR] <command> [flags] [path…]      -C DIR: as if started in DIR, the project's root

EXIT CODES
  0 done, or nothing to do · 1 error · 2 changes wait (plan --detailed-exitcode) · 3 refused by a safety rule
  4 partly applied`,
  },
})

/** The command line of registrar. What a command does is loaded only when it is run. */
export const app = buildApplication<Context>(
  root,
  {
    name: 'registrar',
    scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true },
    localization: {
      text: {
        ...text_en,
        noCommandRegisteredForInput: ({ input, corrections }) =>
          usageText(`there is no command "${input}"`, corrections),
        exceptionWhileLoadingCommandFunction: (error) => errorText(error, { running: runningText() }),
        exceptionWhileParsingArguments: (error) => usageText(usageProblem(error), []),
      },
    },
  },
  {
    help: help({
      brief: 'Print help and exit',
      formatting: { useAliasInUsageLine: false, onlyRequiredInUsageLine: true, caseStyle: 'convert-camel-to-kebab' },
      defaultForRouteMap: true,
    }),
    version: version({ brief: 'Print the version and exit', info: { getCurrentVersion: async () => ownVersion() } }),
  },
)

function usageProblem(error: unknown): string {
  if (!(error instanceof ArgumentScannerError)) return String(error)
  return formatMessageForArgumentScannerError(error, {
    // what our own parsers say names the value and what was expected
    ArgumentParseError: ({ externalFlagNameOrPlaceholder: name, exception }) =>
      exception instanceof RegistrarError ? `--${name} ${exception.message}` : messageOf(exception),
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
