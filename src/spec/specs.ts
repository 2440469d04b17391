import pLimit from 'p-limit'
import type { DesiredDeployment } from '../model/deployment.ts'
import { type Finding, isError } from '../model/finding.ts'
import { isJsonObject } from '../model/json.ts'
import type { ScheduleDialect } from '../model/schedule.ts'
import type { SpecContext } from './context.ts'
import { type DeploymentReading, readDeployment, type Surroundings } from './deployment.ts'
import type { DataPath, FileReading, SpecDocument } from './document.ts'
import { duplicateFindings } from './duplicates.ts'
import { type Decoded, decodeText } from './file-text.ts'
import type { SpecFiles } from './files.ts'
import { inOrder } from './finding-order.ts'
import { parameterSchemas } from './parameter-schemas.ts'
import { pythonSources } from './python-sources.ts'
import { misfits, type Validator } from './shape.ts'
import { listSpecs } from './spec-list.ts'
import type { Evaluation, TypescriptEvaluator } from './typescript-evaluator.ts'
import { readTypescript } from './typescript-file.ts'
import { readYaml } from './yaml-file.ts'

/** More than a person writes in one file, and little enough to be parsed in a blink. */
const SPEC_SIZE_LIMIT = 1024 * 1024

/** A file that was named, and whose ending says that it is something else. JSON is YAML as well. */
const OTHER_KIND = /(?<=[^/])\.(?!(?:ya?ml|json|ts)$)[a-z]{1,5}$/i

export type SpecRequest = {
  readonly files: SpecFiles
  /** Files or folders to read instead of all; none means all. */
  readonly paths: readonly string[]
  /** `include` of registrar.yaml, where it has one. */
  readonly include?: readonly string[] | undefined
  readonly context: SpecContext
  /** UNIX milliseconds; schedules are asked whether they fire after it. */
  readonly now: number
  /** How the server computes schedules; `pendulum` unless given. */
  readonly dialect?: ScheduleDialect | undefined
  readonly evaluate: TypescriptEvaluator
}

/** Everything that the specs say, and everything that is wrong with them. */
export type SpecReading = {
  /** The deployments without an error, by key. */
  readonly desired: readonly DesiredDeployment[]
  /** By place. */
  readonly findings: readonly Finding[]
  /** What was read, relative to the root. */
  readonly files: readonly string[]
  /** False when anything could not be read, is empty or has an error: then what is missing here may only be unread, and nothing may be pruned. */
  readonly complete: boolean
}

/**
 * Reads and checks all specs of a project. Problems of files are findings and never thrown; the result does not depend
 * on the order in which files are listed.
 */
export async function readSpecs(request: SpecRequest): Promise<SpecReading> {
  const listed = await listSpecs(request.files, request.paths, request.include)
  const readings = await readFiles(listed.files, request)
  const around = {
    files: request.files,
    python: pythonSources(request.files),
    schemas: parameterSchemas(),
    now: request.now,
    dialect: request.dialect ?? 'pendulum',
  }
  const deployments: DeploymentReading[] = []
  for (const document of readings.flatMap((reading) => reading.documents))
    deployments.push(...(await readDocument(document, around)))
  const doubles = duplicateFindings(deployments.flatMap(({ identity }) => identity ?? []))
  const findings = inOrder([
    ...listed.findings,
    ...[...readings, ...deployments].flatMap((reading) => reading.findings),
    ...doubles,
  ])
  const doubled = new Set(doubles.map((finding) => finding.deployment))
  const desired = deployments.flatMap((reading) => reading.desired ?? []).filter(({ key }) => !doubled.has(key))
  return {
    desired: desired.sort((a, b) => (a.key < b.key ? -1 : 1)),
    findings,
    files: listed.files,
    // an empty file may be one that is half saved: it must not look like deployments that are gone
    complete: listed.isWhole && !findings.some((finding) => isError(finding) || finding.code === 'file_blank'),
  }
}

async function readFiles(
  paths: readonly string[],
  { files, evaluate, context }: SpecRequest,
): Promise<readonly FileReading[]> {
  const few = pLimit(32)
  const texts = await Promise.all(paths.map((path) => few(() => readText(path, files))))
  const scripts = texts.filter((file) => file.text !== undefined && file.path.endsWith('.ts')).map(({ path }) => path)
  const evaluations = scripts.length === 0 ? new Map<string, Evaluation>() : await evaluate(scripts, context)
  const readings: FileReading[] = []
  for (const { path, text, findings } of texts) {
    const evaluation = evaluations.get(path)
    if (text === undefined) readings.push({ documents: [], findings })
    else readings.push(evaluation === undefined ? await readYaml(path, text) : readTypescript(path, text, evaluation))
  }
  return readings
}

type FileText = { readonly path: string; readonly text: string | undefined; readonly findings: readonly Finding[] }

/** The text of a file, or the finding that says why there is none. */
export async function readText(path: string, files: SpecFiles): Promise<FileText> {
  const decoded = await decodedFile(path, files)
  if (decoded.ok) return { path, text: decoded.text, findings: [] }
  return {
    path,
    text: undefined,
    findings: [{ severity: 'error', at: { file: path, line: 1, column: 1 }, ...decoded.detail }],
  }
}

async function decodedFile(path: string, files: SpecFiles): Promise<Decoded> {
  if (OTHER_KIND.test(path)) return { ok: false, detail: { code: 'file_not_spec' } }
  const content = await files.read(path, SPEC_SIZE_LIMIT)
  return content.ok ? decodeText(content.bytes) : content
}

/** The schema is asked once for the whole document; each deployment gets what is about it. */
async function readDocument(document: SpecDocument, around: Surroundings): Promise<readonly DeploymentReading[]> {
  const { validate } = await import('../generated/deployment-validator.ts')
  const found = misfits(validate as Validator, document)
  const list = isJsonObject(document.value) ? document.value['deployments'] : undefined
  if (list === undefined) return [await readDeployment(document, [], document.value, found, around)]
  const items: readonly unknown[] = Array.isArray(list) ? list : []
  const isAbout = (path: DataPath, index: number) => path[0] === 'deployments' && path[1] === index
  const own = found.filter(({ path }) => typeof path[1] !== 'number' || path[0] !== 'deployments')
  const readings: DeploymentReading[] = own.map(({ path, part, detail }) => ({
    desired: undefined,
    findings: [{ severity: 'error', at: document.placeOf(path, part), ...detail }],
    identity: undefined,
  }))
  for (const [index, item] of items.entries()) {
    const about = found
      .filter(({ path }) => isAbout(path, index))
      .map(({ path, part, detail }) => ({ path: path.slice(2), part, detail }))
    readings.push(await readDeployment(document, ['deployments', index], item, about, around))
  }
  return readings
}
