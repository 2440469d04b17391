import { buildCommand, buildRouteMap } from '@stricli/core'
import type { ServerStartFlags } from '../commands/server-start.ts'
import type { Context } from '../context.ts'
import * as flags from '../flags.ts'
import { reporting } from '../reporting.ts'

const start = buildCommand<ServerStartFlags, [], Context>({
  loader: async () => reporting((await import('../commands/server-start.ts')).serverStart),
  parameters: {
    flags: { host: flags.host, port: flags.port, data: flags.data, verbose: flags.verbose, noColor: flags.noColor },
  },
  docs: {
    customUsage: ['[flags]'],
    brief: 'Run the embedded server until Ctrl-C',
    fullDescription: `Runs the embedded server alone. It speaks Prefect's API; plan and apply in the same folder find it by themselves.

EXAMPLES
  registrar server start
  registrar server start --host 127.0.0.1 --port 4300 --data /var/lib/registrar

EXIT CODES
  0  stopped by Ctrl-C
  1  an error, such as a port that is taken or a data folder that cannot be written`,
  },
})

export const serverRoute = buildRouteMap({ routes: { start }, docs: { brief: 'The embedded server' } })
