import { buildCommand } from '@stricli/core'
import type { DevFlags } from '../commands/dev.ts'
import type { Context } from '../context.ts'
import * as flags from '../flags.ts'
import { reporting } from '../reporting.ts'

export const devRoute = buildCommand<DevFlags, [], Context>({
  loader: async () => reporting((await import('../commands/dev.ts')).dev),
  parameters: {
    flags: {
      port: flags.port,
      host: flags.host,
      data: flags.data,
      keep: flags.keep,
      prune: flags.prune,
      target: flags.target,
      allowRemote: {
        kind: 'boolean',
        optional: true,
        withNegated: false,
        brief: 'Allow a server that is not on this machine',
      },
      noWatch: {
        kind: 'boolean',
        optional: true,
        withNegated: false,
        brief: 'Apply once and keep the server running, without watching',
      },
      logFormat: flags.logFormat,
      verbose: flags.verbose,
      noColor: flags.noColor,
    },
  },
  docs: {
    customUsage: ['[flags]'],
    brief: 'Run an embedded server, apply the specs, and apply again whenever a file is saved',
    fullDescription: `Starts an embedded server with its data in .registrar/, applies every spec and watches.
A mistake in a file is shown with its place, and the server keeps what it had. Nothing is deleted without --prune.
Prefect's own tools can use the server: PREFECT_API_URL=http://127.0.0.1:4200/api prefect deployment ls

Another server is used when the environment's PREFECT_API_URL or --target names one on this machine; one elsewhere is
refused without --allow-remote. Prefect's profiles and .env are not asked.

EXAMPLES
  registrar dev
  registrar dev --port 4300
  registrar -C path/to/project dev --prune

EXIT CODES
  0  stopped by Ctrl-C
  1  an error, such as a port that is taken
  3  refused: the server is not on this machine`,
  },
})
