import type { Context } from 'hono'
import { reasonOf } from '../reason.ts'
import type { Logger } from '../log.ts'
import type { RequestIds } from './request-id.ts'
import { INTEGRITY_CONFLICT, Problem, isConstraintError, refused, sqliteCode } from '../problem.ts'

/** Turns whatever a handler threw into an answer. Clients see no stack; the log does. */
export function answerError(error: unknown, c: Context, log: Logger, requestId: RequestIds): Response {
  const { status, body } = problemOf(error, c, log, requestId)
  return c.json(body, status)
}

function problemOf(error: unknown, c: Context, log: Logger, requestId: RequestIds): Problem {
  if (error instanceof Problem) return error
  const request = { method: c.req.method, path: c.req.path, requestId: requestId(c) }
  const code = sqliteCode(error)
  if (code === 'SQLITE_ERROR' && reasonOf(error) === PATTERN_TOO_LONG) {
    return refused(422, 'A pattern has at most 50,000 bytes.')
  }
  if (isConstraintError(error)) {
    log.warn({ ...request, code, error: reasonOf(error) }, 'a constraint of the tables was violated')
    return refused(409, INTEGRITY_CONFLICT)
  }
  if (code === 'SQLITE_FULL') {
    log.error({ ...request, code, error: reasonOf(error) }, FULL)
    // not 503: clients would try again, and write no more than before
    return refused(507, `On the server, ${FULL}.`)
  }
  if (UNAVAILABLE.some((prefix) => code.startsWith(prefix))) {
    log.error({ ...request, code, error: reasonOf(error) }, UNAVAILABLE_TEXT[code] ?? 'the data file cannot be used')
    return new Problem(503, { exception_message: 'Service Unavailable' })
  }
  log.error(
    { ...request, error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
    'unexpected error',
  )
  return new Problem(500, { exception_message: 'Internal Server Error' })
}

/** What SQLite says of a `like` that it does not take. */
const PATTERN_TOO_LONG = 'LIKE or GLOB pattern too complex'
const FULL = 'the disk of the data folder is full: nothing was written'
const UNAVAILABLE = ['SQLITE_BUSY', 'SQLITE_LOCKED', 'SQLITE_READONLY', 'SQLITE_IOERR', 'SQLITE_CANTOPEN']
const UNAVAILABLE_TEXT: Readonly<Record<string, string>> = {
  SQLITE_READONLY: 'the data folder cannot be written to any more',
}
