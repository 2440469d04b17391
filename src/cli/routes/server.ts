import { buildCommand, buildRouteMap } from '@stricli/core'
import type { ServerBackupFlags } from '../commands/server-backup.ts'
import type { ServerStartFlags } from '../commands/server-start.ts'
import type { ServerVacuumFlags } from '../commands/server-vacuum.ts'
import type { Context } from '../context.ts'
import * as flags from '../flags.ts'
import { reporting } from '../reporting.ts'

const start = buildCommand<ServerStartFlags, [], Context>({
  loader: async () => reporting((await import('../commands/server-start.ts')).serverStart),
  parameters: {
    flags: {
      host: flags.host,
      port: flags.port,
      data: flags.data,
      keep: flags.keep,
      logFormat: flags.logFormat,
      verbose: flags.verbose,
      noColor: flags.noColor,
    },
  },
  docs: {
    customUsage: ['[flags]'],
    brief: 'Run the embedded server until Ctrl-C',
    fullDescription: `Runs the embedded server alone. It speaks Prefect's API; plan and apply in the same folder find it by themselves.

EXAMPLES
  registrar server start
  registrar server start --host 127.0.0.1 --port 4300 --data /var/lib/registrar
  registrar server start --keep 30d

EXIT CODES
  0  stopped by Ctrl-C
  1  an error, such as a port that is taken or a data folder that cannot be written`,
  },
})

const backup = buildCommand<ServerBackupFlags, [string], Context>({
  loader: async () => reporting((await import('../commands/server-backup.ts')).serverBackup),
  parameters: {
    flags: { data: flags.data, force: flags.force, json: flags.json, verbose: flags.verbose, noColor: flags.noColor },
    positional: {
      kind: 'tuple',
      parameters: [{ parse: String, placeholder: 'file', brief: 'Where the copy goes, relative to the root' }],
    },
  },
  docs: {
    customUsage: ['[flags] <file>'],
    brief: "Copy the embedded server's data to a file, while it runs or not",
    fullDescription: `Copies the embedded server's data to one file. A running server keeps working; the copy is what was there at one moment.

EXAMPLES
  registrar server backup backups/monday.db
  registrar server backup --data /var/lib/registrar /mnt/backup/registrar.db --force

EXIT CODES
  0  the copy is there and whole
  1  an error; nothing of that name was written`,
  },
})

const vacuum = buildCommand<ServerVacuumFlags, [], Context>({
  loader: async () => reporting((await import('../commands/server-vacuum.ts')).serverVacuum),
  parameters: { flags: { data: flags.data, json: flags.json, verbose: flags.verbose, noColor: flags.noColor } },
  docs: {
    customUsage: ['[flags]'],
    brief: 'Give the space of deleted runs and logs back to the disk',
    fullDescription: `Gives the space of deleted runs, logs and events back to the disk. A running server does it in small steps beside its work.

EXAMPLES
  registrar server vacuum
  registrar server vacuum --data /var/lib/registrar

EXIT CODES
  0  done
  1  an error, such as a database that is not there`,
  },
})

export const serverRoute = buildRouteMap({
  routes: { start, backup, vacuum },
  docs: { brief: 'The embedded server: run it, copy its data, make its file smaller' },
})
