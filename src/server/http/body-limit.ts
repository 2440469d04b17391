import { bodyLimit as counting } from 'hono/body-limit'
import type { MiddlewareHandler } from 'hono'
import { Problem, refused } from '../problem.ts'

/** The largest body that is read, in bytes. */
const MOST_BODY_BYTES = 8 * 1024 * 1024

/** Refuses a body that says that it is too large, and counts one that does not say. Whoever only reads sends none. */
export const bodyLimit: MiddlewareHandler = (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
  const length = c.req.header('content-length')
  // the length is true: Node reads no byte beyond it, and refuses a request that has chunks besides
  if (length === undefined) return counted(c, next)
  return Number(length) > MOST_BODY_BYTES ? tooLarge() : next()
}

const limit = counting({ maxSize: MOST_BODY_BYTES, onError: () => tooLarge() })

const counted: MiddlewareHandler = async (c, next) => {
  try {
    return await limit(c, next)
  } catch (error) {
    throw error instanceof Problem ? error : unread(error)
  }
}

/** What nobody will hear: the client left in the midst of its body. */
export function unread(cause: unknown): Problem {
  const problem = refused(400, 'The request body did not come whole')
  problem.cause = cause
  return problem
}

function tooLarge(): never {
  throw refused(413, `The request body is larger than ${MOST_BODY_BYTES} bytes.`)
}
