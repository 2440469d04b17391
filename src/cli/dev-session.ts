import { isError } from '../model/finding.ts'
import { type Change, type Plan, writes } from '../model/plan.ts'
import { gate } from '../reconcile/reconcile.ts'
import { carriedOut } from './commands/apply.ts'
import type { WriteAccess } from './connection.ts'
import type { Context } from './context.ts'
import { planOf } from './planning.ts'
import { openProject } from './project.ts'
import { sourcesOf } from './sources.ts'
import type { Target } from './target.ts'
import { errorText } from './views/error-text.ts'
import { findingsSummary, findingsText } from './views/findings-text.ts'
import { outcomesText } from './views/outcomes-text.ts'
import { changesText } from './views/plan-text.ts'
import { refusalText } from './views/refusal-text.ts'
import { runningText } from './version.ts'
import type { Finding } from '../model/finding.ts'

export type DevSession = {
  /** Looks and applies; the sentence that sums it up. */
  readonly first: () => Promise<string>
  /** Looks again and applies; prints only what is new. Never throws. */
  readonly again: () => Promise<void>
  /** The spec files of the last look. */
  readonly files: () => readonly string[]
}

type SessionArgs = { readonly target: Target; readonly connection: WriteAccess }
type SessionFlags = { readonly target?: string; readonly prune?: boolean; readonly verbose?: boolean }

/** What one look found and did: the paragraphs to print, and the sentence at the end. */
type Look = { readonly paragraphs: readonly string[]; readonly sum: string; readonly isNews: boolean }

/**
 * Keeps a server at what the specs say, look by look. It remembers only what it has already said, so that a mistake, or
 * what is no longer desired, is told once; what is true is read anew every time.
 */
export function devSession(context: Context, flags: SessionFlags, { target, connection }: SessionArgs): DevSession {
  const { stdout, stderr } = context.process
  let files: readonly string[] = []
  let toldFindings = ''
  let toldKept: ReadonlySet<string> = new Set()

  async function look(): Promise<Look> {
    const project = await openProject(context, flags.target)
    const reading = await project.read()
    files = reading.files
    const plan = reading.findings.some(isError)
      ? undefined
      : await planOf({ project, target, connection, reading, flags, paths: [] })
    const findings = [...reading.findings, ...(plan?.findings ?? [])]
    const told = await tellFindings(findings, project.folder)
    if (plan === undefined || gate(plan) === 'findings') {
      return {
        paragraphs: told.text,
        sum: `${findingsSummary(findings)} The server keeps what it had.`,
        isNews: told.isNews,
      }
    }
    if (gate(plan) === 'refusals') {
      const refusals = plan.refusals.map((refusal) => refusalText(refusal, stdout.paint))
      return { paragraphs: [...told.text, ...refusals], sum: 'The server keeps what it had.', isNews: true }
    }
    const changes = newsOf(plan)
    const outcomes = await carriedOut(context, plan, connection)
    const view = { now: context.clock(), dialect: target.dialect, paint: stdout.paint }
    return {
      paragraphs: [...told.text, ...(changes.length > 0 ? [changesText(changes, view)] : [])],
      sum: outcomesText(outcomes, stdout.paint),
      isNews: told.isNews || changes.length > 0,
    }
  }

  async function tellFindings(findings: readonly Finding[], folder: Parameters<typeof sourcesOf>[1]) {
    const text = findingsText(findings, await sourcesOf(findings, folder), stdout.paint)
    const isNews = text !== toldFindings
    toldFindings = text
    return { text: isNews && text !== '' ? [text] : [], isNews }
  }

  /** What is written, and what is newly no longer desired. */
  function newsOf({ changes }: Plan): readonly Change[] {
    const kept = changes.filter(({ action, reason }) => action === 'noop' && reason !== 'same')
    const news = changes.filter((change) => writes(change) || (kept.includes(change) && !toldKept.has(change.key)))
    toldKept = new Set(kept.map(({ key }) => key))
    return news
  }

  return {
    files: () => files,
    async first() {
      const { paragraphs, sum } = await look()
      stdout.write(paragraphs.map((text) => `${text}\n`).join(''))
      return sum
    },
    async again() {
      try {
        const { paragraphs, sum, isNews } = await look()
        if (isNews) stdout.write([...paragraphs, sum].map((text) => `${text}\n`).join(''))
      } catch (error) {
        const text = errorText(error, { verbose: flags.verbose ?? false, running: runningText() })
        stderr.write(`${stderr.paint('red', 'error:')} ${text}\n`)
      }
    },
  }
}
