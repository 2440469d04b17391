import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../../src/model/json.ts'
import { openPrefectSocket, type TestSocket } from '../support/socket.ts'

/** What tests look into: any field of it may be there, and `expect` judges what it is. */
export type Body = { readonly [key: string]: Body }

/** An answer, its body read as JSON; null when it has none, and CSV as its text. */
export type Answer = { readonly status: number; readonly body: Body }

/** One server under test, asked over HTTP. */
export type Api = {
  /** Whether the server does some of its work later than it answers. */
  readonly isLate: boolean
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>
  /** POSTs and gives one header of the answer. */
  headerOf(name: string, path: string, body: unknown): Promise<string | null>
  get(path: string): Promise<Answer>
  post(path: string, body?: unknown): Promise<Answer>
  put(path: string, body: unknown): Promise<Answer>
  patch(path: string, body: unknown): Promise<Answer>
  delete(path: string): Promise<Answer>
  /** Opens a websocket as Prefect's client does, with its handshake done. */
  socket(path: string): Promise<TestSocket>
}

/**
 * What starts the server that a suite runs against. One that `isFlaky` says now and then that it cannot write, as the real
 * Prefect does when its own services hold SQLite's lock: such a request wrote nothing and is sent again, as Prefect's client
 * does.
 */
export type Start = () => Promise<{ readonly api: string; readonly isFlaky?: boolean; close(): Promise<void> }>

const MOST_TRIES = 12

/** Gives the API of a suite's server; to be called inside a test. */
export type TheApi = () => Api

export function apiAt(url: string, isFlaky: boolean): Api {
  const once = async (...[method, path, body, headers = {}]: Parameters<Api['call']>): Promise<Response> => {
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
    return fetch(url + path, { method, headers: { ...type, ...headers }, ...sent })
  }
  const answered = async (...request: Parameters<Api['call']>): Promise<Response> => {
    for (let tries = 1; ; tries += 1) {
      const answer = await once(...request)
      if (!isFlaky || tries === MOST_TRIES || !(await isLocked(answer))) return answer
      await new Promise((resolve) => setTimeout(resolve, 100 * tries))
    }
  }
  const call: Api['call'] = async (...request) => {
    const answer = await answered(...request)
    const text = await answer.text()
    const isText = answer.headers.get('content-type')?.startsWith('text/csv') ?? false
    const read: Body = text === '' ? null : JSON.parse(isText ? JSON.stringify(text) : text)
    return { status: answer.status, body: read }
  }
  return {
    isLate: isFlaky,
    call,
    headerOf: async (name, path, body) => (await answered('POST', path, body)).headers.get(name),
    get: (path) => call('GET', path),
    post: (path, body = {}) => call('POST', path, body),
    put: (path, body) => call('PUT', path, body),
    patch: (path, body) => call('PATCH', path, body),
    delete: (path) => call('DELETE', path),
    socket: (path) => openPrefectSocket(url + path),
  }
}

/** Runs that are made at once are answered 200, with SQLite's words for each that could not be written. */
async function isLocked(answer: Response): Promise<boolean> {
  return (
    answer.status === 503 || (await answer.clone().text()).includes('(sqlite3.OperationalError) database is locked')
  )
}

/**
 * What is asked for as soon as it is as expected. A real Prefect does some of its work later than it answers; the
 * embedded server must have done it.
 */
export async function eventually<T>(ask: () => Promise<T>, isThere: (found: T) => boolean): Promise<T> {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    const found = await ask()
    if (isThere(found) || Date.now() > end) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const PATIENCE_MS = 20_000

/** A name that no other test has taken: all tests of a suite share one server. */
export function fresh(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`
}

/** The body as a list. */
export function items(body: Body | undefined): readonly Body[] {
  if (!Array.isArray(body)) throw new Error(`not a list: ${JSON.stringify(body)}`)
  return body
}

/** One field of each of a list. */
export function each(body: Body | undefined, field: string): readonly unknown[] {
  return items(body).map((item) => item[field])
}

/** What the API has stored under a deployment's id. */
export async function deployment(api: Api, { id }: Body): Promise<Body> {
  const { status, body } = await api.get(`/deployments/${text(id)}`)
  if (status !== 200) throw new Error(`deployment ${text(id)}: ${status}`)
  return body
}

export async function newFlow(api: Api, fields: JsonObject = {}): Promise<Body> {
  return created(await api.post('/flows/', { name: fresh('flow'), ...fields }))
}

/** A new deployment of a new flow, unless the fields name another. */
export async function newDeployment(api: Api, fields: { readonly [key: string]: unknown } = {}): Promise<Body> {
  const flowId = fields.flow_id ?? (await newFlow(api)).id
  return created(await api.post('/deployments/', { name: fresh('deployment'), flow_id: flowId, ...fields }))
}

export async function newPool(api: Api, fields: JsonObject = {}): Promise<Body> {
  return created(await api.post('/work_pools/', { name: fresh('pool'), type: 'process', ...fields }))
}

export async function newLimit(api: Api, limit: number, fields: JsonObject = {}): Promise<Body> {
  return created(await api.post('/v2/concurrency_limits/', { name: fresh('limit'), limit, ...fields }))
}

function created({ status, body }: Answer): Body {
  if (status !== 201) throw new Error(`not created: ${status} ${JSON.stringify(body)}`)
  return body
}

/** The messages of a 422 in pydantic's shape. */
export function messages(answer: Answer): readonly unknown[] {
  return each(answer.body.exception_detail, 'msg')
}

/** The places of a 422 in pydantic's shape, as `body.name`. */
export function places(answer: Answer): readonly string[] {
  return items(answer.body.exception_detail).map(({ loc }) => items(loc).map(text).join('.'))
}

export const INTEGRITY =
  'Data integrity conflict. This usually means a unique or foreign key constraint was violated. See server logs for details.'

export const NOWHERE = '00000000-0000-4000-8000-000000000000'

/** Whether `updated` of the first is later than that of the second. */
export function isNewer(one: Body, other: Body): boolean {
  return text(one.updated) > text(other.updated)
}

/** The schedule row of a slug. */
export function rowOf(holder: Body, slug: string): Body {
  const row = items(holder.schedules).find((schedule) => (schedule.slug as unknown) === slug)
  if (row === undefined) throw new Error(`no schedule ${slug}`)
  return row
}

/** A field of a body as text, for paths and names. */
export function text(value: unknown): string {
  return String(value)
}
