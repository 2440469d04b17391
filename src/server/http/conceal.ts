import { Problem } from '../problem.ts'

/** The same refusal without anything that the request held: it may be a secret. */
export function concealed(error: unknown): unknown {
  if (!(error instanceof Problem) || !('request_body' in error.body)) return error
  const details: unknown = 'exception_detail' in error.body ? error.body.exception_detail : []
  const shown = (Array.isArray(details) ? details : []).map((detail: object) => ({
    ...detail,
    input: null,
    ...('ctx' in detail && { ctx: {} }),
  }))
  return new Problem(error.status, { ...error.body, exception_detail: shown, request_body: null })
}
