import { type Finding, isError } from '../model/finding.ts'
import { type Change, type Plan, writes } from '../model/plan.ts'
import { gate, type Reading } from '../reconcile/reconcile.ts'
import { carriedOut } from './commands/apply.ts'
import type { WriteAccess } from './connection.ts'
import type { Context } from './context.ts'
import { observed } from './planning.ts'
import { openProject, type Project } from './project.ts'
import { sourcesOf } from './sources.ts'
import type { Target } from './target.ts'
import { runningText } from './version.ts'
import { errorText } from './views/error-text.ts'
import { findingsSummary, findingsText } from './views/findings-text.ts'
import { noSpecsText } from './views/no-specs-text.ts'
import { outcomesText } from './views/outcomes-text.ts'
import { changesText } from './views/plan-text.ts'
import { refusalText } from './views/refusal-text.ts'

export type DevSession = {
  /** Looks and applies, and prints what it did; the sentence that sums it up is left to the caller to print. */
  readonly first: () => Promise<string>
  /** Looks again and applies; prints only what is new. Never throws. */
  readonly again: () => Promise<void>
  /** The spec files of the last look. */
  readonly files: () => readonly string[]
}

type SessionArgs = { readonly target: Target; readonly connection: WriteAccess }
type SessionFlags = { readonly target?: string; readonly prune?: boolean; readonly verbose?: boolean }

/** What one look found and did: the paragraphs to print, empty ones left out, and the sentence at the end. */
type Look = { readonly paragraphs: readonly string[]; readonly sum: string; readonly isNews: boolean }

const KEEPS = 'The server keeps what it had.'

/**
 * Keeps a server at what the specs say, look by look. It remembers only what it has already said, so that a mistake, or
 * what is no longer desired, is told once; what is true is read anew every time.
 */
export function devSession(context: Context, flags: SessionFlags, { target, connection }: SessionArgs): DevSession {
  const { stdout, stderr } = context.process
  const { paint } = stdout
  let files: readonly string[] = []
  let shownText = ''
  let told: ReadonlySet<string> = new Set()
  let wasWrong = false
  let toldKept: ReadonlySet<string> = new Set()

  async function look(): Promise<Look> {
    const project = await openProject(context, flags.target)
    const read = async () => {
      const found = await project.read()
      files = found.files
      return found
    }
    const { reading, plan } = await observed({ project: { ...project, read }, target, connection, flags, paths: [] })
    const findings = [...reading.findings, ...(plan?.findings ?? [])]
    const stop = plan === undefined ? 'findings' : gate(plan)
    const news = await newsOf(project, { ...reading, findings }, stop === 'refusals' ? plan : undefined)
    const none = noSpecsText(reading, { paths: [], include: project.config.include })
    const healed = wasWrong && stop !== 'findings' ? 'The specs are right again.' : ''
    wasWrong = stop === 'findings'
    if (plan === undefined || stop !== undefined) {
      return {
        paragraphs: [healed, news.text],
        sum: stop === 'findings' ? `${findingsSummary(findings)} ${KEEPS}` : KEEPS,
        isNews: healed !== '' || news.isNews,
      }
    }
    const applied = await carryOut(plan)
    return {
      paragraphs: [healed, news.text, applied.text, none],
      sum: applied.sum,
      isNews: healed !== '' || news.isNews || applied.isNews,
    }
  }

  /** All findings and refusals while anything is wrong, if they are not what was told last; else the new warnings. */
  async function newsOf(project: Project, { findings, complete }: Reading, refused: Plan | undefined) {
    const isWrong = refused !== undefined || findings.some(isError)
    const shown = isWrong ? findings : findings.filter((finding) => !told.has(identityOf(finding)))
    const text = [
      findingsText(shown, await sourcesOf(shown, project.folder), paint),
      ...(refused
        ? [changesText(refused.changes, view()), ...refused.refusals.map((refusal) => refusalText(refusal, paint))]
        : []),
    ]
      .filter((part) => part !== '')
      .join('\n')
    const isNews = isWrong ? text !== shownText : shown.length > 0
    shownText = text
    // a file that is just being saved may be read empty, and its warnings come back with its text
    told = new Set([...(complete ? [] : told), ...findings.map(identityOf)])
    return { text: isNews ? text : '', isNews }
  }

  async function carryOut(plan: Plan) {
    const changes = unsaid(plan)
    const outcomes = await carriedOut(context, plan, connection)
    return { text: changesText(changes, view()), sum: outcomesText(outcomes, paint), isNews: changes.length > 0 }
  }

  /** What is written, and what is newly no longer desired. */
  function unsaid({ changes }: Plan): readonly Change[] {
    const kept = changes.filter(({ action, reason }) => action === 'noop' && reason !== 'same')
    const news = changes.filter((change) => writes(change) || (kept.includes(change) && !toldKept.has(change.key)))
    toldKept = new Set(kept.map(({ key }) => key))
    return news
  }

  function view() {
    return { now: context.clock(), dialect: target.dialect, paint }
  }

  return {
    files: () => files,
    async first() {
      const { paragraphs, sum } = await look()
      stdout.write(linesOf(paragraphs))
      return sum
    },
    async again() {
      try {
        const { paragraphs, sum, isNews } = await look()
        if (isNews) stdout.write(linesOf([...paragraphs, sum]))
      } catch (error) {
        const text = errorText(error, { verbose: flags.verbose ?? false, running: runningText() })
        stderr.write(`${stderr.paint('red', 'error:')} ${text}\n`)
      }
    },
  }
}

/** The same for a finding that only moved. */
function identityOf({ at, ...finding }: Finding): string {
  return JSON.stringify([at.file, finding])
}

function linesOf(paragraphs: readonly string[]): string {
  return paragraphs
    .filter((text) => text !== '')
    .map((text) => `${text}\n`)
    .join('')
}
