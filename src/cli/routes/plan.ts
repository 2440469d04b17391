import { buildCommand } from '@stricli/core'
import type { PlanFlags } from '../commands/plan.ts'
import type { Context } from '../context.ts'
import * as flags from '../flags.ts'
import { reporting } from '../reporting.ts'
import { WHICH_SERVER } from './which-server.ts'

export const planRoute = buildCommand<PlanFlags, string[], Context>({
  loader: async () => {
    const { plan, stoppedPlan } = await import('../commands/plan.ts')
    return reporting(plan, stoppedPlan)
  },
  parameters: {
    flags: {
      json: flags.json,
      detailedExitcode: { kind: 'boolean', optional: true, withNegated: false, brief: 'Exit with 2 when changes wait' },
      only: flags.only,
      prune: flags.prune,
      pruneAdopted: flags.pruneAdopted,
      allowDelete: flags.allowDelete,
      target: flags.target,
      verbose: flags.verbose,
      noColor: flags.noColor,
    },
    positional: flags.paths,
  },
  docs: {
    customUsage: ['[flags] [path...]'],
    brief: 'Show what apply would change; nothing is written',
    fullDescription: `Compares the specs with the server and shows every difference with its place in your files.
What a spec does not name is neither compared nor changed.

  +  create    ~  update    ^  adopt    -  prune    ·  stays, though no spec wants it

${WHICH_SERVER}

EXAMPLES
  registrar plan
  registrar plan --only 'etl/*'
  registrar plan --prune
  registrar plan --json | jq '.changes[] | select(.action != "noop") | .key'

EXIT CODES
  0  done; with --detailed-exitcode: nothing would change
  1  an error, or a spec with an error
  2  changes wait (only with --detailed-exitcode)
  3  refused by a safety rule`,
  },
})
