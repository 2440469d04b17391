import {
  Ajv2020,
  type AnySchema,
  type ErrorObject,
  type FuncKeywordDefinition,
  type ValidateFunction,
} from 'ajv/dist/2020.js'
import type { DataValidationCxt } from 'ajv/dist/types/index.js'
import type { PrefectApi } from '../../generated/prefect-api.ts'
import { type Json, isJsonObject } from '../../model/json.ts'
import { momentOf } from '../model/moment.ts'
import { type InvalidDetail, invalidRequest } from '../problem.ts'
import type { Sent } from '../model/requests.ts'
import { readApiSchema } from './api-schema.ts'
import { asSent, laxBody } from './lax-body.ts'
import { pydanticDetails } from './pydantic.ts'
import { storedUuid } from './stored-uuid.ts'

/** The name of a definition in `schemas/prefect-api/`. */
export type BodyName = keyof PrefectApi

/** What each definition describes. */
export type Bodies = { readonly [Name in BodyName]: Sent<PrefectApi[Name]> }

/**
 * Checks a value that was read already, and converts numbers, booleans and moments that are written as another type as
 * pydantic does. Throws the 422 of a value that does not fit: of a long one its first fault, as it is.
 */
export function checkedBody<Name extends BodyName>(name: Name, value: Json | undefined): Bodies[Name] {
  if (value === undefined || value === null) throw invalidRequest([MISSING_BODY], null)
  const first = validatorOf<Bodies[Name]>(name, 'first')
  if (first(value)) return value
  const reading = { kindOf: scheduleKindOf, parameters: parametersOf(name, first.schema) }
  if (JSON.stringify(value).length > LONG_CHARACTERS) {
    throw invalidRequest(pydanticDetails(first.errors ?? [], reading), value)
  }
  const validate = validatorOf<Bodies[Name]>(name, 'all')
  if (validate(value)) return value
  const errors = validate.errors ?? []
  const converted = laxBody(value, errors)
  if (converted === undefined) throw invalidRequest(pydanticDetails(errors, reading), value)
  if (validate(converted)) return converted
  throw invalidRequest(pydanticDetails(asSent(value, validate.errors ?? []), reading), value)
}

/** The required fields of a body whose fields are parameters of the route, and not those of one model. */
function parametersOf(name: BodyName, schema: AnySchema): ReadonlySet<string> {
  const isEmbedded = name.endsWith('Query') || EMBEDDED.has(name)
  const required: unknown = isEmbedded && isJsonObject(schema) ? schema.required : undefined
  return new Set(Array.isArray(required) ? required.map(String) : [])
}

/** Beside those that are optional as a whole. */
const EMBEDDED: ReadonlySet<BodyName> = new Set<BodyName>([
  'DeploymentBulkDelete',
  'DeploymentRunsRequest',
  'DeploymentScheduleRuns',
  'EventCountRequest',
  'FlowBulkDelete',
  'FlowIds',
  'FlowRunBulkDelete',
  'FlowRunIds',
  'FlowRunInputCreate',
  'FlowRunResume',
  'FlowRunsStateChange',
  'LeaseRelease',
  'LeaseRenewal',
  'SchemaCheck',
  'SlotsDecrement',
  'SlotsIncrement',
  'SlotsIncrementWithLease',
  'StateChange',
  'TagSlots',
  'TagSlotsReset',
  'TaskRunDashboard',
  'WorkerHeartbeat',
])

const MISSING_BODY: InvalidDetail = { type: 'missing', loc: ['body'], msg: 'Field required', input: null }

/** How many faults a validator finds. */
type Faults = 'first' | 'all'

/** To find all faults of a list takes time that grows with their square: from here on, seconds. */
const LONG_CHARACTERS = 64 * 1024

const compilers: Partial<Record<Faults, Ajv2020>> = {}

function validatorOf<Body>(name: string, faults: Faults): ValidateFunction<Body> {
  const compiler = (compilers[faults] ??= newCompiler(faults))
  const validate = compiler.getSchema<Body>(`prefect-api#/$defs/${name}`)
  if (validate === undefined) throw new Error(`schemas/prefect-api has no definition "${name}"`)
  return validate
}

/** Each body's validator is compiled when the first such body comes, so that starting stays quick. */
function newCompiler(faults: Faults): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: faults === 'all',
    verbose: true,
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
  })
  ajv.addFormat('uuid', (text: string) => storedUuid(text) !== undefined)
  ajv.addKeyword(STORED_UUID)
  ajv.addFormat('prefect-date-time', (text: string) => momentOf(text) !== undefined)
  ajv.addSchema(withStoredUuids(readApiSchema()))
  return ajv
}

/** Writes an id into the body as it is stored: clients may spell a UUID in several ways. */
const STORED_UUID: FuncKeywordDefinition = {
  keyword: 'storedUuid',
  type: 'string',
  modifying: true,
  errors: false,
  validate: (_schema: unknown, text: string, _parent: unknown, place: DataValidationCxt | undefined) => {
    const id = storedUuid(text)
    if (id !== undefined && place !== undefined) place.parentData[place.parentDataProperty] = id
    return true
  },
}

function withStoredUuids(schema: object): object {
  const marked: object = JSON.parse(JSON.stringify(schema), (_key, value: unknown) =>
    isJsonObject(value) && value.format === 'uuid' ? { ...value, storedUuid: true } : value,
  )
  return marked
}

/** Which kind of schedule an error is about: the definition that it comes from. */
function scheduleKindOf({ schemaPath }: ErrorObject): string | undefined {
  return /\$defs\/((?:Interval|Cron|RRule)Schedule)\//.exec(schemaPath)?.[1]
}
