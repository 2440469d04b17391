import { createRequire } from 'node:module'
import type { Agent as AgentType, Dispatcher, ProxyAgent as ProxyAgentType } from 'undici'
import { RegistrarError } from '../model/error.ts'
import type { PrefectSettings } from './settings.ts'
import type { ReadText } from './settings-layer.ts'
import { sourceText } from './settings-layer.ts'

type RawRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  readonly signal?: AbortSignal | undefined
}

export type RawAnswer = {
  readonly status: number
  readonly header: (name: string) => string | undefined
  readonly text: string
}

/** The bare HTTP connection: one request, one answer read to its end. Failures come as undici and Node throw them. */
export type Exchange = {
  send: (request: RawRequest) => Promise<RawAnswer>
  /** Closes idle connections; what is in flight is finished first. */
  close: () => Promise<void>
}

/**
 * Connections as the settings want them: certificate, proxy, time-outs. The HTTP client is loaded with the first request,
 * so that commands that never talk to a server do not pay for it.
 */
export function createExchange(settings: PrefectSettings, readFile: ReadText): Exchange {
  let loaded: Loaded | undefined
  return {
    async send({ method, url, headers, body, signal }) {
      loaded ??= load(settings, readFile)
      const response = await loaded.request.call(loaded.dispatcher, {
        origin: url.origin,
        path: url.pathname + url.search,
        method,
        headers,
        body: body ?? null,
        signal: signal ?? null,
      })
      const text = await response.body.text()
      return {
        status: response.statusCode,
        header: (name) => {
          const value = response.headers[name]
          return Array.isArray(value) ? value[0] : value
        },
        text,
      }
    },
    async close() {
      await loaded?.dispatcher.close()
      loaded = undefined
    },
  }
}

const require = createRequire(import.meta.url)

/**
 * Without a proxy, only the parts of undici that are needed: its index loads fetch, web sockets, caches and mocks as well,
 * which takes 50 ms of CPU where this takes 19. The version is pinned exactly. A proxy's tunnel needs what the index
 * mixes into every dispatcher.
 */
function load(settings: PrefectSettings, readFile: ReadText): Loaded {
  const timeout = settings.requestTimeoutMs.value
  const options = { headersTimeout: timeout, bodyTimeout: timeout, allowH2: false }
  const tls = tlsOptions(settings, readFile)
  const proxy = settings.proxy.value
  const request: Dispatcher['request'] = require('undici/lib/api/api-request.js')
  if (proxy === undefined) {
    const Agent: typeof AgentType = require('undici/lib/dispatcher/agent.js')
    return { request, dispatcher: new Agent({ ...options, connect: { ...tls, timeout } }) }
  }
  const { ProxyAgent }: { ProxyAgent: typeof ProxyAgentType } = require('undici')
  const dispatcher = new ProxyAgent({
    ...options,
    uri: proxy.url,
    ...(proxy.authorization === undefined ? {} : { token: proxy.authorization.reveal() }),
    requestTls: { ...tls, timeout },
    proxyTls: { timeout },
  })
  return { request, dispatcher }
}

type Loaded = { readonly request: Dispatcher['request']; readonly dispatcher: Dispatcher }

/** The certificate file takes the place of the known authorities, as in Prefect's client. */
function tlsOptions({ sslCertFile, tlsInsecureSkipVerify }: PrefectSettings, readFile: ReadText) {
  if (tlsInsecureSkipVerify.value) return { rejectUnauthorized: false }
  if (sslCertFile.value === undefined) return {}
  const ca = readFile(sslCertFile.value)
  if (ca !== undefined) return { ca }
  throw new RegistrarError({
    code: 'setting_invalid',
    subject: 'PREFECT_API_SSL_CERT_FILE',
    message: `names ${sslCertFile.value}, which does not exist (from ${sourceText(sslCertFile.source)})`,
  })
}
