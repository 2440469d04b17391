import { readApiSchema } from '../bodies/api-schema.ts'
import { API_VERSION } from '../prefect-version.ts'
import { type AnswerShape, type QueryRule, type Route, get, ok } from './route.ts'

/** `/openapi.json`, made from the other routes: what is served is what it says, and nothing else is. */
export function openApiRoute(routes: readonly Route[]): Route {
  let made: object | undefined
  const route: Route = get('/openapi.json', {
    summary: 'Read this description of the API',
    answers: { 200: 'any' },
    anyVersion: true,
    handle: () => ok((made ??= openApiDocument([...routes, route]))),
  })
  return route
}

/** The OpenAPI 3.1 description of a table of routes. */
function openApiDocument(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = route.path.replaceAll(':uuid}', '}')
    paths[path] = { ...paths[path], [route.method]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'registrar server',
      version: API_VERSION,
      description: 'The REST API of Prefect 3, as far as this server has it. Every route that is served is listed.',
    },
    servers: [{ url: '/api' }],
    paths,
    components: { schemas: schemas() },
  }
}

function operationOf(route: Route): object {
  const { method, path, summary, body, answers } = route
  return {
    summary,
    operationId: `${method} ${path}`.replaceAll(/\W+/g, '_').replace(/_$/, ''),
    tags: [path.split('/').find((part) => part !== '') ?? 'root'],
    parameters: [...pathParameters(path), ...queryParameters(route.query)],
    ...(body && { requestBody: { required: !body.optional, content: json({ $ref: `${SCHEMAS}${body.schema}` }) } }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, shape]) => [status, responseOf(shape)])),
      default: { description: 'Refused, or failed', content: json({ $ref: `${SCHEMAS}Refusal` }) },
    },
  }
}

const SCHEMAS = '#/components/schemas/'

function pathParameters(path: string): object[] {
  return [...path.matchAll(/\{(\w+)(:uuid)?\}/g)].map(([, name, uuid]) => ({
    name,
    in: 'path',
    required: true,
    schema: uuid === undefined ? { type: 'string', minLength: 1 } : { type: 'string', format: 'uuid' },
  }))
}

function queryParameters(rules: Readonly<Record<string, QueryRule>>): object[] {
  return Object.entries(rules).map(([name, { required = false, ...schema }]) => ({
    name,
    in: 'query',
    required,
    schema,
  }))
}

function responseOf(shape: AnswerShape): object {
  if (shape === 'nothing') return { description: 'Done' }
  if (typeof shape === 'object' && 'media' in shape) {
    return { description: 'A file', content: { [shape.media]: { schema: {} } } }
  }
  if (shape === 'text') return { description: 'As text', content: { 'text/plain': { schema: { type: 'string' } } } }
  return { description: 'Done', content: json(schemaOf(shape)) }
}

function schemaOf(shape: Exclude<AnswerShape, 'nothing' | 'text' | { readonly media: string }>): object {
  if (typeof shape === 'object') {
    return 'list' in shape ? { type: 'array', items: { $ref: `${SCHEMAS}${shape.list}` } } : pageOf(shape.page)
  }
  if (shape === 'any') return {}
  return isPlain(shape) ? { type: shape } : { $ref: `${SCHEMAS}${shape}` }
}

function isPlain(shape: string): boolean {
  return shape === 'boolean' || shape === 'integer' || shape === 'string' || shape === 'null'
}

function pageOf(name: string): object {
  const whole = { type: 'integer', minimum: 0 }
  return {
    type: 'object',
    required: ['results', 'count', 'limit', 'pages', 'page'],
    properties: {
      results: { type: 'array', items: { $ref: `${SCHEMAS}${name}` } },
      count: whole,
      limit: whole,
      pages: whole,
      page: { type: 'integer', minimum: 1 },
    },
  }
}

function json(schema: object): object {
  return { 'application/json': { schema } }
}

/** The definitions, with the references and the formats of OpenAPI, and the two shapes of errors. */
function schemas(): Record<string, object> {
  const definitions = JSON.stringify(readApiSchema().$defs)
    .replaceAll('"#/$defs/', `"${SCHEMAS}`)
    .replaceAll('"format":"prefect-date-time"', '"format":"date-time"')
  const found: Record<string, object> = JSON.parse(definitions)
  return { ...found, Refusal: REFUSAL }
}

const REFUSAL = {
  description: 'Why a request was not carried out: `detail`, or `exception_message` where Prefect has that.',
  type: 'object',
  properties: {
    detail: { type: 'string' },
    exception_message: { type: 'string' },
    exception_detail: { type: 'array', items: { type: 'object' } },
  },
  anyOf: [{ required: ['detail'] }, { required: ['exception_message'] }],
}
