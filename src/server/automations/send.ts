import { type LookupFunction, isIP } from 'node:net'
import { lookup } from 'node:dns'
import { TextDecoder } from 'node:util'
import type { Dispatcher } from 'undici'
import { pythonRepr } from '../python-repr.ts'
import { reasonOf } from '../reason.ts'
import type { Timers } from '../timers.ts'
import { isPrivateAddress } from './private-address.ts'

/** A request to somebody else's server. */
export type Outgoing = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Whether the address may be one of a private network. */
  readonly mayBePrivate: boolean
  /** Whether the certificate must be a good one. */
  readonly isVerified: boolean
  /** How long connecting, and each part of the answer, may take. */
  readonly timeoutMs: number
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal
}

/** What somebody else's server answered: names of headers in lower case, of the body at most a mebibyte. */
export type SentAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** Sends one request; redirects are answers. Throws a `NotSent` when there is no answer. */
export type Send = (request: Outgoing) => Promise<SentAnswer>

/** Why a request got no answer, as Python's `repr` writes Prefect's error. */
export class NotSent extends Error {
  constructor(name: string, message: string, cause?: unknown) {
    super(`${name}(${pythonRepr(message)})`, { cause })
  }
}

/** No answer takes longer, however many parts it has. */
const MOST_MS = 15_000
const MOST_BYTES = 2 ** 20

/** Sends over the network; each request has a connection of its own. */
export function sender(timers: Timers): Send {
  return async (request) => {
    const url = requireUrl(request)
    const over = new AbortController()
    const cancel = timers.after(MOST_MS, () => over.abort())
    try {
      return await exchanged(url, request, AbortSignal.any([request.signal, over.signal]))
    } catch (error) {
      throw error instanceof NotSent ? error : failureOf(error, request, over.signal.aborted)
    } finally {
      cancel()
    }
  }
}

async function exchanged(url: URL, request: Outgoing, signal: AbortSignal): Promise<SentAnswer> {
  const { method, body, timeoutMs, isVerified, mayBePrivate } = request
  // loaded with the first request, since few servers ever send one
  const { Agent, request: requested } = await import('undici')
  const agent = new Agent({
    allowH2: false,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: timeoutMs, rejectUnauthorized: isVerified, ...(mayBePrivate ? {} : { lookup: publicLookup }) },
  })
  try {
    const answer = await requested(url, {
      method,
      headers: { accept: '*/*', 'user-agent': 'registrar', ...lowerCased(request.headers) },
      body: body === '' ? null : body,
      signal,
      dispatcher: agent,
    })
    const headers = Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    )
    return { status: answer.statusCode, headers, text: await textOf(answer, headers['content-type'] ?? '') }
  } finally {
    await agent.destroy()
  }
}

/** The beginning of a body, in the character set that it says it has. */
async function textOf({ body }: Dispatcher.ResponseData, type: string): Promise<string> {
  const parts: Buffer[] = []
  let left = MOST_BYTES
  for await (const part of body as AsyncIterable<Buffer>) {
    parts.push(part.subarray(0, left))
    left -= part.length
    if (left <= 0) break
  }
  const [, charset = 'utf-8'] = /;\s*charset="?([\w-]+)/i.exec(type) ?? []
  return decoderOf(charset).decode(Buffer.concat(parts))
}

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset)
  } catch {
    // one that nobody knows is read as what it most likely is
    return new TextDecoder()
  }
}

/** Headers with their names in lower case, in which they are compared. */
export function lowerCased(headers: Outgoing['headers']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

/** `validate_restricted_url`, `prefect/utilities/urls.py`; an URL is secret, so that only its origin is told. */
function requireUrl({ url: text, mayBePrivate }: Outgoing): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') {
    const host = hostOf(url)
    if (!mayBePrivate && isIP(host) !== 0 && isPrivateAddress(host)) throw restricted(url, privateReason(host))
    return url
  }
  if (!mayBePrivate) {
    throw new NotSent('ValueError', 'The URL is not a valid URL.  Only HTTP and HTTPS URLs are allowed.')
  }
  if (url === undefined || url.host === '') throw new NotSent('UnsupportedProtocol', MISSING)
  throw new NotSent('UnsupportedProtocol', `Request URL has an unsupported protocol '${url.protocol}//'.`)
}

const MISSING = "Request URL is missing an 'http://' or 'https://' protocol."

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}

/** An address that requests are not sent to. */
class PrivateAddress extends Error {}

function privateReason(address: string): string {
  return `It resolves to the private address ${address}.`
}

function restricted(url: URL, reason: string, cause?: unknown): NotSent {
  return new NotSent('ValueError', `${pythonRepr(url.origin)} is not a valid URL.  ${reason}`, cause)
}

/**
 * Looks a name up, and refuses it if any of its addresses is private. The connection is made to an address that was
 * judged here: a name that means something else a moment later does not help.
 */
const publicLookup: LookupFunction = (name, options, done) => {
  lookup(name, { ...options, family: 0, all: true }, (error, addresses) => {
    if (error !== null) return done(error, '')
    const wrong = addresses.find(({ address }) => isPrivateAddress(address))
    const [first] = addresses
    if (wrong !== undefined) return done(new PrivateAddress(privateReason(wrong.address)), '')
    if (first === undefined) return done(new PrivateAddress(UNRESOLVED), '')
    if (options.all === true) done(null, addresses)
    else done(null, first.address, first.family)
  })
}

const UNRESOLVED = 'It could not be resolved.'

function failureOf(error: unknown, { url, mayBePrivate }: Outgoing, isOver: boolean): NotSent {
  if (error instanceof PrivateAddress) return restricted(new URL(url), error.message, error)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return new NotSent('ConnectTimeout', '', error)
  if (isOver || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return new NotSent('ReadTimeout', '', error)
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    if (!mayBePrivate) return restricted(new URL(url), UNRESOLVED, error)
    return new NotSent('ConnectError', '[Errno -2] Name or service not known', error)
  }
  if (code === 'ECONNREFUSED') return new NotSent('ConnectError', 'All connection attempts failed', error)
  return new NotSent('ConnectError', reasonOf(error), error)
}
