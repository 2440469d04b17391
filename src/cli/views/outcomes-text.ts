import { RegistrarError } from '../../model/error.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { Paint } from '../paint.ts'
import { errorText } from './error-text.ts'
import { printable } from './printable.ts'

/** What became of an applied plan: failures with their causes, what was not attempted, what did not settle, the sum. */
export function outcomesText(outcomes: readonly Outcome[], paint: Paint): string {
  const told = new Set<string>()
  return [...outcomes.flatMap((outcome) => troubleLines(outcome, paint, told)), outcomeSummary(outcomes)].join('\n')
}

/** `4 created, 12 unchanged.` */
export function outcomeSummary(outcomes: readonly Outcome[]): string {
  const counts = outcomeCounts(outcomes)
  const done = (['created', 'updated', 'adopted', 'pruned'] as const).filter((result) => counts[result] > 0)
  const undone = (['failed', 'not_attempted'] as const).filter((result) => counts[result] > 0)
  const kept = outcomes.filter(({ change: { action, reason } }) => action === 'noop' && reason !== 'same').length
  const words = [
    ...done.map((result) => `${counts[result]} ${result}`),
    ...(counts.unchanged > kept ? [`${counts.unchanged - kept} unchanged`] : []),
    ...(kept > 0 ? [`${kept} kept that no spec wants`] : []),
    ...undone.map((result) => `${counts[result]} ${result.replace('_', ' ')}`),
  ]
  const text = words.join(', ')
  if (done.length === 0 && undone.length === 0) return text === '' ? 'No changes.' : `No changes: ${text}.`
  return `${text}.`
}

/** How many changes ended in each way. */
export function outcomeCounts(outcomes: readonly Outcome[]): Readonly<Record<Outcome['result'], number>> {
  const counts = { created: 0, updated: 0, adopted: 0, pruned: 0, unchanged: 0, failed: 0, not_attempted: 0 }
  for (const { result } of outcomes) counts[result] += 1
  return counts
}

/** `told` are the reasons that were given already: what failed hundreds of times for one reason says it once. */
function troubleLines(outcome: Outcome, paint: Paint, told: Set<string>): readonly string[] {
  const key = printable(outcome.change.key)
  switch (outcome.result) {
    case 'failed':
      return [`  ${paint('red', '✗')} ${key}  not ${PAST[outcome.change.action]}${reasonOnce(outcome.error, told)}`]
    case 'not_attempted':
      return [`  ${paint('dim', '·')} ${key}  not attempted`]
    case 'created':
    case 'updated':
    case 'adopted':
    case 'pruned':
    case 'unchanged':
      return outcome.unsettled.map(
        (field) =>
          `  ${paint('yellow', '!')} ${key}  ${printable(field)} did not settle: the server stores something else than was sent`,
      )
  }
}

const PAST = { create: 'created', update: 'updated', adopt: 'adopted', prune: 'pruned', noop: 'changed' } as const

function reasonOnce(error: unknown, told: Set<string>): string {
  const reason = failureText(error)
  if (told.has(reason)) return ', for the same reason'
  told.add(reason)
  return `: ${reason}`
}

function failureText(error: unknown): string {
  if (!(error instanceof RegistrarError)) return errorText(error, {}).replaceAll('\n', '\n      ')
  const hint = error.hint ? `\n      → ${printable(error.hint)}` : ''
  return `${printable(error.message)}${hint}`
}
