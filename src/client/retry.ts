import type { PrefectApiError } from './api-error.ts'

/**
 * How long a response asks us to wait, in milliseconds; undefined if it does not say. `Retry-After` is seconds or an HTTP
 * date (RFC 9110 §10.2.3); Prefect sends fractions of a second too.
 */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined
  const ms = /^\d+(?:\.\d+)?$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
/** A server that asks for more patience than this is out of order for us: the error says how long it asked for. */
const LONGEST_RETRY_AFTER_MS = 300_000
/** A request that times out has already cost its whole time: one more try, however many are allowed. */
const TIMEOUT_RETRIES = 1

/**
 * How long to wait before the try after number `attempt` (from 1), in milliseconds. What the server asked for is obeyed,
 * and spread upwards by up to a fifth; else it is exponential backoff with full jitter.
 */
export function waitMs(attempt: number, askedMs: number | undefined, random: () => number): number {
  if (askedMs !== undefined) return askedMs * (1 + random() / 5)
  return random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1))
}

type Tries = {
  /** Whether sending it twice does no harm. */
  readonly safe: boolean
  /** How often it was sent. */
  readonly attempt: number
  readonly maxRetries: number
  /** Whether this server has ever answered: until then a refused connection means a wrong address, not a hiccup. */
  readonly connected: boolean
  /** Whether a request of this method used up its tries, and nothing like it has succeeded since. */
  readonly hopeless: boolean
}

/** Whether the server asks for more than we wait. */
export function isTooLong(askedMs: number): boolean {
  return askedMs > LONGEST_RETRY_AFTER_MS
}

/** Whether to send a failed request again. What the server cannot have carried out is safe to repeat, whatever it is. */
export function mayRetry(error: PrefectApiError, { safe, attempt, maxRetries, connected, hopeless }: Tries): boolean {
  if (!error.retriable || hopeless || attempt > maxRetries) return false
  if (isTooLong(error.retryAfterMs ?? 0)) return false
  if (error.code === 'api_unreachable') return connected
  if (error.code === 'api_timeout' && attempt > TIMEOUT_RETRIES) return false
  return safe || !error.answerLost
}
