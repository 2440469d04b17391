import type { MiddlewareHandler } from 'hono'

/** Everything a page may ask with, as Prefect has it by default. Foreign pages do not come this far. */
const METHODS = 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT'
const MAX_AGE_SECONDS = '600'

/** Lets pages of other ports read answers, and answers their preflights: without credentials, which they cannot carry. */
export const cors: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header('origin')
  if (origin === undefined) return next()
  if (c.req.method === 'OPTIONS' && c.req.header('access-control-request-method') !== undefined) {
    const wanted = c.req.header('access-control-request-headers')
    return c.text('OK', 200, {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': METHODS,
      'access-control-max-age': MAX_AGE_SECONDS,
      ...(wanted && { 'access-control-allow-headers': wanted }),
      vary: 'Origin',
    })
  }
  await next()
  c.res.headers.set('access-control-allow-origin', '*')
}
