import { bodyLimit as counted } from 'hono/body-limit'
import type { MiddlewareHandler } from 'hono'
import { refused } from '../problem.ts'

/** The largest body that is read, in bytes. */
const MOST_BODY_BYTES = 8 * 1024 * 1024

/** Refuses a body that says that it is too large, and counts one that does not say. */
export const bodyLimit: MiddlewareHandler = (c, next) => {
  const length = c.req.header('content-length')
  // the length is true: Node reads no byte beyond it
  if (length === undefined || c.req.header('transfer-encoding') !== undefined) return counting(c, next)
  return Number(length) > MOST_BODY_BYTES ? tooLarge() : next()
}

const counting = counted({ maxSize: MOST_BODY_BYTES, onError: () => tooLarge() })

function tooLarge(): never {
  throw refused(413, `The request body is larger than ${MOST_BODY_BYTES} bytes.`)
}
