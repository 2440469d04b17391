export type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 413 | 422 | 500 | 503 | 507

/** A request that is answered with an error: its status and its body. Thrown by handlers; the transaction rolls back. */
export class Problem extends Error {
  readonly status: ProblemStatus
  readonly body: object

  constructor(status: ProblemStatus, body: object) {
    // not the whole body: it may hold megabytes that the client has sent
    super('detail' in body ? `${status} ${String(body.detail)}` : String(status))
    this.name = 'Problem'
    this.status = status
    this.body = body
  }
}

/** An error with Prefect's usual body, `{"detail": …}`. */
export function refused(status: ProblemStatus, detail: string): Problem {
  return new Problem(status, { detail })
}

/** The 404 of what Prefect's models do not find (`ObjectNotFoundError`); that of its routes has a `detail` instead. */
export function objectNotFound(message: string): Problem {
  return new Problem(404, { exception_message: message })
}

/** One entry of a 422 as pydantic writes it. */
export type InvalidDetail = {
  readonly type: string
  readonly loc: readonly (string | number)[]
  readonly msg: string
  readonly input: unknown
  readonly ctx?: object
}

/** A 422 in the shape that Prefect gives to what pydantic refuses. */
export function invalidRequest(details: readonly InvalidDetail[], requestBody: unknown): Problem {
  return new Problem(422, {
    exception_message: 'Invalid request received.',
    exception_detail: details,
    request_body: requestBody,
  })
}

/** A value that has the right type and is wrong all the same: pydantic's `value_error`. */
export function valueError(loc: readonly (string | number)[], message: string, input: unknown): InvalidDetail {
  return { type: 'value_error', loc, msg: `Value error, ${message}`, input, ctx: { error: {} } }
}

/** What Prefect answers to a violated unique or foreign key, or to a null where the table has none. */
export const INTEGRITY_CONFLICT =
  'Data integrity conflict. This usually means a unique or foreign key constraint was violated. See server logs for details.'

/** SQLite's constraint errors, whose codes all begin so. */
export function isConstraintError(error: unknown): boolean {
  return sqliteCode(error).startsWith('SQLITE_CONSTRAINT')
}

/** The name of an SQLite error, or an empty text for any other error. */
export function sqliteCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return typeof error.code === 'string' && error.code.startsWith('SQLITE_') ? error.code : ''
}
