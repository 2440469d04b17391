import path from 'node:path'
import type { PythonDefinition } from '../python/definitions.ts'
import type { SpecFiles } from './files.ts'
import { nameRefused } from './misfit.ts'
import type { PythonSources } from './python-sources.ts'
import type { Report } from './report.ts'
import { nearest } from './suggestion.ts'

/** What an entrypoint says: the file and the name in it. */
type Entrypoint = { readonly file: string; readonly name: string; readonly isModule: boolean }

/** What is known of the function behind an entrypoint; undefined flow: it could not be made out, and that is reported. */
export type FlowBehind = { readonly flow: string | undefined; readonly definition?: PythonDefinition }

type EntrypointRequest = {
  readonly entrypoint: string | undefined
  /** The flow's name where the spec gives it. */
  readonly flow: string | undefined
  /** Whether runs take the code from somewhere else than this folder, so that it need not be here. */
  readonly isElsewhere: boolean
  /** Whether the spec has unknown fields, any of which may have been meant for what is missing. */
  readonly isMisspelt: boolean
  readonly files: SpecFiles
  readonly python: PythonSources
}

/**
 * Finds the flow function statically, and its flow's name: `flows/etl.py:etl`, or a module path `flows.etl.etl` as
 * Prefect 3.8 also takes.
 */
export async function readEntrypoint(request: EntrypointRequest, report: Report): Promise<FlowBehind> {
  const { entrypoint, flow } = request
  if (entrypoint === undefined) {
    if (flow === undefined && !request.isMisspelt && !report.isWrong(['flow']) && !report.isWrong(['entrypoint'])) {
      report.add(['name'], { code: 'flow_name_unknown', reason: 'neither entrypoint nor flow is given' })
    }
    return { flow }
  }
  const parsed = parseEntrypoint(entrypoint)
  if (parsed === undefined) {
    report.add(['entrypoint'], { code: 'entrypoint_malformed', entrypoint })
    return { flow }
  }
  const file = await findFile(parsed, request, report)
  return file === undefined ? { flow } : readFunction(file, parsed.name, request, report)
}

function parseEntrypoint(entrypoint: string): Entrypoint | undefined {
  const file = /^(.+):([^\s:]+)$/.exec(entrypoint)
  if (file?.[1] !== undefined && file[2] !== undefined) {
    const normal = path.posix.normalize(file[1])
    if (!/^[\p{L}_][\p{L}\p{N}_.]*$/u.test(file[2]) || /^[A-Za-z]:|\\/.test(file[1])) return undefined
    if (path.posix.isAbsolute(normal) || normal === '..' || normal.startsWith('../')) return undefined
    return {
      file: normal,
      name: file[2],
      isModule: !normal.endsWith('.py') && !normal.includes('/') && !normal.includes('.'),
    }
  }
  const module = /^([\p{L}_][\p{L}\p{N}_.]*)\.([\p{L}_][\p{L}\p{N}_]*)$/u.exec(entrypoint)
  if (module?.[1] === undefined || module[2] === undefined || entrypoint.endsWith('.py')) return undefined
  return { file: module[1].replaceAll('.', '/'), name: module[2], isModule: true }
}

async function findFile(parsed: Entrypoint, request: EntrypointRequest, report: Report): Promise<string | undefined> {
  const candidates = parsed.isModule ? [`${parsed.file}.py`, `${parsed.file}/__init__.py`] : [parsed.file]
  for (const candidate of candidates) if (await request.files.isFile(candidate)) return candidate
  const given = request.flow !== undefined
  if (given && (request.isElsewhere || parsed.isModule)) return undefined
  const file = candidates[0] ?? parsed.file
  const folder = path.posix.dirname(file)
  const beside = nearest(
    path.posix.basename(file),
    (await request.files.names(folder)).filter((name) => name.endsWith('.py')),
  )
  const suggestion = beside === undefined ? undefined : path.posix.join(folder, beside)
  report.add(['entrypoint'], { code: 'entrypoint_file_missing', path: file, ...(suggestion && { suggestion }) })
  return undefined
}

async function readFunction(
  file: string,
  name: string,
  { flow, entrypoint, python }: EntrypointRequest,
  report: Report,
): Promise<FlowBehind> {
  const source = await python.definitionsIn(file)
  if (!source.ok) {
    report.add(['entrypoint'], { code: 'entrypoint_file_unreadable', path: file, reason: source.reason })
    return { flow }
  }
  const definition = source.definitions.get(name)
  if (definition === undefined && name.includes('.')) return ofMember(name, { flow, entrypoint }, report)
  if (definition === undefined) {
    const flows = [...source.definitions.values()]
      .filter(({ flow: reading }) => reading.is !== 'not_a_flow')
      .map((each) => each.function)
    const suggestion = nearest(name, flows) ?? (flows.length === 1 ? flows[0] : undefined)
    report.add(['entrypoint'], {
      code: 'entrypoint_function_missing',
      path: file,
      function: name,
      ...(suggestion && { suggestion }),
    })
    return { flow }
  }
  return { flow: flowName(definition, { file, flow, entrypoint }, report), definition }
}

/** A flow inside a class, which Prefect takes too (prefect 3.8.8 `import_object`) and which is not looked for. */
function ofMember(name: string, { flow, entrypoint }: Pick<Said, 'flow' | 'entrypoint'>, report: Report): FlowBehind {
  if (flow === undefined && !report.isWrong(['flow'])) {
    const reason = `"${name}" stands inside something else`
    report.add(['entrypoint'], { code: 'flow_name_unknown', ...(entrypoint && { entrypoint }), reason })
  }
  return { flow }
}

type Said = { readonly file: string; readonly flow: string | undefined; readonly entrypoint: string | undefined }

/** The name by the spec, if the source does not contradict it; else the name by the source. */
function flowName(definition: PythonDefinition, { file, flow, entrypoint }: Said, report: Report): string | undefined {
  const reading = definition.flow
  switch (reading.is) {
    case 'flow':
      if (flow !== undefined && flow !== reading.name)
        report.add(['flow'], { code: 'flow_name_differs', flow, source: reading.name })
      return refused(reading.name, report)
    case 'flow_unnamed':
    case 'unclear':
      if (flow === undefined && !report.isWrong(['flow'])) {
        report.add(['entrypoint'], {
          code: 'flow_name_unknown',
          ...(entrypoint && { entrypoint }),
          reason: reading.reason,
        })
      }
      return flow
    case 'not_a_flow':
      report.add(['entrypoint'], { code: 'entrypoint_not_a_flow', path: file, function: definition.function })
      return flow
  }
}

/** A decorator may give a name that Prefect refuses once the flow is loaded. */
function refused(name: string, report: Report): string {
  if (/[/%&<>]/.test(name)) report.add(['entrypoint'], nameRefused('flow', name))
  return name
}
