import type { Json } from '../model/json.ts'
import { isJsonObject } from '../model/json.ts'

/** The token that a server with CSRF protection wants with every request but GET. */
export type CsrfTokens = {
  /** The headers to send; none until the server has asked for them. */
  headers: () => Readonly<Record<string, string>>
  /** Gets a new token, unless that has happened since `stale` was current. Those who ask at once share one request. */
  renew: (stale: string | undefined) => Promise<void>
  current: () => string | undefined
}

/**
 * Keeps the token of one client. It is asked for only after a refusal, so a server without the protection costs nothing;
 * each new token makes the former one invalid, hence never two at once (prefect 3.8.8 `server/api/middleware.py`).
 */
export function createCsrfTokens(client: string, fetchToken: (path: string) => Promise<string>): CsrfTokens {
  let token: string | undefined
  let renewing: Promise<void> | undefined

  async function fetchNew(): Promise<void> {
    token = await fetchToken(`/csrf-token?client=${encodeURIComponent(client)}`)
  }

  return {
    headers(): Readonly<Record<string, string>> {
      return token === undefined ? {} : { 'prefect-csrf-token': token, 'prefect-csrf-client': client }
    },
    current: () => token,
    renew(stale) {
      if (token !== stale) return Promise.resolve()
      renewing ??= fetchNew().finally(() => {
        renewing = undefined
      })
      return renewing
    },
  }
}

/** Whether a 403 means that the token is absent, of someone else, or outlived. */
export function isCsrfRefusal(status: number, body: Json | undefined): boolean {
  return (
    status === 403 &&
    isJsonObject(body) &&
    typeof body['detail'] === 'string' &&
    /^(?:Missing|Invalid) (?:CSRF token|client identifier)/.test(body['detail'])
  )
}
