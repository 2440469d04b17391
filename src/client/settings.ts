import { isAbsolute, join } from 'node:path'
import { RegistrarError } from '../model/error.ts'
import { isJsonObject } from '../model/json.ts'
import type { Proxy } from './proxy.ts'
import { proxyFor } from './proxy.ts'
import { Secret } from './secret.ts'
import type { SettingName, SettingSource, Surroundings } from './settings-layer.ts'
import { settingLayers, sourceText } from './settings-layer.ts'
import { urlCredentials } from './url-credentials.ts'

type Setting<T> = { readonly value: T; readonly source: SettingSource }

/** What decides how the API is reached, each value with where it comes from. Secrets inside never print. */
export type PrefectSettings = {
  /** Without credentials and without a slash at its end; undefined when nothing names a server. */
  readonly apiUrl: Setting<string | undefined>
  readonly apiKey: Setting<Secret | undefined>
  /** `user:password` for basic authentication; credentials in the URL count as this. */
  readonly apiAuthString: Setting<Secret | undefined>
  /** By lower-case name. */
  readonly customHeaders: Setting<Readonly<Record<string, Secret>>>
  readonly sslCertFile: Setting<string | undefined>
  readonly tlsInsecureSkipVerify: Setting<boolean>
  readonly requestTimeoutMs: Setting<number>
  readonly maxRetries: Setting<number>
  readonly proxy: Setting<Proxy | undefined>
  /** What was set but is not used, and why. */
  readonly warnings: readonly string[]
}

/**
 * Prefect's own client settings with Prefect's own precedence: environment, `.env`, `prefect.toml`, `pyproject.toml`,
 * the active profile, the defaults. An empty variable counts as set to nothing. A value that Prefect would refuse, or
 * that cannot work, is a RegistrarError naming its source.
 */
export function resolveSettings(surroundings: Surroundings): PrefectSettings {
  const layers = settingLayers(surroundings)
  const { env, cwd } = surroundings
  const read = <T>(name: SettingName, convert: (value: unknown) => T | Refused, fallback: Setting<T>): Setting<T> => {
    for (const layer of layers) {
      const found = layer(name)
      if (found === undefined) continue
      const value = convert(found.value)
      if (value instanceof Refused) throw invalid(name.variable, value.why, found.source)
      return { value, source: found.source }
    }
    return fallback
  }

  const url = read(API_URL, apiUrl, unset)
  const authString = read(setting('api', 'auth_string'), secret, unset)
  const headers = read(setting('client', 'custom_headers'), customHeaders, byDefault({}))
  const route = url.value && proxyFor(url.value.url, env)
  return {
    apiUrl: { value: url.value?.url.href.replace(/\/+$/, ''), source: url.source },
    apiKey: read(setting('api', 'key'), headerSecret, unset),
    // httpx, which Prefect's client is made on, lets credentials in the URL win
    apiAuthString: url.value?.credentials ? { value: url.value.credentials, source: url.source } : authString,
    customHeaders: { value: withoutProtected(headers.value), source: headers.source },
    sslCertFile: read(setting('api', 'ssl_cert_file'), filePath(cwd), {
      value: filePath(cwd)(env['SSL_CERT_FILE'] ?? ''),
      source: env['SSL_CERT_FILE'] ? { kind: 'environment', name: 'SSL_CERT_FILE' } : { kind: 'default' },
    }),
    tlsInsecureSkipVerify: read(setting('api', 'tls_insecure_skip_verify'), boolean, byDefault(false)),
    requestTimeoutMs: read(setting('api', 'request_timeout'), seconds, byDefault(60_000)),
    maxRetries: read(setting('client', 'max_retries'), count, byDefault(5)),
    proxy: route ? { value: route.proxy, source: { kind: 'environment', name: route.variable } } : unset,
    warnings: Object.keys(headers.value)
      .filter((name) => PROTECTED.has(name))
      .map((name) => `PREFECT_CLIENT_CUSTOM_HEADERS: header "${name}" is ignored, as Prefect's own client ignores it`),
  }
}

const unset = { value: undefined, source: { kind: 'default' } } as const
const byDefault = <T>(value: T): Setting<T> => ({ value, source: { kind: 'default' } })
const setting = (group: 'api' | 'client', name: string): SettingName => ({
  variable: `PREFECT_${group}_${name}`.toUpperCase(),
  toml: [group, name],
})
const API_URL = setting('api', 'url')

/** Why a value is refused, in words that stand after the setting's name and do not repeat a secret. */
class Refused {
  readonly why: string

  constructor(why: string) {
    this.why = why
  }
}

function invalid(variable: string, why: string, source: SettingSource): RegistrarError {
  return new RegistrarError({
    code: 'setting_invalid',
    subject: variable,
    message: `${why} (from ${sourceText(source)})`,
  })
}

function apiUrl(value: unknown): { readonly url: URL; readonly credentials: Secret | undefined } | undefined | Refused {
  if (value === '') return undefined
  // the URL parser alone also takes `http:host` and `http:///host`
  const url = typeof value === 'string' && /^https?:\/\/[^/]/i.test(value) ? URL.parse(value) : null
  if (url === null) {
    return new Refused('is not an HTTP address, such as http://127.0.0.1:4200/api')
  }
  const credentials = urlCredentials(url)
  url.username = ''
  url.password = ''
  url.hash = ''
  url.search = ''
  return { url, credentials: credentials === undefined ? undefined : new Secret(credentials) }
}

function secret(value: unknown): Secret | undefined | Refused {
  if (typeof value !== 'string') return new Refused('is not a text')
  return value === '' ? undefined : new Secret(value)
}

/** A secret that goes into a header as it is. */
function headerSecret(value: unknown): Secret | undefined | Refused {
  if (typeof value === 'string' && !HEADER_TEXT.test(value)) {
    return new Refused('has a line break or another character that no HTTP header can carry')
  }
  return secret(value)
}

// eslint-disable-next-line no-control-regex
const HEADER_TEXT = /^[\t\x20-\x7e\x80-\xff]*$/

const filePath =
  (cwd: string) =>
  (value: unknown): string | undefined => {
    if (typeof value !== 'string' || value === '') return undefined
    return isAbsolute(value) ? value : join(cwd, value)
  }

/** The words that pydantic takes for a boolean. */
function boolean(value: unknown): boolean | Refused {
  const word = String(value).toLowerCase()
  if (['true', '1', 'yes', 'on', 't', 'y'].includes(word)) return true
  if (['false', '0', 'no', 'off', 'f', 'n'].includes(word)) return false
  return new Refused(`is "${String(value)}", neither true nor false`)
}

function seconds(value: unknown): number | Refused {
  const number = numberOf(value)
  return number > 0 ? number * 1000 : new Refused(`is "${String(value)}", not a number of seconds above 0`)
}

function count(value: unknown): number | Refused {
  const number = numberOf(value)
  return Number.isInteger(number) && number >= 0
    ? number
    : new Refused(`is "${String(value)}", not a whole number of 0 or more`)
}

/** NaN for what is no finite number; an empty text is none. */
function numberOf(value: unknown): number {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return Number.NaN
  const number = Number(value)
  return Number.isFinite(number) ? number : Number.NaN
}

/** Prefect manages these itself and passes over them in the setting (prefect 3.8.8 `client/base.py`). */
const PROTECTED: ReadonlySet<string> = new Set(['user-agent', 'prefect-csrf-token', 'prefect-csrf-client'])
/** These belong to the connection: no client can send them as it likes. */
const CONNECTION: ReadonlySet<string> = new Set(
  'connection content-length expect keep-alive te trailer transfer-encoding upgrade'.split(' '),
)

function customHeaders(value: unknown): Readonly<Record<string, Secret>> | Refused {
  const headers = typeof value === 'string' ? parsedJson(value) : value
  if (!isJsonObject(headers)) {
    return new Refused('is not a JSON object of header names and texts, such as {"X-Token": "abc"}')
  }
  const found: Record<string, Secret> = {}
  for (const [given, text] of Object.entries(headers)) {
    const name = given.toLowerCase()
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) return new Refused(`has "${given}", which is no header name`)
    if (CONNECTION.has(name)) return new Refused(`has "${given}", which cannot be set by hand`)
    if (typeof text !== 'string' || !HEADER_TEXT.test(text)) {
      return new Refused(`has no printable text for "${given}"`)
    }
    found[name] = new Secret(text)
  }
  return found
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // the caller says that the setting is not JSON; the parser's message would show the secret's text
    return undefined
  }
}

function withoutProtected(headers: Readonly<Record<string, Secret>>): Readonly<Record<string, Secret>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !PROTECTED.has(name)))
}
