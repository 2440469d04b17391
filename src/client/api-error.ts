import { RegistrarError } from '../model/error.ts'
import type { Json } from '../model/json.ts'
import { isJsonObject } from '../model/json.ts'

/** The kinds of failure, by what a person would do about them. */
export type ApiErrorCode =
  | 'api_unreachable'
  | 'api_connection_lost'
  | 'api_timeout'
  | 'api_tls'
  | 'api_not_http'
  | 'api_not_json'
  | 'api_no_route'
  | 'api_redirected'
  | 'api_unauthorized'
  | 'api_forbidden'
  | 'api_not_found'
  | 'api_refused'
  | 'api_overloaded'
  | 'api_failed'
  | 'api_unexpected_answer'
  | 'api_unstable_list'

type ApiErrorArgs = {
  readonly code: ApiErrorCode
  readonly method: string
  readonly path: string
  readonly message: string
  readonly status?: number | undefined
  readonly detail?: string | undefined
  readonly retriable?: boolean
  readonly answerLost?: boolean
  readonly retryAfterMs?: number | undefined
  readonly hint?: string | undefined
  readonly cause?: unknown
}

/** A request to the Prefect API failed. The subject is the method and path, the message what came instead. */
export class PrefectApiError extends RegistrarError {
  declare readonly code: ApiErrorCode
  readonly method: string
  readonly path: string
  /** Undefined when no answer came. */
  readonly status: number | undefined
  /** What the API itself says about it; undefined when the answer is not the API's. */
  readonly detail: string | undefined
  /** Whether the same request may succeed later. Whether repeating it is harmless is the caller's knowledge. */
  readonly retriable: boolean
  /** Whether the server may have carried the request out although no answer says so: look before doing it again. */
  readonly answerLost: boolean
  /** How long the server asks to wait. */
  readonly retryAfterMs: number | undefined

  constructor(args: ApiErrorArgs) {
    super({
      code: args.code,
      subject: `${args.method} ${args.path}`,
      message: args.message,
      ...(args.hint === undefined ? {} : { hint: args.hint }),
      cause: args.cause,
    })
    this.method = args.method
    this.path = args.path
    this.status = args.status
    this.detail = args.detail
    this.retriable = args.retriable ?? false
    this.answerLost = args.answerLost ?? false
    this.retryAfterMs = args.retryAfterMs
  }
}

/**
 * Whether the API says that the thing asked for does not exist. A 404 for the route (`Not Found`, of Starlette) or from
 * something in front of the API says nothing about the thing.
 */
export function isMissing(error: unknown): boolean {
  return error instanceof PrefectApiError && error.code === 'api_not_found'
}

const LONGEST_DETAIL = 2000

/**
 * What an error body of the API says: `detail` as text or as a list of `{loc, msg}`, or `exception_message` with
 * `exception_detail` (prefect 3.8.8 `server/api/server.py`). The echoed request body is left out. Undefined when the
 * body has neither.
 */
export function detailOf(body: Json | undefined): string | undefined {
  if (!isJsonObject(body)) return undefined
  const parts = [body['detail'], body['exception_message'], body['exception_detail']].flatMap(
    (part) => sentence(part) ?? [],
  )
  if (parts.length === 0) return undefined
  const text = parts.join(' ')
  return text.length > LONGEST_DETAIL ? `${text.slice(0, LONGEST_DETAIL)}…` : text
}

function sentence(part: Json | undefined): string | undefined {
  if (typeof part === 'string') return part
  if (!Array.isArray(part)) return undefined
  const problems = (part as readonly Json[]).flatMap((problem) => {
    if (!isJsonObject(problem) || typeof problem['msg'] !== 'string') return []
    const place = Array.isArray(problem['loc']) ? problem['loc'].join('.') : ''
    return [place === '' ? problem['msg'] : `${place}: ${problem['msg']}`]
  })
  return problems.length === 0 ? undefined : problems.join('; ')
}
