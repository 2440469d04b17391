import { readFileSync } from 'node:fs'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Context } from 'hono'
import type * as Api from '../../generated/prefect-api.ts'
import type { Json } from '../../model/json.ts'
import { momentOf } from '../moment.ts'
import { type InvalidDetail, invalidRequest } from '../problem.ts'
import { pydanticDetails } from './pydantic.ts'

/** The bodies by the name of their definition in `schemas/prefect-api.schema.json`. */
export type Bodies = {
  FlowCreate: Api.FlowCreate
  FlowUpdate: Api.FlowUpdate
  FlowsQuery: Api.FlowsQuery
  DeploymentCreate: Api.DeploymentCreate
  DeploymentUpdate: Api.DeploymentUpdate
  DeploymentsQuery: Api.DeploymentsQuery
  DeploymentScheduleRuns: Api.DeploymentScheduleRuns
  DeploymentSchedulesCreate: Api.DeploymentSchedulesCreate
  DeploymentScheduleUpdate: Api.DeploymentScheduleUpdate
  FlowRunsQuery: Api.FlowRunsQuery
  WorkPoolCreate: Api.WorkPoolCreate
  WorkPoolUpdate: Api.WorkPoolUpdate
  WorkPoolsQuery: Api.WorkPoolsQuery
  WorkQueueCreate: Api.WorkQueueCreate
  WorkQueueUpdate: Api.WorkQueueUpdate
  WorkQueuesQuery: Api.WorkQueuesQuery
  WorkerHeartbeat: Api.WorkerHeartbeat
  WorkersQuery: Api.WorkersQuery
  VariableCreate: Api.VariableCreate
  VariableUpdate: Api.VariableUpdate
  VariablesQuery: Api.VariablesQuery
  ConcurrencyLimitV2Create: Api.ConcurrencyLimitV2Create
  ConcurrencyLimitV2Update: Api.ConcurrencyLimitV2Update
  ConcurrencyLimitsQuery: Api.ConcurrencyLimitsQuery
}

/** The body of a request, checked. Throws the 422 that Prefect would answer. */
export async function bodyOf<Name extends keyof Bodies>(c: Context, name: Name): Promise<Bodies[Name]> {
  return checkedBody(name, await jsonOf(c))
}

/** The body of a route whose body may be missing, as with every filter: then all of it is left to the defaults. */
export async function queryOf<Name extends (keyof Bodies & `${string}Query`) | 'DeploymentScheduleRuns'>(
  c: Context,
  name: Name,
): Promise<Bodies[Name]> {
  return checkedBody(name, (await jsonOf(c)) ?? {})
}

/** Checks a value that was read already. */
export function checkedBody<Name extends keyof Bodies>(name: Name, value: Json | undefined): Bodies[Name] {
  if (value === undefined) throw invalidRequest([MISSING_BODY], null)
  const validate = validatorOf(name)
  if (validate(value)) return value as Bodies[Name]
  throw invalidRequest(pydanticDetails(validate.errors ?? [], scheduleKindOf), value)
}

const MISSING_BODY: InvalidDetail = { type: 'missing', loc: ['body'], msg: 'Field required', input: null }

/** The JSON of a request; undefined for an empty body. A body without `Content-Type` is JSON, too. */
export async function jsonOf(c: Context): Promise<Json | undefined> {
  const text = await c.req.text()
  if (text === '') return undefined
  if (!/^(?:$|application\/(?:[\w.-]+\+)?json\b)/i.test(c.req.header('content-type') ?? '')) {
    throw invalidRequest([notAnObject(text)], text)
  }
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const place = Number(/position (\d+)/.exec(reason)?.[1] ?? 0)
    throw invalidRequest(
      [{ type: 'json_invalid', loc: ['body', place], msg: 'JSON decode error', input: {}, ctx: { error: reason } }],
      text,
    )
  }
}

function notAnObject(input: string): InvalidDetail {
  const msg = 'Input should be a valid dictionary or object to extract fields from'
  return { type: 'model_attributes_type', loc: ['body'], msg, input }
}

let compiler: Ajv2020 | undefined

function validatorOf(name: string): ValidateFunction {
  compiler ??= newCompiler()
  const validate = compiler.getSchema(`prefect-api#/$defs/${name}`)
  if (validate === undefined) throw new Error(`schemas/prefect-api.schema.json has no definition "${name}"`)
  return validate
}

/** Each body's validator is compiled when the first such body comes, so that starting stays quick. */
function newCompiler(): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
  })
  ajv.addFormat('uuid', /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i)
  ajv.addFormat('prefect-date-time', (text: string) => momentOf(text) !== undefined)
  ajv.addSchema(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object)
  return ajv
}

const SCHEMA = new URL('../../../schemas/prefect-api.schema.json', import.meta.url)

/** Which kind of schedule an error is about: the definition that it comes from. */
function scheduleKindOf({ schemaPath }: ErrorObject): string | undefined {
  return /\$defs\/((?:Interval|Cron|RRule)Schedule)\//.exec(schemaPath)?.[1]
}
