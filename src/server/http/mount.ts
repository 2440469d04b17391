import { type Context, Hono } from 'hono'
import type { Json } from '../../model/json.ts'
import { refuseOtherVersion } from './api-version.ts'
import { checkedBody } from '../bodies/checked-body.ts'
import { jsonOf } from './body.ts'
import { concealed } from './conceal.ts'
import { encoded } from './encoding.ts'
import { UUID, storedUuid } from '../bodies/stored-uuid.ts'
import { jsonBytes, listOf } from './json-bytes.ts'
import type { Answer, ApiRequest, BodyRule, Route } from './route.ts'

/** Serves a table of routes. Another method on the path of a route is a 405, as in Prefect. */
export function mount(routes: readonly Route[]): Hono {
  const app = new Hono({ strict: false })
  const methods = new Map<string, string[]>()
  for (const route of routes) {
    const path = honoPath(route.path)
    // a HEAD comes as a GET, which Prefect does not take it for
    app.on(route.method.toUpperCase(), path, (c, next) => (c.req.method === 'HEAD' ? next() : serve(route, c)))
    methods.set(path, [...(methods.get(path) ?? []), route.method.toUpperCase()])
  }
  for (const [path, allowed] of methods) {
    app.all(path, (c) => c.json({ detail: 'Method Not Allowed' }, 405, { allow: allowed.join(', ') }))
  }
  return app
}

async function serve(route: Route, c: Context): Promise<Response> {
  if (!route.anyVersion) refuseOtherVersion(c)
  const body = route.body === undefined ? undefined : await bodyOf(c, route.body)
  const request: ApiRequest<string, unknown> = {
    params: paramsOf(route, c),
    body,
    query: (name) => c.req.query(name),
    header: (name) => c.req.header(name),
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the body was checked against the schema that types it
  const answer = await route.handle(request as ApiRequest<string, never>, c)
  return answer instanceof Response ? answer : responseOf(answer, c.req.header('accept-encoding'))
}

async function bodyOf(c: Context, { schema, optional, prepare, conceals }: BodyRule): Promise<unknown> {
  try {
    const sent: Json | undefined = await jsonOf(c)
    const prepared = prepare === undefined ? sent : prepare(sent)
    return checkedBody(schema, optional ? (prepared ?? {}) : prepared)
  } catch (error) {
    throw conceals ? concealed(error) : error
  }
}

function paramsOf(route: Route, c: Context): Record<string, string> {
  const params = c.req.param()
  if (!route.path.includes(':uuid}')) return params
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      route.path.includes(`{${name}:uuid}`) ? (storedUuid(value) ?? value) : value,
    ]),
  )
}

async function responseOf(answer: Answer, accepted: string | undefined): Promise<Response> {
  const { status, headers } = answer
  const json = jsonBodyOf(answer)
  if (json === undefined) return new Response(null, { status, ...(headers && { headers }) })
  const short = await encoded(json, accepted)
  if (short === undefined) return new Response(json, { status, headers: { ...JSON_TYPE, ...headers } })
  const compressed = { 'content-encoding': short.name, vary: 'Accept-Encoding' }
  return new Response(short.bytes, { status, headers: { ...JSON_TYPE, ...compressed, ...headers } })
}

function jsonBodyOf({ value, json }: Answer): string | Uint8Array<ArrayBuffer> | undefined {
  if (json !== undefined) return typeof json === 'string' ? json : jsonBytes(json)
  if (value === undefined) return undefined
  return Array.isArray(value) ? jsonBytes(listOf(value.map((item) => JSON.stringify(item)))) : JSON.stringify(value)
}

const JSON_TYPE = { 'content-type': 'application/json' }

/** `{id:uuid}` as Hono writes it. A slash at the end of a request is left out before it is looked up. */
function honoPath(path: string): string {
  return path
    .replace(/\/$/, '')
    .replaceAll(/\{(\w+)(:uuid)?\}/g, (_all, name: string, uuid?: string) => `:${name}${uuid ? UUID : ''}`)
}
