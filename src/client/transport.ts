import type { Clock } from '../model/clock.ts'
import { RegistrarError } from '../model/error.ts'
import type { Json } from '../model/json.ts'
import { isJsonObject } from '../model/json.ts'
import { PrefectApiError } from './api-error.ts'
import { createCsrfTokens, isCsrfRefusal } from './csrf.ts'
import type { RawAnswer } from './exchange.ts'
import { createExchange } from './exchange.ts'
import { answerFailure, networkFailure } from './failure.ts'
import type { LimitChange } from './limiter.ts'
import { createLimiter } from './limiter.ts'
import { mayRetry, waitMs } from './retry.ts'
import type { PrefectSettings } from './settings.ts'
import type { ReadText } from './settings-layer.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

export type ApiRequest = {
  readonly method: Method
  /** Below the API's URL, with a slash at its beginning; its variable parts are encoded. */
  readonly path: string
  readonly body?: Json
  /** Whether sending it twice does no harm. By default everything but a POST. */
  readonly safe?: boolean
  /**
   * Asked when the answer was lost, before another try: what the server has if the request was carried out after all. It
   * then counts as the answer.
   */
  readonly done?: () => Promise<Json | undefined>
  readonly signal?: AbortSignal | undefined
}

/** An answer in good order; the body is undefined for a 204. */
type ApiAnswer = { readonly status: number; readonly body: Json | undefined }

/** What went over the wire, for counting and for `--verbose`. */
export type ClientEvent =
  | {
      readonly kind: 'request'
      readonly method: Method
      readonly path: string
      /** Undefined when no answer came. */
      readonly status: number | undefined
      readonly ms: number
      /** From 1; above 1 it is a repetition. */
      readonly attempt: number
    }
  | {
      readonly kind: 'retry'
      readonly method: Method
      readonly path: string
      readonly afterMs: number
      readonly error: PrefectApiError
    }
  | ({ readonly kind: 'limit' } & LimitChange)

export type Transport = {
  readonly url: string
  /** Sends the request, again if that is safe and may help. */
  send: (request: ApiRequest) => Promise<ApiAnswer>
  /** `send`, for those who need only the body. */
  request: (request: ApiRequest) => Promise<Json | undefined>
  /**
   * The server's clock in UNIX milliseconds, by the `Date` of its latest answer: up to a second behind, as that counts
   * whole seconds. Our own clock while it has told none.
   */
  serverNow: () => number
  /** Lets go of the connections, so that a process can end. */
  close: () => Promise<void>
}

export type TransportOptions = {
  readonly settings: PrefectSettings
  /** Registrar's version, for `User-Agent`. */
  readonly version: string
  readonly clock: Clock
  readonly random: () => number
  /** Rejects with the signal's reason when that aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** For the certificate file. */
  readonly readFile: ReadText
  /** An identifier of this client, new in each process, for servers with CSRF protection. */
  readonly clientId: string
  /** How many requests may be in flight: to begin with, and at most. */
  readonly parallelism?: { readonly start?: number; readonly max?: number }
  readonly observe?: (event: ClientEvent) => void
}

/** The API version that is spoken (prefect 3.8.8 `client/constants.py`); servers refuse what is older than 0.8.0. */
const API_VERSION = '0.8.4'
const MOST_REDIRECTS = 5

/** Speaks to one Prefect API. Failures are PrefectApiErrors; an abort rejects with the signal's reason. */
export function createTransport(options: TransportOptions): Transport {
  const { settings, clock, random, sleep } = options
  const url = settings.apiUrl.value
  if (url === undefined) throw noServer()
  const observe = options.observe ?? (() => undefined)
  const exchange = createExchange(settings, options.readFile)
  const limiter = createLimiter({ ...options.parallelism, onChange: (change) => observe({ kind: 'limit', ...change }) })
  const headers = fixedHeaders(settings, options.version)
  const csrf = createCsrfTokens(options.clientId, async (path) => {
    const { body } = await converse({ method: 'GET', path }, 1)
    if (isJsonObject(body) && typeof body['token'] === 'string') return body['token']
    throw unexpectedAnswer({ method: 'GET', path }, 'an object with a `token`', body)
  })
  let connected = false
  /** What to add to our clock for the server's. */
  let skewMs = 0
  /** Methods of requests that used up their tries: a server that is gone is not waited for with every change anew. */
  const hopeless = new Set<Method>()

  async function send(call: ApiRequest): Promise<ApiAnswer> {
    for (let attempt = 1; ; attempt++) {
      const turn = { signal: call.signal, first: attempt > 1 }
      const outcome = await limiter.run(() => tryOnce(call, attempt), turn)
      if ('answer' in outcome) return outcome.answer
      const { error, wait } = outcome
      await wait
      const done = error.answerLost ? await lookedUp(call, error) : undefined
      if (done !== undefined) return { status: 200, body: done }
      if (wait === undefined) throw error
    }
  }

  /** One try. Without a wait its error is final. */
  async function tryOnce(call: ApiRequest, attempt: number): Promise<Outcome> {
    const { method, path, signal, safe = method !== 'POST' } = call
    try {
      const answer = await converse(call, attempt)
      hopeless.delete(method)
      return { answer }
    } catch (error) {
      if (!(error instanceof PrefectApiError)) throw error
      const tries = { safe, attempt, connected, hopeless: hopeless.has(method), maxRetries: settings.maxRetries.value }
      if (!mayRetry(error, tries)) {
        if (error.retriable && attempt > 1) hopeless.add(method)
        return { error }
      }
      const afterMs = waitMs(attempt, error.retryAfterMs, random)
      observe({ kind: 'retry', method, path, afterMs, error })
      const wait = sleep(afterMs, signal)
      if (error.retryAfterMs === undefined) return { error, wait }
      // what the server asks for counts for everything we send; this request is the first when it is over
      limiter.pause(wait)
      return { error, wait: Promise.resolve() }
    }
  }

  /** The answer's body, or an error that says whether another try may help. */
  async function converse(call: ApiRequest, attempt: number): Promise<ApiAnswer> {
    const token = csrf.current()
    let answer = await follow(call, attempt)
    let body = jsonOf(answer)
    if (isCsrfRefusal(answer.status, body)) {
      await csrf.renew(token)
      answer = await follow(call, attempt)
      body = jsonOf(answer)
    }
    if (answer.status === 429 || answer.status === 503) limiter.congested()
    else if (answer.status < 500) limiter.succeeded()
    if (answer.status === 204 || (answer.status < 300 && body !== undefined)) return { status: answer.status, body }
    throw answerFailure(call, answer, { body, settings, now: clock() })
  }

  /** Follows redirects that stay with the server we were told to speak to: only there may credentials go. */
  async function follow(call: ApiRequest, attempt: number): Promise<RawAnswer> {
    let target = new URL(url + call.path)
    for (let hops = 0; ; hops++) {
      const answer = await sendTo(call, target, attempt)
      const next = redirectTarget(answer, target, call.method)
      if (next === undefined || hops === MOST_REDIRECTS) return answer
      target = next
    }
  }

  async function sendTo(call: ApiRequest, target: URL, attempt: number): Promise<RawAnswer> {
    const { method, path, signal } = call
    const startedAt = clock()
    let status: number | undefined
    try {
      const answer = await exchange.send({
        method,
        url: target,
        signal,
        headers: {
          ...headers,
          ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(method === 'GET' ? {} : csrf.headers()),
        },
        body: call.body === undefined ? undefined : JSON.stringify(call.body),
      })
      status = answer.status
      connected = true
      skewMs = skewOf(answer, clock(), skewMs)
      return answer
    } catch (error) {
      signal?.throwIfAborted()
      throw networkFailure(call, error, settings)
    } finally {
      observe({ kind: 'request', method, path, status, ms: clock() - startedAt, attempt })
    }
  }

  return {
    url,
    send,
    request: async (call) => (await send(call)).body,
    serverNow: () => clock() + skewMs,
    close: exchange.close,
  }
}

function skewOf(answer: RawAnswer, now: number, known: number): number {
  const told = Date.parse(answer.header('date') ?? '')
  return Number.isNaN(told) ? known : told - now
}

type Outcome = { readonly answer: ApiAnswer } | { readonly error: PrefectApiError; readonly wait?: Promise<void> }

/** What a lost answer has left behind. If that cannot be found out, `lost` is the error: another try could do harm. */
async function lookedUp({ done, signal }: ApiRequest, lost: PrefectApiError): Promise<Json | undefined> {
  try {
    return await done?.()
  } catch (error) {
    signal?.throwIfAborted()
    throw error instanceof PrefectApiError ? lost : error
  }
}

/** The error for JSON that is not what this request gives. */
export function unexpectedAnswer(
  { method, path }: { method: Method; path: string },
  expected: string,
  got: Json | undefined,
): PrefectApiError {
  return new PrefectApiError({
    method,
    path,
    code: 'api_unexpected_answer',
    message: `expected ${expected}, got ${got === undefined ? 'nothing' : JSON.stringify(got).slice(0, 200)}`,
    hint: 'Is this the API of a Prefect 3 server?',
  })
}

function noServer(): RegistrarError {
  return new RegistrarError({
    code: 'api_url_missing',
    subject: 'PREFECT_API_URL',
    message: 'is not set, neither in the environment nor in the active profile',
    hint: 'Set it, such as PREFECT_API_URL=http://127.0.0.1:4200/api.',
  })
}

/** Custom headers win over ours, as in Prefect's own client. */
function fixedHeaders(settings: PrefectSettings, version: string): Readonly<Record<string, string>> {
  const { apiAuthString, apiKey, customHeaders } = settings
  const basic = apiAuthString.value && `Basic ${Buffer.from(apiAuthString.value.reveal()).toString('base64')}`
  const authorization = basic ?? (apiKey.value && `Bearer ${apiKey.value.reveal()}`)
  return {
    accept: 'application/json',
    'x-prefect-api-version': API_VERSION,
    ...(authorization === undefined ? {} : { authorization }),
    ...Object.fromEntries(Object.entries(customHeaders.value).map(([name, value]) => [name, value.reveal()])),
    'user-agent': `prefect-registrar/${version}`,
  }
}

/** The body of a JSON answer; undefined when the answer is anything else, an empty one too. */
function jsonOf(answer: RawAnswer): Json | undefined {
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(answer.header('content-type') ?? '')) return undefined
  try {
    const body: Json = JSON.parse(answer.text)
    return body
  } catch {
    // the caller reports that the answer is no JSON, with its status and type
    return undefined
  }
}

function redirectTarget(answer: RawAnswer, from: URL, method: Method): URL | undefined {
  // the others turn a POST into a GET
  const keepsMethod = answer.status === 307 || answer.status === 308
  if (!keepsMethod && !(method === 'GET' && [301, 302, 303].includes(answer.status))) return undefined
  const to = URL.parse(answer.header('location') ?? '', from.href)
  if (to === null) return undefined
  const upgraded = from.protocol === 'http:' && to.protocol === 'https:' && to.hostname === from.hostname
  return to.origin === from.origin || upgraded ? to : undefined
}
