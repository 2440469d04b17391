import { Ajv2020, type ErrorObject, type FuncKeywordDefinition, type ValidateFunction } from 'ajv/dist/2020.js'
import type { DataValidationCxt } from 'ajv/dist/types/index.js'
import type { Context } from 'hono'
import type { PrefectApi } from '../../generated/prefect-api.ts'
import type { Sent } from '../requests.ts'
import { readApiSchema } from './api-schema.ts'
import { storedUuid } from './id.ts'
import { type Json, isJsonObject } from '../../model/json.ts'
import { reasonOf } from '../reason.ts'
import { momentOf } from '../moment.ts'
import { isTooDeep } from './json-depth.ts'
import { type InvalidDetail, type Problem, invalidRequest, refused } from '../problem.ts'
import { unread } from './body-limit.ts'
import { pydanticDetails } from './pydantic.ts'

/** The name of a definition in `schemas/prefect-api/`. */
export type BodyName = keyof PrefectApi

/** What each definition describes. */
export type Bodies = { readonly [Name in BodyName]: Sent<PrefectApi[Name]> }

/** Checks a value that was read already. */
export function checkedBody<Name extends BodyName>(name: Name, value: Json | undefined): Bodies[Name] {
  if (value === undefined) throw invalidRequest([MISSING_BODY], null)
  const validate = validatorOf<Bodies[Name]>(name)
  if (validate(value)) return value
  throw invalidRequest(pydanticDetails(validate.errors ?? [], scheduleKindOf), value)
}

const MISSING_BODY: InvalidDetail = { type: 'missing', loc: ['body'], msg: 'Field required', input: null }

/** The JSON of a request; undefined for an empty body. A body without `Content-Type` is JSON, too. */
export async function jsonOf(c: Context): Promise<Json | undefined> {
  const text = textOf(await c.req.arrayBuffer().catch(gone))
  if (text === '') return undefined
  if (!/^(?:$|application\/(?:[\w.-]+\+)?json\b)/i.test(c.req.header('content-type') ?? '')) {
    throw invalidRequest([notAnObject(text)], text)
  }
  if (isTooDeep(text)) throw unreadable()
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch (error) {
    const reason = reasonOf(error)
    const place = Number(/position (\d+)/.exec(reason)?.[1] ?? 0)
    throw invalidRequest(
      [{ type: 'json_invalid', loc: ['body', place], msg: 'JSON decode error', input: {}, ctx: { error: reason } }],
      text,
    )
  }
}

function gone(error: unknown): never {
  throw unread(error)
}

function textOf(bytes: ArrayBuffer): string {
  try {
    return UTF8.decode(bytes)
  } catch {
    throw unreadable()
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })

/** Prefect's answer to bytes that are no text, and to what it cannot read without running out of its stack. */
function unreadable(): Problem {
  return refused(400, 'There was an error parsing the body')
}

function notAnObject(input: string): InvalidDetail {
  const msg = 'Input should be a valid dictionary or object to extract fields from'
  return { type: 'model_attributes_type', loc: ['body'], msg, input }
}

let compiler: Ajv2020 | undefined

function validatorOf<Body>(name: string): ValidateFunction<Body> {
  compiler ??= newCompiler()
  const validate = compiler.getSchema<Body>(`prefect-api#/$defs/${name}`)
  if (validate === undefined) throw new Error(`schemas/prefect-api has no definition "${name}"`)
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
