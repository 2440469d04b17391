import type { Context } from 'hono'
import type { Json } from '../../model/json.ts'
import type { Bodies, BodyName } from '../bodies/checked-body.ts'
import type { JsonList } from './json-bytes.ts'
import { withoutUnread } from './unread-fields.ts'

/** An answer: its status, and the value that becomes its JSON, or that JSON itself. No value, no body. */
export type Answer = {
  readonly status: number
  readonly value?: unknown
  /** JSON that was written already, in place of a value. */
  readonly json?: string | JsonList
  readonly headers?: Readonly<Record<string, string>>
}

/** What a route's handler gets, already checked. */
export type ApiRequest<Path extends string, Body> = {
  /** The parts of the path by name. UUIDs are in lower case, everything else as it was meant before percent-encoding. */
  readonly params: { readonly [Name in ParamOf<Path>]: string }
  readonly body: Body
  /** A parameter of the query string, the last when there are several; undefined when it was not sent. */
  readonly query: (name: string) => string | undefined
  readonly header: (name: string) => string | undefined
}

/** One entry of the table of routes: from it requests are served and `openapi.json` is made. */
export type Route = {
  readonly method: Method
  /** Below `/api`, as in `/flows/{id:uuid}`. Whatever is no UUID does not match `{id:uuid}`: 404, not 422. */
  readonly path: string
  readonly summary: string
  /** The definition in `schemas/prefect-api` of the body, and whether it may be missing, as with every filter. */
  readonly body: BodyRule | undefined
  readonly query: Readonly<Record<string, QueryRule>>
  /** What is answered with each good status. */
  readonly answers: Answers
  /** Health checks and the version itself are answered to clients of any version. */
  readonly anyVersion: boolean
  readonly handle: (request: ApiRequest<string, never>, c: Context) => Promise<Answer | Response> | Answer | Response
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
export type BodyRule = {
  readonly schema: BodyName
  readonly optional: boolean
  readonly prepare: ((sent: Json | undefined) => Json | undefined) | undefined
  readonly conceals: boolean
}
export type QueryRule = {
  readonly type: 'string' | 'boolean' | 'integer' | 'number'
  readonly required?: boolean
  readonly format?: string
}
type Answers = { readonly [status: number]: AnswerShape }
/**
 * The shape of an answer: a definition of `schemas/prefect-api`, a list of it, a page of it, or a plain type; JSON that no
 * definition describes (`any`); or what is no JSON: a media type, plain text, or no body (`nothing`).
 */
export type AnswerShape =
  | BodyName
  | { readonly list: BodyName }
  | { readonly page: BodyName }
  | { readonly media: `${string}/${string}` }
  | 'boolean'
  | 'integer'
  | 'string'
  | 'null'
  | 'any'
  | 'text'
  | 'nothing'

type ParamOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${infer Plain}:${string}` ? Plain : Name) | ParamOf<Rest>
  : never

type Definition<Path extends string, Body> = {
  readonly summary: string
  readonly answers: Answers
  readonly query?: Readonly<Record<string, QueryRule>>
  readonly anyVersion?: boolean
  readonly handle: (request: ApiRequest<Path, Body>, c: Context) => Promise<Answer | Response> | Answer | Response
}

type WithBody<Name extends BodyName> = {
  readonly body: Name
  /** Whether the body may be missing: then it is `{}`. Always so for queries. */
  readonly bodyOptional?: boolean
  /** Changes what was sent before it is checked. */
  readonly prepare?: (sent: Json | undefined) => Json | undefined
  /** Whether a refusal repeats nothing of the body, since that may hold secrets. */
  readonly conceals?: boolean
}

/** Makes one kind of entry: `get('/flows/{id:uuid}', { … })`. With `body`, the handler's body has the type of that definition. */
function routeOf(method: Method) {
  function route<Path extends string, Name extends BodyName>(
    path: Path,
    definition: Definition<Path, Bodies[Name]> & WithBody<Name>,
  ): Route
  function route<Path extends string>(path: Path, definition: Definition<Path, undefined>): Route
  function route(path: string, definition: Definition<string, never> & Partial<WithBody<BodyName>>): Route {
    const { summary, answers, handle, query = {}, anyVersion = false, body, conceals = false } = definition
    const isQuery = body?.endsWith('Query') ?? false
    const optional = definition.bodyOptional ?? isQuery
    const prepare = definition.prepare ?? (isQuery ? withoutUnread(path) : undefined)
    const rule = body === undefined ? undefined : { schema: body, optional, prepare, conceals }
    return { method, path, summary, answers, handle, query, anyVersion, body: rule }
  }
  return route
}

export const get = routeOf('get')
export const post = routeOf('post')
export const put = routeOf('put')
export const patch = routeOf('patch')
export const del = routeOf('delete')

/** Answers with the JSON of a value. */
export function ok(value: unknown): Answer {
  return { status: 200, value }
}

/** Answers with JSON that was written already. */
export function okJson(json: string | JsonList): Answer {
  return { status: 200, json }
}

/** Answers a creation with JSON that was written already. */
export function createdJson(json: string): Answer {
  return { status: 201, json }
}

/** Answers a creation with the JSON of a value. */
export function created(value: unknown): Answer {
  return { status: 201, value }
}

export const NO_CONTENT: Answer = { status: 204 }
