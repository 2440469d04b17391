import type { Change, NoopChange, Plan } from '../../model/plan.ts'
import { writes } from '../../model/plan.ts'
import { changeDetails } from './change-details.ts'
import { columns } from './columns.ts'
import { countText } from './count-text.ts'
import { placeLine } from './place-line.ts'
import { printable } from './printable.ts'
import { refusalText } from './refusal-text.ts'
import { schedulesText } from './schedule-text.ts'
import type { PlanView } from './plan-view.ts'

/** The most kept deployments that are listed one by one. */
const KEPT_SHOWN = 10

/**
 * A plan for the terminal: a line per change with the details below it, what the changes mean together, refusals with
 * the flag that would allow them, and the sum. What stays as it is is counted and not listed.
 */
export function planText(plan: Plan, view: PlanView): string {
  const paragraphs = [
    changesText(plan.changes, view),
    notesText(plan.changes),
    plan.refusals.map((refusal) => refusalText(refusal, view.paint)).join('\n'),
    summaryText(plan.changes),
  ]
  return paragraphs.filter((text) => text !== '').join('\n')
}

/** The changes alone, one line each with its details below; empty when nothing is to be written or said. */
export function changesText(changes: readonly Change[], view: PlanView): string {
  const shown = changes.filter(writes)
  const kept = changes.filter((change): change is NoopChange => change.action === 'noop' && change.reason !== 'same')
  const listed = [...shown, ...kept.slice(0, KEPT_SHOWN)]
  const heads = columns(
    listed.map((change) => headOf(change, view)),
    '  ',
  )
  const lines = listed.flatMap((change, index) => [heads[index] ?? ''].concat(changeDetails(change, view)))
  const left = kept.length - KEPT_SHOWN
  if (left > 0) lines.push(`  ${SIGNS.noop} and ${left} more that no spec wants`)
  return lines.join('\n')
}

/** `4 to create, 1 to update, 0 to prune, 12 unchanged.` */
export function summaryText(changes: readonly Change[]): string {
  const counts = planCounts(changes)
  const rest = [`${counts.unchanged} unchanged`, ...(counts.kept > 0 ? [`${counts.kept} kept that no spec wants`] : [])]
  if (counts.writes === 0) return `No changes: ${rest.join(', ')}.`
  const adopt = counts.adopt > 0 ? [`${counts.adopt} to adopt`] : []
  return `${[`${counts.create} to create`, `${counts.update} to update`, ...adopt, `${counts.prune} to prune`, ...rest].join(', ')}.`
}

export type PlanCounts = Readonly<
  Record<'create' | 'update' | 'adopt' | 'prune' | 'unchanged' | 'kept' | 'writes', number>
>

/** How many changes of each kind a plan has. `kept` are live, ours, and no longer desired. */
export function planCounts(changes: readonly Change[]): PlanCounts {
  const count = (matches: (change: Change) => boolean) => changes.filter(matches).length
  return {
    create: count(({ action }) => action === 'create'),
    update: count(({ action }) => action === 'update'),
    adopt: count(({ action }) => action === 'adopt'),
    prune: count(({ action }) => action === 'prune'),
    unchanged: count(({ reason }) => reason === 'same'),
    kept: count(({ action, reason }) => action === 'noop' && reason !== 'same'),
    writes: count(writes),
  }
}

const SIGNS = { create: '+', update: '~', adopt: '^', prune: '-', noop: '·' } as const
const COLOURS = { create: 'green', update: 'yellow', adopt: 'cyan', prune: 'red', noop: 'dim' } as const

function headOf(change: Change, view: PlanView): readonly string[] {
  const { paint } = view
  const style = COLOURS[change.action]
  const at = 'desired' in change && change.desired ? placeLine(change.desired.at) : ''
  const words = wordsOf(change, view)
  const head = `${paint(style, SIGNS[change.action])} ${change.action === 'noop' ? paint('dim', printable(change.key)) : printable(change.key)}`
  return [head, paint('dim', at), words].filter((cell, index) => index === 0 || cell !== '' || index === 1)
}

function wordsOf(change: Change, view: PlanView): string {
  switch (change.action) {
    case 'create': {
      const from =
        change.reason === 'renamed' && change.desired.renamedFrom
          ? [`renamed from ${printable(change.desired.renamedFrom)}`]
          : []
      const paused = change.body['paused'] === true ? ['paused'] : []
      return [schedulesText(change.schedules, view), ...paused, ...from].filter((text) => text !== '').join(', ')
    }
    case 'update':
      return change.desired ? '' : removedWords(change.reason)
    case 'adopt':
      return 'adopt: it is on the server and has no owner'
    case 'prune':
      return `${removedWords(change.reason)}; its scheduled runs go with it`
    case 'noop':
      return keptWords(change.reason)
  }
}

function removedWords(reason: 'fields_differ' | 'not_desired' | 'renamed'): string {
  return reason === 'renamed' ? 'renamed to another' : 'no spec wants it any more'
}

function keptWords(reason: NoopChange['reason']): string {
  switch (reason) {
    case 'same':
      return ''
    case 'kept':
      return 'no spec wants it; kept (--prune deletes it)'
    case 'kept_by_mark':
      return 'no spec wants it; kept, as its spec said on_remove: keep'
    case 'kept_adopted':
      return 'no spec wants it; kept, as it was adopted (--prune --prune-adopted deletes it)'
  }
}

/** What several changes have in common, said once. */
function notesText(changes: readonly Change[]): string {
  const consequences = changes.flatMap((change) => ('consequences' in change ? change.consequences : []))
  const rescheduled = consequences.filter(({ kind }) => kind === 'runs_rescheduled').length
  const directories = new Set(consequences.flatMap((one) => (one.kind === 'code_from_here' ? [one.directory] : [])))
  return [
    ...(rescheduled > 0
      ? [
          `${countText(rescheduled, 'change drops', 'changes drop')} future scheduled runs; apply has the server make them again at once.`,
        ]
      : []),
    ...[...directories].map(
      (directory) =>
        `Runs take their code from ${printable(directory)} on this machine, where no pull or path says otherwise.`,
    ),
  ].join('\n')
}
