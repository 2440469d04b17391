import { type Finding, isError } from '../model/finding.ts'
import type { RegistrarConfig } from '../generated/registrar.ts'
import type { SpecDocument } from './document.ts'
import type { SpecFiles } from './files.ts'
import { inOrder } from './finding-order.ts'
import { type Report, reportOn } from './report.ts'
import { misfits, type Validator } from './shape.ts'
import { readText } from './specs.ts'
import { checkValues } from './values.ts'
import { readYaml } from './yaml-file.ts'

const FILE = 'registrar.yaml'

export type ConfigReading = {
  /** With a scope in any case. The defaults alone when the file has an error: nothing may be written then. */
  readonly config: RegistrarConfig & { readonly scope: string }
  readonly findings: readonly Finding[]
}

/** Reads registrar.yaml at the root, if there is one. `folderName` is the root folder's name, from which the scope is made by default. */
export async function readConfig(files: SpecFiles, folderName: string): Promise<ConfigReading> {
  const defaults = { scope: scopeFrom(folderName) }
  if (!(await files.isFile(FILE)) && !(await files.names('.')).includes(FILE)) return { config: defaults, findings: [] }
  const { text, findings } = await readText(FILE, files)
  if (text === undefined) return { config: defaults, findings }
  const reading = await readYaml(FILE, text)
  const found = [...reading.findings.filter(isError), ...(await configFindings(reading.documents))]
  const config = (reading.documents[0]?.value ?? {}) as RegistrarConfig
  return { config: found.some(isError) ? defaults : { ...defaults, ...config }, findings: inOrder(found) }
}

async function configFindings(documents: readonly SpecDocument[]): Promise<readonly Finding[]> {
  const [first, second] = documents
  if (first === undefined) return []
  const report: Report = reportOn(first, [])
  const { validate } = await import('../generated/registrar-validator.ts')
  for (const { path, part, detail } of misfits(validate as Validator, first)) report.add(path, detail, { part })
  checkValues(first.value, report)
  const extra: Finding[] =
    second === undefined
      ? []
      : [
          {
            severity: 'error',
            at: second.placeOf([]),
            code: 'yaml_syntax',
            detail: 'the file holds more than one document',
          },
        ]
  return [...report.findings(undefined), ...extra]
}

/** A scope is a part of a tag and of labels, so other characters become dashes. */
function scopeFrom(folderName: string): string {
  const plain = folderName
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 63)
  return plain.replace(/-+$/, '') || 'registrar'
}
