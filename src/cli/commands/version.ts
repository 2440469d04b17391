import type { Context } from '../context.ts'
import { ownVersion } from '../version.ts'

export type VersionFlags = { readonly json?: boolean }

/** `registrar version`. Asks nobody. */
export function version({ process, nodeVersion }: Context, { json }: VersionFlags): void {
  const registrar = ownVersion()
  process.stdout.write(json ? `${JSON.stringify({ registrar, node: nodeVersion })}\n` : `${registrar}\n`)
}
