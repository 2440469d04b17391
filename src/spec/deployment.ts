import type { DesiredDeployment, DesiredFields, FieldName } from '../model/deployment.ts'
import { keyOf } from '../model/deployment.ts'
import type { Finding } from '../model/finding.ts'
import { isJsonObject, type JsonObject } from '../model/json.ts'
import type { Place } from '../model/place.ts'
import type { DesiredSchedule } from '../model/schedule.ts'
import type { DataPath, SpecDocument } from './document.ts'
import { readEntrypoint } from './entrypoint.ts'
import type { SpecFiles } from './files.ts'
import { checkParameters, readParameterSchema } from './parameters.ts'
import type { PythonSources } from './python-sources.ts'
import { type Report, reportOn } from './report.ts'
import { readSchedules } from './schedules.ts'
import type { Misfit } from './shape.ts'
import { checkValues } from './values.ts'

/** What reading a deployment needs besides its text. */
export type Surroundings = { readonly files: SpecFiles; readonly python: PythonSources; readonly now: number }

export type DeploymentReading = {
  /** Undefined when it has an error. */
  readonly desired: DesiredDeployment | undefined
  readonly findings: readonly Finding[]
  /** Who it is and where, when that is known, errors or not: for finding doubles. */
  readonly identity: { readonly key: string; readonly at: Place } | undefined
}

/** Checks the deployment at `base` in a document and gives it as the plan wants it. `misfits` is what its shape lacks, paths counted from it. */
export async function readDeployment(document: SpecDocument, base: DataPath, value: unknown, misfits: readonly Misfit[], around: Surroundings): Promise<DeploymentReading> {
  const report = reportOn(document, base)
  for (const { path, part, detail } of misfits) report.add(path, detail, { part })
  const spec: JsonObject = isJsonObject(value) ? value : {}
  checkValues(spec, report)
  const at = report.placeOf([])
  const name = textAt(spec, 'name', report)
  const given = textAt(spec, 'flow', report)
  const isMisspelt = misfits.some(({ path, detail }) => path.length === 1 && detail.code === 'unknown_field')
  const elsewhere = Array.isArray(spec['pull']) ? spec['pull'].length > 0 : typeof spec['path'] === 'string'
  const { flow, definition } = isJsonObject(value)
    ? await readEntrypoint({ ...around, entrypoint: textAt(spec, 'entrypoint', report), flow: given, isElsewhere: elsewhere, isMisspelt }, report)
    : { flow: undefined }
  const schedules = readSchedules(spec['schedules'], report, around.now)
  const schema = await readParameterSchema(spec['parameter_schema'], around.files, report)
  const isEnforced = spec['enforce_parameter_schema'] !== false
  await checkParameters({ parameters: spec['parameters'], schedules: spec['schedules'], schema, definition, isEnforced }, report)
  const key = flow !== undefined && name !== undefined ? keyOf(flow, name) : undefined
  const findings = report.findings(key ?? name)
  const identity = key === undefined ? undefined : { key, at }
  if (report.hasErrors() || flow === undefined || name === undefined || key === undefined) return { desired: undefined, findings, identity }
  const fields = withoutIgnored(fieldsOf(spec, schedules, schema), spec['ignore'])
  return { desired: { key, flow, name, at, places: placesOf(fields, report), fields, ...settings(spec) }, findings, identity }
}

/** A text that nothing is wrong with. */
function textAt(spec: JsonObject, field: string, report: Report): string | undefined {
  const value = spec[field]
  return typeof value === 'string' && !report.isWrong([field]) ? value : undefined
}

const CLEARED: Readonly<Record<string, unknown>> = { tags: [], parameters: {}, pull: [] }
const PLAIN = ['entrypoint', 'path', 'description', 'version', 'tags', 'parameters', 'enforce_parameter_schema', 'paused', 'pull'] as const

/** Absent stays absent: what a spec does not name is not ours. null becomes the empty value where the field has one. */
function fieldsOf(spec: JsonObject, schedules: Readonly<Record<string, DesiredSchedule>>, schema: JsonObject | undefined): DesiredFields {
  const limit = spec['concurrency_limit']
  return {
    ...Object.fromEntries(PLAIN.flatMap((field) => (spec[field] === undefined ? [] : [[field, spec[field] ?? CLEARED[field] ?? null]]))),
    ...(schema === undefined ? {} : { parameter_schema: schema }),
    ...(spec['schedules'] === undefined ? {} : { schedules }),
    ...workPoolFields(spec['work_pool']),
    ...(limit === undefined ? {} : { concurrency_limit: typeof limit === 'number' ? { limit } : limit }),
  } as DesiredFields
}

function workPoolFields(pool: unknown): DesiredFields {
  if (pool === null) return { 'work_pool.name': null }
  if (!isJsonObject(pool)) return {}
  const { name, work_queue_name: queue, job_variables: variables } = pool
  return {
    ...(name === undefined ? {} : { 'work_pool.name': name as string }),
    ...(queue === undefined ? {} : { 'work_pool.work_queue_name': queue as string }),
    ...(variables === undefined ? {} : { 'work_pool.job_variables': (variables ?? {}) as JsonObject }),
  }
}

function withoutIgnored(fields: DesiredFields, ignore: unknown): DesiredFields {
  const ignored = new Set<unknown>(Array.isArray(ignore) ? ignore : [])
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !ignored.has(field)))
}

function settings(spec: JsonObject) {
  const renamedFrom = spec['renamed_from'] as string | undefined
  return {
    schedulesPolicy: (spec['schedules_policy'] ?? 'merge') as DesiredDeployment['schedulesPolicy'],
    seed: (spec['seed'] ?? []) as readonly FieldName[],
    ...(renamedFrom === undefined ? {} : { renamedFrom }),
    onRemove: (spec['on_remove'] ?? 'delete') as DesiredDeployment['onRemove'],
    protect: (spec['protect'] ?? false) as boolean,
  }
}

/** A field stands at its key, which is what people look for. */
function placesOf(fields: DesiredFields, report: Report): Readonly<Record<string, Place>> {
  const places = Object.keys(fields).map((field): [string, Place] => [field, report.placeOf(field.split('.'), 'key')])
  const slugs = Object.keys(fields.schedules ?? {}).map((slug): [string, Place] => [`schedules.${slug}`, report.placeOf(['schedules', slug], 'key')])
  return Object.fromEntries([...places, ...slugs])
}
