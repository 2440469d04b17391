import { type Json, isJsonObject, sameJson } from '../../model/json.ts'
import type { Change, Consequence, FieldChange, FieldReason, ScheduleChange } from '../../model/plan.ts'
import type { ScheduleRule } from '../../model/schedule.ts'
import type { Paint } from '../paint.ts'
import { columns } from './columns.ts'
import { countText } from './count-text.ts'
import { placeLine } from './place-line.ts'
import type { PlanView } from './plan-view.ts'
import { printable } from './printable.ts'
import { ruleText, scheduleText } from './schedule-text.ts'
import { differenceText, valueText } from './value-text.ts'

/** The most lines that one field's difference takes. */
const LINES_PER_FIELD = 8

/** The lines below a change: what differs, field by field and row by row, and what that does to runs. */
export function changeDetails(change: Change, view: PlanView): readonly string[] {
  switch (change.action) {
    case 'noop':
    case 'prune':
      return []
    case 'create':
      return consequenceLines(change.consequences, view.paint)
    case 'update':
    case 'adopt': {
      const rows = [
        ...change.fields.flatMap((field) => fieldRows(field, view)),
        ...change.schedules.flatMap((schedule) => scheduleRows(schedule, view)),
      ]
      return [...columns(rows, '      '), ...consequenceLines(change.consequences, view.paint)]
    }
  }
}

function fieldRows(change: FieldChange, view: PlanView): readonly (readonly string[])[] {
  if (isRule(change.old) && isRule(change.new)) {
    const [old, next] = [ruleText(change.old), ruleText(change.new)]
    if (old !== next) return [fieldRow(change.field, `${old} → ${next}`, change, view)]
  }
  const leaves = leafChanges(change.field, change.old, change.new)
  const shown = leaves.slice(0, LINES_PER_FIELD).map(({ field, old, next }) => {
    const texts = differenceText(old, next)
    return fieldRow(field, `${texts.old} → ${texts.new}`, change, view)
  })
  const left = leaves.length - LINES_PER_FIELD
  return left > 0 ? [...shown, [`${printable(change.field)}.…`, `and ${left} more`]] : shown
}

function scheduleRows(change: ScheduleChange, view: PlanView): readonly (readonly string[])[] {
  switch (change.op) {
    case 'create':
      return [
        fieldRow(
          `schedules.${change.slug}`,
          `none → ${scheduleText(change.desired, view)}`,
          { reason: 'set', ...(change.at ? { at: change.at } : {}) },
          view,
        ),
      ]
    case 'update':
      return change.fields.flatMap((field) => fieldRows(field, view))
    case 'delete':
      return [
        [
          printable(`schedules.${change.live.slug ?? '(no slug)'}`),
          `${ruleText(change.live.rule)} → none`,
          view.paint('dim', `(${DELETED[change.reason]})`),
        ],
      ]
    case 'keep':
      return []
  }
}

const DELETED = {
  not_desired: 'no longer in the spec',
  exclusive: 'schedules_policy: exclusive',
  cleared: 'cleared',
} as const

const REASONS: Readonly<Record<FieldReason, string>> = {
  changed: 'changed',
  set: 'set',
  cleared: 'cleared',
  mark_missing: 'our mark is missing',
}

function fieldRow(
  field: string,
  difference: string,
  { reason, at }: Pick<FieldChange, 'reason' | 'at'>,
  { paint }: PlanView,
): readonly string[] {
  return [
    printable(field),
    difference,
    paint('dim', `(${REASONS[reason]})`),
    ...(at ? [paint('dim', placeLine(at))] : []),
  ]
}

type Leaf = { readonly field: string; readonly old: Json; readonly next: Json }

/** Two mappings differ key by key; anything else differs as a whole. */
function leafChanges(field: string, old: Json, next: Json): readonly Leaf[] {
  if (!isJsonObject(old) || !isJsonObject(next)) return [{ field, old, next }]
  const keys = [...new Set([...Object.keys(old), ...Object.keys(next)])]
  return keys.flatMap((key) => {
    const [before, after] = [old[key], next[key]]
    if (before !== undefined && after !== undefined && sameJson(before, after)) return []
    return leafChanges(`${field}.${key}`, before ?? null, after ?? null)
  })
}

function isRule(value: Json): value is Json & ScheduleRule {
  return isJsonObject(value) && ('cron' in value || 'interval' in value || 'rrule' in value)
}

function consequenceLines(consequences: readonly Consequence[], paint: Paint): readonly string[] {
  return consequences.flatMap((consequence) => {
    const text = consequenceText(consequence, paint)
    return text === '' ? [] : [`      ${text}`]
  })
}

/** What a consequence means; empty for those that the plan says once for all changes. */
function consequenceText(consequence: Consequence, paint: Paint): string {
  switch (consequence.kind) {
    case 'resumes':
      return `${paint(['bold', 'yellow'], 'RESUMES')}  ${whatText(consequence.what)} runs again`
    case 'pauses':
      return `${paint('yellow', 'PAUSES')}  ${whatText(consequence.what)} runs no more`
    case 'late_runs_dropped':
      return paint('dim', 'drops automatic runs that are late and have not begun')
    case 'schedules_kept':
      return paint('dim', `keeps ${countText(consequence.count, 'schedule')} that someone else made`)
    case 'runs_rescheduled':
    case 'runs_deleted':
    case 'code_from_here':
      return ''
  }
}

/** A schedule goes by its slug, a deployment by its key. */
function whatText(what: string): string {
  return what.includes('/') ? printable(what) : `schedule ${valueText(what)}`
}
