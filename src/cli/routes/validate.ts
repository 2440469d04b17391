import { buildCommand } from '@stricli/core'
import type { ValidateFlags } from '../commands/validate.ts'
import type { Context } from '../context.ts'
import * as flags from '../flags.ts'
import { reporting } from '../reporting.ts'

export const validateRoute = buildCommand<ValidateFlags, string[], Context>({
  loader: async () => reporting((await import('../commands/validate.ts')).validate),
  parameters: {
    flags: {
      format: {
        kind: 'enum',
        values: ['text', 'json', 'github'],
        optional: true,
        brief: 'How findings are printed: with code frames, as JSON, or as annotations of GitHub Actions',
      },
      json: flags.json,
      target: flags.target,
      verbose: flags.verbose,
      noColor: flags.noColor,
    },
    positional: flags.paths,
  },
  docs: {
    customUsage: ['[flags] [path...]'],
    brief: 'Check the spec files; no server is asked',
    fullDescription: `Reads every spec and says all problems at once, each with its file, line and column.

EXAMPLES
  registrar validate
  registrar validate deployments/etl.yaml
  registrar validate --format github        in a GitHub workflow
  registrar validate --json | jq '.findings[].message'

EXIT CODES
  0  every spec is right (warnings are allowed)
  1  at least one error`,
  },
})
