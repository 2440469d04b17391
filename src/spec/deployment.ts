import type { DeploymentSpec } from '../generated/deployment.ts'
import type { DesiredDeployment, DesiredFields } from '../model/deployment.ts'
import { keyOf } from '../model/deployment.ts'
import type { Finding } from '../model/finding.ts'
import { isJsonObject, type JsonObject } from '../model/json.ts'
import type { Place } from '../model/place.ts'
import type { ScheduleDialect } from '../model/schedule.ts'
import { jsonObject, withoutUndefined } from './absent.ts'
import type { DataPath, SpecDocument } from './document.ts'
import { readEntrypoint } from './entrypoint.ts'
import type { SpecFiles } from './files.ts'
import { checkParameters, readParameterSchema } from './parameters.ts'
import type { ParameterSchemas } from './parameter-schemas.ts'
import type { PythonSources } from './python-sources.ts'
import { type Report, reportOn } from './report.ts'
import type { Misfit } from './misfit.ts'
import { checkValues } from './values.ts'

/** What reading a deployment needs besides its text. */
export type Surroundings = {
  readonly files: SpecFiles
  readonly python: PythonSources
  readonly schemas: ParameterSchemas
  readonly now: number
  readonly dialect: ScheduleDialect
}

export type DeploymentReading = {
  /** Undefined when it has an error. */
  readonly desired: DesiredDeployment | undefined
  readonly findings: readonly Finding[]
  /** Who it is and where, when that is known, errors or not: for finding doubles. */
  readonly identity: { readonly key: string; readonly at: Place } | undefined
}

/** Checks the deployment at `base` in a document and gives it as the plan wants it. `misfits` is what its shape lacks, paths counted from it. */
export async function readDeployment(
  document: SpecDocument,
  base: DataPath,
  value: unknown,
  misfits: readonly Misfit[],
  around: Surroundings,
): Promise<DeploymentReading> {
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
    ? await readEntrypoint(
        { ...around, entrypoint: textAt(spec, 'entrypoint', report), flow: given, isElsewhere: elsewhere, isMisspelt },
        report,
      )
    : { flow: undefined }
  const schedules = await schedulesOf(spec['schedules'], report, around)
  const schema = await readParameterSchema(spec['parameter_schema'], around.files, report)
  const isEnforced = spec['enforce_parameter_schema'] !== false
  await checkParameters(
    {
      parameters: spec['parameters'],
      schedules: spec['schedules'],
      schema,
      schemas: around.schemas,
      definition,
      isEnforced,
    },
    report,
  )
  const key = flow !== undefined && name !== undefined ? keyOf(flow, name) : undefined
  const findings = report.findings(key ?? name)
  const identity = key === undefined ? undefined : { key, at }
  if (flow === undefined || name === undefined || key === undefined || !isRight(value, report))
    return { desired: undefined, findings, identity }
  const fields = fieldsOf(value, schedules, schema)
  return {
    desired: { key, flow, name, at, places: placesOf(fields, report), fields, ...settings(value) },
    findings,
    identity,
  }
}

/** The schedule room is loaded with the first schedule: it is the largest part of starting up. */
async function schedulesOf(value: unknown, report: Report, around: Surroundings): Promise<DesiredFields['schedules']> {
  if (!isJsonObject(value)) return {}
  const { readSchedules } = await import('./schedules.ts')
  return readSchedules(value, report, around)
}

/** A text that nothing is wrong with. */
function textAt(spec: JsonObject, field: string, report: Report): string | undefined {
  const value = spec[field]
  return typeof value === 'string' && !report.isWrong([field]) ? value : undefined
}

/** Absent stays absent: what a spec does not name is not ours. null becomes the empty value where the field has one. */
function fieldsOf(
  spec: DeploymentSpec,
  schedules: DesiredFields['schedules'],
  schema: JsonObject | undefined,
): DesiredFields {
  const {
    entrypoint,
    path,
    description,
    version,
    enforce_parameter_schema,
    paused,
    tags,
    pull,
    work_pool: pool,
    ignore = [],
  } = spec
  const limit = spec.concurrency_limit
  const fields: DesiredFields = withoutUndefined({
    entrypoint,
    path,
    description,
    version,
    tags: tags === null ? [] : tags,
    parameters: emptied(spec.parameters),
    parameter_schema: schema,
    enforce_parameter_schema,
    paused,
    schedules: spec.schedules === undefined ? undefined : schedules,
    'work_pool.name': pool === null ? null : pool?.name,
    'work_pool.work_queue_name': pool?.work_queue_name,
    'work_pool.job_variables': emptied(pool?.job_variables),
    pull: pull === null ? [] : pull?.map((step) => jsonObject(step) ?? {}),
    concurrency_limit: typeof limit === 'number' ? { limit } : limit,
  })
  for (const field of ignore) Reflect.deleteProperty(fields, field)
  return fields
}

function emptied(mapping: object | null | undefined): JsonObject | undefined {
  return mapping === null ? {} : jsonObject(mapping)
}

function settings({
  schedules_policy = 'merge',
  seed = [],
  renamed_from: renamedFrom,
  on_remove = 'delete',
  protect = false,
}: DeploymentSpec) {
  return withoutUndefined({ schedulesPolicy: schedules_policy, seed, renamedFrom, onRemove: on_remove, protect })
}

/** What neither the schema nor a check has an error against is a deployment's spec. */
function isRight(value: unknown, report: Report): value is DeploymentSpec {
  return isJsonObject(value) && !report.hasErrors()
}

/** A field stands at its key, which is what people look for. */
function placesOf(fields: DesiredFields, report: Report): Readonly<Record<string, Place>> {
  const places = Object.keys(fields).map((field): [string, Place] => [field, report.placeOf(field.split('.'), 'key')])
  const slugs = Object.keys(fields.schedules ?? {}).map((slug): [string, Place] => [
    `schedules.${slug}`,
    report.placeOf(['schedules', slug], 'key'),
  ])
  return Object.fromEntries([...places, ...slugs])
}
