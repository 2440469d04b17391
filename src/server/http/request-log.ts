import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Logger } from '../log.ts'
import { type RequestIds, sentRequestId } from './request-id.ts'
import type { Tally } from './tally.ts'

type RequestLogArgs = {
  readonly log: Logger
  readonly tally: Tally
  readonly requestId: RequestIds
  /** A clock that never goes back, in milliseconds with fractions. */
  readonly watch: () => number
}

/** From here on a request is slow, in milliseconds. */
const SLOW_MS = 1000

/**
 * Counts every request and tells the log of it: slow ones as warnings, all others for who looks closely. What failed has
 * been told where it was caught. A query, a header or a body is never told. A client's request id is sent back to it,
 * and whatever was refused or failed has one.
 */
export function requestLog({ log, tally, requestId, watch }: RequestLogArgs): MiddlewareHandler {
  return async (c, next) => {
    const begin = watch()
    await next()
    const ms = watch() - begin
    const { status, headers } = answerOf(c)
    const { method, path } = c.req
    tally.add(method, patternOf(c), status, ms)
    const fields = { method, path, status, ms: Math.round(ms * 10) / 10, requestId: requestId(c) }
    if (ms < SLOW_MS) log.debug(fields, 'request')
    else log.warn(fields, 'slow request')
    if (status >= 400 || sentRequestId(c) !== undefined) headers().set('x-request-id', fields.requestId)
  }
}

/** The headers only where they are wanted: asking for them costs time. */
function answerOf({ res }: Context) {
  return { status: res.status, headers: () => res.headers }
}

/** The pattern of the route that was asked for, as in `/api/flows/{id}`: never what stands in its place. */
function patternOf(c: Context): string {
  const path = matchedRoutes(c).at(-1)?.path ?? ''
  if (path === '' || path.includes('*')) return 'none'
  let pattern = PATTERNS.get(path)
  if (pattern === undefined) {
    pattern = path.replaceAll(/:(\w+)(?:\{[^/]*\})?/g, '{$1}')
    PATTERNS.set(path, pattern)
  }
  return pattern
}

/** As many as there are routes. */
const PATTERNS = new Map<string, string>()
