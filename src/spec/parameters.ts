import type { ErrorObject } from 'ajv'
import { isJsonObject, type JsonObject } from '../model/json.ts'
import type { PythonDefinition } from '../python/definitions.ts'
import type { DataPath } from './document.ts'
import { decodeText } from './file-text.ts'
import type { SpecFiles } from './files.ts'
import type { ParameterCheck, ParameterSchemas } from './parameter-schemas.ts'
import type { Report } from './report.ts'
import { shown } from './shown.ts'
import { nearest } from './suggestion.ts'

const LIMIT = 1024 * 1024

/** The schema that a spec gives for its parameters: inline, or read from a file; undefined when there is none, or none to be had. */
export async function readParameterSchema(
  value: unknown,
  files: SpecFiles,
  report: Report,
): Promise<JsonObject | undefined> {
  if (isJsonObject(value)) return value
  if (typeof value !== 'string' || report.isWrong(['parameter_schema'])) return undefined
  const content = await files.read(value, LIMIT)
  const decoded = content.ok ? decodeText(content.bytes) : content
  const parsed = decoded.ok
    ? parseJson(decoded.text)
    : { reason: decoded.detail.code === 'file_unreadable' ? decoded.detail.reason : decoded.detail.code }
  if ('reason' in parsed) {
    report.add(['parameter_schema'], { code: 'parameter_schema_unreadable', path: value, reason: parsed.reason })
    return undefined
  }
  return parsed.schema
}

function parseJson(text: string): { readonly schema: JsonObject } | { readonly reason: string } {
  try {
    const schema: unknown = JSON.parse(text)
    return isJsonObject(schema) ? { schema } : { reason: 'it holds no JSON object' }
  } catch (error) {
    return { reason: `it is not JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
}

type ParameterRequest = {
  readonly parameters: unknown
  readonly schedules: unknown
  readonly schema: JsonObject | undefined
  readonly schemas: ParameterSchemas
  readonly definition: PythonDefinition | undefined
  /** Whether the server is to refuse what does not fit, which it does unless the spec says otherwise. */
  readonly isEnforced: boolean
}

/**
 * Checks the deployment's parameters, and those of each schedule, against the function's signature and the schema.
 * A missing one is no fault: it can be given with the run, and the server does not ask for it here either.
 */
export async function checkParameters(request: ParameterRequest, report: Report): Promise<void> {
  const schedules = isJsonObject(request.schedules) ? Object.entries(request.schedules) : []
  const given: readonly { readonly path: DataPath; readonly parameters: unknown }[] = [
    { path: ['parameters'], parameters: request.parameters },
    ...schedules.map(([slug, schedule]) => ({
      path: ['schedules', slug, 'parameters'],
      parameters: isJsonObject(schedule) ? schedule['parameters'] : undefined,
    })),
  ]
  const check = request.schema === undefined ? undefined : await request.schemas.checkFor(request.schema)
  if (check?.ok === false)
    report.add(['parameter_schema'], { code: 'parameter_schema_invalid', detail: check.reason }, { part: 'key' })
  for (const { path, parameters } of given) {
    if (!isJsonObject(parameters)) continue
    checkNames(parameters, path, request, report)
    if (check !== undefined) checkFit(parameters, path, check, request.isEnforced, report)
  }
}

/** The function's signature decides; without one, the schema's properties only raise a doubt. */
function checkNames(
  parameters: JsonObject,
  path: DataPath,
  { definition, schema }: ParameterRequest,
  report: Report,
): void {
  const signature = definition?.parameters
  if (signature?.some(({ kind }) => kind === 'var_keyword')) return
  const properties = isJsonObject(schema?.['properties']) ? Object.keys(schema['properties']) : undefined
  const known = signature?.filter(({ kind }) => kind !== 'var_positional').map(({ name }) => name) ?? properties
  if (known === undefined) return
  for (const name of Object.keys(parameters)) {
    if (known.includes(name)) continue
    const suggestion = nearest(name, known)
    const severity = signature === undefined ? 'warning' : 'error'
    report.add(
      [...path, name],
      { code: 'parameter_unknown', parameter: name, ...(suggestion && { suggestion }) },
      { part: 'key', severity },
    )
  }
}

/** What the server would refuse; only a doubt where the spec switches its check off. */
function checkFit(
  parameters: JsonObject,
  path: DataPath,
  check: ParameterCheck,
  isEnforced: boolean,
  report: Report,
): void {
  if (!check.ok) return
  const told = new Set<string>()
  for (const error of check.errorsOf(parameters)) {
    const inside = error.instancePath
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    const parameter = inside[0] ?? unknownIn(error)
    if (parameter === undefined || told.has(parameter) || report.isWrong([...path, parameter])) continue
    if (isComputed(parameters[parameter])) continue
    told.add(parameter)
    const detail = `${error.message ?? error.keyword}; it is ${quoted(valueAt(parameters, inside))}`
    report.add(
      [...path, ...inside],
      { code: 'parameter_invalid', parameter, detail },
      { severity: isEnforced ? 'error' : 'warning' },
    )
  }
}

/** A text in quotes, so that "5" does not read as the number. */
function quoted(value: unknown): string {
  return typeof value === 'string' ? `"${shown(value)}"` : shown(value)
}

/** A value that the server works out itself before it checks: JSON, a Jinja template, a workspace variable. */
function isComputed(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return '__prefect_kind' in value || Object.values(value).some(isComputed)
}

function unknownIn(error: ErrorObject): string | undefined {
  const name: unknown = error.params['additionalProperty'] ?? error.params['unevaluatedProperty']
  return typeof name === 'string' ? name : undefined
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (here, part) => (isJsonObject(here) ? here[part] : Array.isArray(here) ? here[Number(part)] : undefined),
    value,
  )
}
