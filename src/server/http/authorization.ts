import type { MiddlewareHandler } from 'hono'
import { Problem } from '../problem.ts'
import { secretMatcher } from '../secret.ts'

/** What load balancers ask without credentials: in exactly this spelling, without a slash at the end. */
const FREE = /^\w+:\/\/[^/]*\/api\/(?:health|ready)(?:\?|$)/

/**
 * Wants `Authorization: Basic` with the auth string on every request but two, as Prefect does: the scheme in exactly
 * this spelling, no other scheme, and before anything else is looked at.
 */
export function authorization(authString: string): MiddlewareHandler {
  const isSecret = secretMatcher(Buffer.from(authString).toString('base64'))
  return async (c, next) => {
    const [scheme, credentials = '', ...rest] = (c.req.header('authorization') ?? '').split(' ')
    const isKnown = isSecret(credentials) && scheme === 'Basic' && rest.length === 0
    if (!isKnown && !(FREE.test(c.req.url) && c.req.method === 'GET')) {
      throw new Problem(401, { exception_message: 'Unauthorized' })
    }
    await next()
  }
}
