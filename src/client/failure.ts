import type { Json } from '../model/json.ts'
import type { ApiErrorCode } from './api-error.ts'
import { detailOf, PrefectApiError } from './api-error.ts'
import type { RawAnswer } from './exchange.ts'
import { isTooLong, retryAfterMs } from './retry.ts'
import type { PrefectSettings } from './settings.ts'
import { sourceText } from './settings-layer.ts'

type Called = { readonly method: string; readonly path: string }

/** The error for a request that got no answer. What is not a failure of the network is thrown on as it is: our bug. */
export function networkFailure(called: Called, error: unknown, settings: PrefectSettings): PrefectApiError {
  const code = codeOf(error)
  const kind = networkKind(code)
  if (kind === undefined) throw error
  return new PrefectApiError({
    ...called,
    code: kind,
    message: `${NETWORK_MESSAGES[kind]} (${code}: ${causeText(error)})`,
    retriable: kind !== 'api_tls' && kind !== 'api_not_http',
    answerLost: kind !== 'api_unreachable' && kind !== 'api_tls',
    hint: SPEAKS_PLAIN.test(code) ? plainHint(settings) : networkHint(kind, settings),
    cause: error,
  })
}

type NetworkKind = 'api_unreachable' | 'api_connection_lost' | 'api_timeout' | 'api_tls' | 'api_not_http'

const NETWORK_MESSAGES: Readonly<Record<NetworkKind, string>> = {
  api_unreachable: 'no connection to the server',
  api_connection_lost: 'the connection broke before the answer was complete',
  api_timeout: 'no answer in time',
  api_tls: 'the secure connection was refused',
  api_not_http: 'the answer is not HTTP',
}

const UNREACHABLE: ReadonlySet<string> = new Set(
  'ECONNREFUSED ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH ETIMEDOUT UND_ERR_CONNECT_TIMEOUT UND_ERR_PRX_CONN'.split(
    ' ',
  ),
)
const LOST: ReadonlySet<string> = new Set(
  'ECONNRESET ECONNABORTED EPIPE UND_ERR_SOCKET UND_ERR_RES_CONTENT_LENGTH_MISMATCH'.split(' '),
)
const TIMED_OUT: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])

function networkKind(code: string): NetworkKind | undefined {
  if (UNREACHABLE.has(code)) return 'api_unreachable'
  if (TIMED_OUT.has(code)) return 'api_timeout'
  if (LOST.has(code)) return 'api_connection_lost'
  if (code === PARSER_ERROR || code.startsWith('HPE_')) return 'api_not_http'
  if (/^(?:ERR_SSL|ERR_TLS|ERR_OSSL|CERT_|EPROTO|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)|UND_ERR_PRX_TLS/.test(code)) {
    return 'api_tls'
  }
  // a proxy that refuses the tunnel aborts the request; our own aborts never come here
  return code === 'UND_ERR_ABORTED' ? 'api_unreachable' : undefined
}

/** What OpenSSL makes of an answer that is not encrypted. */
const SPEAKS_PLAIN = /^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/

const PARSER_ERROR = 'HTTPParserError'

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  // undici leaves its code undefined
  if (error.name === PARSER_ERROR) return PARSER_ERROR
  return 'code' in error ? String(error.code) : ''
}

/** Both addresses of a name that failed come as an AggregateError without a message of its own. */
function causeText(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(causeText).join(', ')
  // the message of OpenSSL names its source files
  if (error instanceof Error && 'reason' in error && typeof error.reason === 'string') return error.reason
  return error instanceof Error ? error.message : String(error)
}

function networkHint(kind: NetworkKind, settings: PrefectSettings): string {
  const via = settings.proxy.value ? ` Going through the proxy ${settings.proxy.value.url}.` : ''
  switch (kind) {
    case 'api_unreachable':
      return `Is the server running? ${urlText(settings)}${via}`
    case 'api_not_http':
      return `Does the API listen on this port? ${urlText(settings)}${via}`
    case 'api_tls':
      return `For a certificate of your own authority set PREFECT_API_SSL_CERT_FILE. ${urlText(settings)}${via}`
    case 'api_timeout':
      return `PREFECT_API_REQUEST_TIMEOUT is ${settings.requestTimeoutMs.value / 1000} s, from ${sourceText(settings.requestTimeoutMs.source)}.${via}`
    case 'api_connection_lost':
      return `See the server's log, and what stands between. ${urlText(settings)}${via}`
  }
}

function plainHint(settings: PrefectSettings): string {
  return `The server does not speak TLS there. Does its address begin with http://? ${urlText(settings)}`
}

function urlText({ apiUrl }: PrefectSettings): string {
  return `PREFECT_API_URL is ${apiUrl.value ?? 'not set'}, from ${sourceText(apiUrl.source)}.`
}

/** The error for an answer that is not what was asked for. `body` is undefined when the answer is no JSON. */
export function answerFailure(
  called: Called,
  answer: RawAnswer,
  { body, settings, now }: { body: Json | undefined; settings: PrefectSettings; now: number },
): PrefectApiError {
  const { status } = answer
  const detail = detailOf(body)
  const code = answerKind(status, body, detail)
  const said = body === undefined ? pageText(answer) : (detail ?? JSON.stringify(body).slice(0, 300))
  return new PrefectApiError({
    ...called,
    code,
    status,
    detail,
    message: `the server answered ${status}${said === '' ? '' : `: ${said}`}`,
    retriable: RETRIABLE.has(status),
    // 429 says that nothing was done; every other failure of the server leaves it open
    answerLost: status === 408 || status >= 500 || (code === 'api_not_json' && status < 300),
    retryAfterMs: retryAfterMs(answer.header('retry-after'), now),
    hint: answerHint(code, answer, { settings, now }),
  })
}

/** As Prefect's own client: these are tried again (prefect 3.8.8 `client/base.py`). */
const RETRIABLE: ReadonlySet<number> = new Set([408, 429, 502, 503])

function answerKind(status: number, body: Json | undefined, detail: string | undefined): ApiErrorCode {
  if (status >= 300 && status < 400) return 'api_redirected'
  if (status === 401) return 'api_unauthorized'
  if (status === 403) return 'api_forbidden'
  if (RETRIABLE.has(status)) return 'api_overloaded'
  if (status >= 500) return 'api_failed'
  if (body === undefined) return 'api_not_json'
  // Starlette's words for a route that it does not have
  if (status === 404) return detail === undefined || detail === 'Not Found' ? 'api_no_route' : 'api_not_found'
  return 'api_refused'
}

function patienceText(askedMs: number | undefined): string {
  return askedMs !== undefined && isTooLong(askedMs)
    ? `The server asks to be left alone for ${Math.round(askedMs / 1000)} s.`
    : 'The server is asked more than it can take; try again, or with less at once.'
}

function saysJson({ header }: RawAnswer): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(header('content-type') ?? '')
}

function pageText(answer: RawAnswer): string {
  const { header, text } = answer
  if (saysJson(answer)) return 'JSON that is broken or cut off'
  const type = header('content-type')?.split(';')[0] ?? 'no content type'
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1]?.trim()
  return `${text === '' ? 'nothing' : `a page (${type})`}${title ? ` titled "${title}"` : ''}, not JSON`
}

function answerHint(
  code: ApiErrorCode,
  answer: RawAnswer,
  { settings, now }: { settings: PrefectSettings; now: number },
): string | undefined {
  switch (code) {
    case 'api_unauthorized':
      return `${credentialsText(settings)} A server with basic authentication wants PREFECT_API_AUTH_STRING, Prefect Cloud wants PREFECT_API_KEY. ${urlText(settings)}`
    case 'api_forbidden':
      return `${credentialsText(settings)} The server wants more for this. ${urlText(settings)}`
    case 'api_no_route':
    case 'api_not_json':
      if (code === 'api_not_json' && saysJson(answer)) return networkHint('api_connection_lost', settings)
      return `That is not the API. Does the URL end in /api? ${urlText(settings)} A login page in front of it may want PREFECT_CLIENT_CUSTOM_HEADERS.`
    case 'api_redirected':
      return `It sends us to ${answer.header('location') ?? 'nowhere'}. A login page in front of the API may want PREFECT_CLIENT_CUSTOM_HEADERS; if the API has moved, set the new address. ${urlText(settings)}`
    case 'api_failed':
      return "See the server's log."
    case 'api_overloaded':
      return patienceText(retryAfterMs(answer.header('retry-after'), now))
    case 'api_unreachable':
    case 'api_connection_lost':
    case 'api_timeout':
    case 'api_tls':
    case 'api_not_http':
    case 'api_not_found':
    case 'api_refused':
    case 'api_unexpected_answer':
    case 'api_unstable_list':
      return undefined
  }
}

function credentialsText({ apiAuthString, apiKey, customHeaders }: PrefectSettings): string {
  if (customHeaders.value['authorization'])
    return `Sent: your Authorization header, from ${sourceText(customHeaders.source)}.`
  if (apiAuthString.value) return `Sent: the auth string from ${sourceText(apiAuthString.source)}.`
  if (apiKey.value) return `Sent: the API key from ${sourceText(apiKey.source)}.`
  return 'No credentials were sent.'
}
