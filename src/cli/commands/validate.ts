import path from 'node:path'
import { isError } from '../../model/finding.ts'
import { annotation } from '../../spec/annotation.ts'
import { findingJson } from '../../spec/finding-json.ts'
import type { Context } from '../context.ts'
import { EXIT } from '../exit-code.ts'
import { withProgress } from '../progress.ts'
import { openProject } from '../project.ts'
import { sourcesOf } from '../sources.ts'
import { countText } from '../views/count-text.ts'
import { findingsSummary, findingsText } from '../views/findings-text.ts'
import { noSpecsText } from '../views/no-specs-text.ts'

export type ValidateFlags = {
  readonly format?: 'text' | 'json' | 'github'
  readonly json?: boolean
  readonly target?: string
  readonly verbose?: boolean
  readonly noColor?: boolean
}

/** `registrar validate`: reads the specs and prints what is wrong with them. Exit code 1 if anything is. */
export async function validate(context: Context, flags: ValidateFlags, ...paths: string[]): Promise<void> {
  const { stdout, stderr } = context.process
  const project = await openProject(context, flags.target)
  const reading = await withProgress(stderr, 'Reading specs', () => project.read(paths))
  const { findings } = reading
  const errors = findings.filter(isError).length
  if (errors > 0) context.process.exitCode = EXIT.error

  switch (flags.json ? 'json' : (flags.format ?? 'text')) {
    case 'json':
      return stdout.write(`${JSON.stringify({ findings: findings.map(findingJson) }, undefined, 2)}\n`)
    case 'github': {
      const folder = folderIn(context.process.env['GITHUB_WORKSPACE'], project.root)
      return stdout.write(findings.map((finding) => `${annotation(finding, folder)}\n`).join(''))
    }
    case 'text': {
      const found = findingsText(findings, await sourcesOf(findings, project.folder), stdout.paint)
      const read = `${countText(reading.desired.length, 'deployment')} in ${countText(reading.files.length, 'file')}`
      const right =
        noSpecsText(reading, { paths, include: project.config.include }) ||
        `${read}: ${findings.length > 0 ? findingsSummary(findings) : 'all right.'}`
      const sum = errors > 0 ? findingsSummary(findings) : right
      return stdout.write(`${found === '' ? '' : `${found}\n`}${sum}\n`)
    }
  }
}

/** Where the project stands below the folder that GitHub Actions checked out; empty when it is not there. */
function folderIn(workspace: string | undefined, root: string): string {
  const folder = path.relative(workspace || root, root).replaceAll(path.sep, '/')
  return folder === '' || folder === '..' || folder.startsWith('../') ? '' : `${folder}/`
}
