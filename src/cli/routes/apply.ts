import { buildCommand } from '@stricli/core'
import type { ApplyFlags } from '../commands/apply.ts'
import type { Context } from '../context.ts'
import * as flags from '../flags.ts'
import { reporting } from '../reporting.ts'
import { WHICH_SERVER } from './which-server.ts'

export const applyRoute = buildCommand<ApplyFlags, string[], Context>({
  loader: async () => {
    const [{ apply }, { stoppedPlan }] = await Promise.all([
      import('../commands/apply.ts'),
      import('../commands/plan.ts'),
    ])
    return reporting(apply, stoppedPlan)
  },
  parameters: {
    flags: {
      json: flags.json,
      yes: { kind: 'boolean', optional: true, withNegated: false, brief: 'Do not ask before writing' },
      only: flags.only,
      prune: flags.prune,
      pruneAdopted: flags.pruneAdopted,
      allowDelete: flags.allowDelete,
      parallel: flags.parallel,
      target: flags.target,
      verbose: flags.verbose,
      noColor: flags.noColor,
    },
    aliases: { y: 'yes' },
    positional: flags.paths,
  },
  docs: {
    customUsage: ['[flags] [path...]'],
    brief: 'Make the server match the specs',
    fullDescription: `Shows the plan, then carries it out. In a terminal it asks first; --yes, a pipe, or CI=1 does not.
Every file is read and checked before the first write. What does not differ is not written.
Ctrl-C finishes what is in flight and lists what was not attempted.

${WHICH_SERVER}

EXAMPLES
  registrar apply
  registrar apply --yes deployments/etl.yaml
  registrar apply --only 'etl/nightly'
  registrar apply --prune --allow-delete 12

EXIT CODES
  0  the server matches
  1  an error; nothing was written, or you said no
  3  refused by a safety rule; nothing was written
  4  partly applied: some changes failed or were not attempted`,
  },
})
