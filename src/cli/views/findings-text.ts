import type { Finding } from '../../model/finding.ts'
import { placeText } from '../../model/place.ts'
import { codeFrame } from '../../spec/code-frame.ts'
import { findingText } from '../../spec/finding-text.ts'
import type { Paint } from '../paint.ts'
import { countText } from './count-text.ts'
import { printable } from './printable.ts'

/** The text of a file, relative to the root, by which a finding's line is shown; undefined when there is none. */
export type Sources = ReadonlyMap<string, string>

/**
 * Findings for the terminal, each with its place, its sentence, and the line that it is about:
 *
 *     error  deployments/etl.yaml:3:5  etl/nightly  unknown field "schedule" – did you mean "schedules"?
 */
export function findingsText(findings: readonly Finding[], sources: Sources, paint: Paint): string {
  return findings.map((finding) => findingBlock(finding, sources, paint)).join('\n')
}

/** `2 errors and 1 warning in 3 files.` */
export function findingsSummary(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const warnings = findings.length - errors
  const files = new Set(findings.map(({ at }) => at.file)).size
  const counts = [
    ...(errors > 0 ? [countText(errors, 'error')] : []),
    ...(warnings > 0 ? [countText(warnings, 'warning')] : []),
  ]
  return `${counts.join(' and ')} in ${countText(files, 'file')}.`
}

function findingBlock(finding: Finding, sources: Sources, paint: Paint): string {
  const { severity, at, deployment } = finding
  const label = severity === 'error' ? paint('red', 'error') : paint('yellow', 'warning')
  const about = deployment === undefined ? '' : `${paint('dim', printable(deployment))}  `
  const head = `${label}  ${printable(placeText(at))}  ${about}${textOf(finding)}`
  const source = sources.get(at.file)
  const frame = source === undefined || finding.code === 'file_binary' ? '' : codeFrame(source, at)
  return [head, ...[frame, trailOf(finding)].filter(Boolean).map((text) => indented(printableLines(text)))].join('\n')
}

const LONGEST_TRAIL = 10

/** The calls that led to where a TypeScript spec failed; empty when the place of the finding is all there is to say. */
function trailOf(finding: Finding): string {
  if (finding.code !== 'typescript_failed') return ''
  const calls = finding.stack.split('\n').flatMap((line) => /^\s+(at .+)/.exec(line)?.[1] ?? [])
  return calls.length < 2 ? '' : calls.slice(0, LONGEST_TRAIL).join('\n')
}

/** A stack or a list in a sentence keeps its lines. */
function textOf(finding: Finding): string {
  const [first = '', ...rest] = findingText(finding).split('\n').map(printable)
  return rest.length === 0 ? first : `${first}\n${rest.map((line) => `    ${line}`).join('\n')}`
}

function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n')
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ')
}
