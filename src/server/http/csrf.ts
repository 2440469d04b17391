import { randomBytes } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { refused } from '../problem.ts'
import { secretMatcher } from '../secret.ts'
import type { Store } from '../store/store.ts'
import { type Stamp, stampText } from '../model/stamp.ts'
import { requiredText } from './query.ts'
import { type Route, get, ok } from './route.ts'

type Token = {
  readonly id: string
  readonly created: Stamp
  readonly updated: Stamp
  readonly token: string
  readonly client: string
  readonly expiration: Stamp
}

/** How long a token is good, in microseconds. */
const LIFE = 3600 * 1_000_000
/** How many clients have one at a time. One that lost its token is told to ask for another, and does. */
const MOST_TOKENS = 10_000

/** The CSRF tokens that clients have, one each. They are kept in memory: after a restart, clients ask again. */
export class CsrfTokens {
  readonly #store: Pick<Store, 'now' | 'uuid'>
  readonly #tokens = new Map<string, Token>()

  constructor(store: Pick<Store, 'now' | 'uuid'>) {
    this.#store = store
  }

  /** A new token for a client; the one before is worth nothing from now on. */
  issue(client: string): Token {
    const now = this.#store.now()
    const { id = this.#store.uuid(), created = now } = this.#valid(client) ?? {}
    const token = { id, created, updated: now, token: randomBytes(32).toString('hex'), client, expiration: now + LIFE }
    // the latest is the last, so the first is the oldest
    this.#tokens.delete(client)
    this.#tokens.set(client, token)
    for (const [oldest, { expiration }] of this.#tokens) {
      if (expiration > now && this.#tokens.size <= MOST_TOKENS) break
      this.#tokens.delete(oldest)
    }
    return token
  }

  isValid(client: string, token: string): boolean {
    const known = this.#valid(client)
    return known !== undefined && secretMatcher(known.token)(token)
  }

  #valid(client: string): Token | undefined {
    const token = this.#tokens.get(client)
    return token !== undefined && token.expiration > this.#store.now() ? token : undefined
  }
}

const PROTECTED = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * Wants a client's token on everything that may write, before anything else is looked at
 * (`prefect/server/api/middleware.py`).
 */
export function csrfProtection(tokens: CsrfTokens): MiddlewareHandler {
  return async (c, next) => {
    if (PROTECTED.has(c.req.method)) {
      const token = c.req.header('prefect-csrf-token')
      const client = c.req.header('prefect-csrf-client')
      if (token === undefined) throw refused(403, 'Missing CSRF token.')
      if (client === undefined) throw refused(403, 'Missing client identifier.')
      if (!tokens.isValid(client, token)) throw refused(403, 'Invalid CSRF token or client identifier.')
    }
    await next()
  }
}

/** The route that gives tokens. Without protection it says so, and clients stop asking. */
export function csrfRoutes(tokens: CsrfTokens | undefined): readonly Route[] {
  return [
    get('/csrf-token', {
      summary: 'Ask for a CSRF token',
      query: { client: { type: 'string', required: true } },
      answers: { 200: 'CsrfToken' },
      handle({ query }) {
        const client = requiredText(query, 'client')
        if (tokens === undefined) throw refused(422, 'CSRF protection is disabled.')
        const { created, updated, expiration, ...rest } = tokens.issue(client)
        return ok({
          ...rest,
          created: stampText(created),
          updated: stampText(updated),
          expiration: stampText(expiration),
        })
      },
    }),
  ]
}
