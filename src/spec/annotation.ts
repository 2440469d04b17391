import type { Finding } from '../model/finding.ts'
import { findingText } from './finding-text.ts'

/**
 * A finding as a workflow command of GitHub Actions, which marks the line in a pull request. `folder` is where the
 * project stands in the repository, as its files are named from there on: empty, or with a slash at its end.
 */
export function annotation(finding: Finding, folder = ''): string {
  const { at, severity, code, deployment } = finding
  const properties = {
    file: folder + at.file,
    line: at.line,
    endLine: at.endLine,
    col: at.column,
    endColumn: at.endLine === at.line ? at.endColumn : undefined,
    title: deployment === undefined ? code : `${code} (${deployment})`,
  }
  const given = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`],
  )
  return `::${severity} ${given.join(',')}::${escapeData(findingText(finding))}`
}

/** As the toolkit of GitHub Actions does it: packages/core/src/command.ts. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
