import type { MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import { refused } from '../problem.ts'

/** The oldest API that is spoken here. */
const OLDEST = [0, 8, 0] as const

/** Refuses clients of an older API by `X-PREFECT-API-VERSION`, wherever Prefect looks at it: not on these, nor on a 404. */
const UNCHECKED = new Set(['/api/health', '/api/version'])

export const apiVersion: MiddlewareHandler = async (c, next) => {
  const version = c.req.header('x-prefect-api-version')
  const isRoute = matchedRoutes(c).some(({ method }) => method !== 'ALL')
  if (version && isRoute && !UNCHECKED.has(c.req.path)) {
    const problem = versionProblem(version)
    if (problem !== undefined) throw refused(400, problem)
  }
  await next()
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
