import { RegistrarError } from '../model/error.ts'
import { isLoopback } from './loopback.ts'
import { Secret } from './secret.ts'
import type { Environment } from './settings-layer.ts'
import { urlCredentials } from './url-credentials.ts'

/** A proxy between us and the API. */
export type Proxy = {
  /** Without credentials. */
  readonly url: string
  /** The value of `Proxy-Authorization`, when the variable carries a user and a password. */
  readonly authorization: Secret | undefined
}

/**
 * The proxy that the environment wants for a URL, and the variable that says so; undefined for a direct connection.
 * Lower case goes before upper case, and `NO_PROXY` lists hosts (`example.com` with its subdomains, `.example.com`,
 * `host:port`, `*`), as curl reads them. Loopback is never proxied.
 */
export function proxyFor(url: URL, env: Environment): { readonly proxy: Proxy; readonly variable: string } | undefined {
  const names = url.protocol === 'https:' ? ['https_proxy', 'all_proxy'] : ['http_proxy', 'all_proxy']
  const variable = names.flatMap((name) => [name, name.toUpperCase()]).find((name) => env[name])
  const value = variable === undefined ? undefined : env[variable]
  if (variable === undefined || value === undefined) return undefined
  if (isLoopback(url) || isExcluded(url, env['no_proxy'] ?? env['NO_PROXY'] ?? '')) return undefined
  return { proxy: readProxy(value, variable), variable }
}

function readProxy(value: string, variable: string): Proxy {
  const url = URL.parse(value.includes('://') ? value : `http://${value}`)
  if (url === null || !['http:', 'https:', 'socks5:'].includes(url.protocol)) {
    throw new RegistrarError({
      code: 'setting_invalid',
      subject: variable,
      message: 'is not the URL of a proxy, such as http://proxy.example:3128',
    })
  }
  const credentials = urlCredentials(url)
  url.username = ''
  url.password = ''
  return {
    url: url.href,
    authorization:
      credentials === undefined ? undefined : new Secret(`Basic ${Buffer.from(credentials).toString('base64')}`),
  }
}

function isExcluded(url: URL, noProxy: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  const host = url.hostname.toLowerCase()
  return noProxy.split(/[,\s]+/).some((entry) => {
    if (entry === '') return false
    if (entry === '*') return true
    const [, name = entry, entryPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? []
    const bare = name.replace(/^\*?\./, '')
    return (entryPort === undefined || entryPort === port) && (host === bare || host.endsWith(`.${bare}`))
  })
}
