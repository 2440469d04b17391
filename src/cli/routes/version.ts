import { buildCommand } from '@stricli/core'
import type { VersionFlags } from '../commands/version.ts'
import type { Context } from '../context.ts'
import * as flags from '../flags.ts'
import { reporting } from '../reporting.ts'

export const versionRoute = buildCommand<VersionFlags, [], Context>({
  loader: async () => reporting((await import('../commands/version.ts')).version),
  parameters: { flags: { json: flags.json } },
  docs: {
    brief: "Print registrar's version",
    fullDescription: 'EXAMPLES\n  registrar version\n  registrar version --json',
  },
})
