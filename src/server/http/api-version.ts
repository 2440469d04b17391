import type { Context } from 'hono'
import { refused } from '../problem.ts'

/** The oldest API that is spoken here. */
const OLDEST = [0, 8, 0] as const

/** Refuses a client of an older API by its `X-PREFECT-API-VERSION`; one that does not send it is taken as it is. */
export function refuseOtherVersion(c: Context): void {
  const version = c.req.header('x-prefect-api-version')
  const problem = version ? versionProblem(version) : undefined
  if (problem !== undefined) throw refused(400, problem)
}

function versionProblem(version: string): string | undefined {
  const parts = version.split('.').map((part) => (/^\s*[+-]?\d+\s*$/.test(part) ? Number(part) : Number.NaN))
  if (parts.length !== OLDEST.length || parts.some(Number.isNaN)) {
    return `Invalid X-PREFECT-API-VERSION header format.Expected header in format 'x.y.z' but received ${version}`
  }
  const at = parts.findIndex((part, index) => part !== OLDEST[index])
  if (at < 0 || (parts[at] ?? 0) > (OLDEST[at] ?? 0)) return undefined
  return `The request specified API version ${version} but this server requires version ${OLDEST.join('.')} or higher.`
}
