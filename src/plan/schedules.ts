import type { DesiredDeployment, LiveDeployment } from '../model/deployment.ts'
import { type Json, type JsonObject, sameJson } from '../model/json.ts'
import type { Place } from '../model/place.ts'
import type { FieldChange, ScheduleChange, ScheduleRow } from '../model/plan.ts'
import type { DesiredSchedule, LiveSchedule, ScheduleRule } from '../model/schedule.ts'
import { normalRule, sameRule } from '../schedule/rule.ts'

/**
 * What becomes of each schedule row. Rows are matched by slug, else by equal content (the row then gets the slug and
 * keeps its id, so its runs are neither lost nor doubled). Rows without a slug that match nothing are someone else's.
 */
export function scheduleChanges(
  desired: DesiredDeployment,
  live: Pick<LiveDeployment, 'schedules'>,
): readonly ScheduleChange[] {
  const wanted = desired.fields.schedules
  if (wanted === undefined || desired.seed.includes('schedules')) return []
  const pairs = matchRows(wanted, live.schedules)
  const written = Object.entries(wanted).flatMap(([slug, schedule]): readonly ScheduleChange[] => {
    const row = pairs.get(slug)
    const at = desired.places[`schedules.${slug}`] ?? desired.at
    if (row === undefined) return [createdSchedule(slug, schedule, at)]
    const fields = rowChanges(slug, schedule, row, at)
    return fields.length === 0
      ? []
      : [{ op: 'update', slug, live: row, row: updatedRow(slug, schedule, row), fields, at }]
  })
  const matched = new Set([...pairs.values()].map(({ id }) => id))
  const empty = Object.keys(wanted).length === 0
  const rest = live.schedules
    .filter(({ id }) => !matched.has(id))
    .toSorted(byIdentity)
    .map((row): ScheduleChange => {
      if (empty) return { op: 'delete', live: row, reason: 'cleared' }
      if (row.slug !== null) return { op: 'delete', live: row, reason: 'not_desired' }
      return desired.schedulesPolicy === 'exclusive'
        ? { op: 'delete', live: row, reason: 'exclusive' }
        : { op: 'keep', live: row }
    })
  return [...written, ...rest]
}

/** The creation of one row, with the row as the API takes it. */
export function createdSchedule(
  slug: string,
  desired: DesiredSchedule,
  at: Place,
): Extract<ScheduleChange, { op: 'create' }> {
  return { op: 'create', slug, desired, row: { schedule: sentRule(desired.rule), slug, ...ownedParts(desired) }, at }
}

function updatedRow(slug: string, schedule: DesiredSchedule, live: LiveSchedule): ScheduleRow {
  // the server's row PATCH resets parameters that it is not given; what else is absent stays
  return { schedule: sentRule(schedule.rule, live.rule), slug, parameters: live.parameters, ...ownedParts(schedule) }
}

function ownedParts({ active, parameters, max_scheduled_runs }: DesiredSchedule): Partial<ScheduleRow> {
  return {
    ...(active === undefined ? {} : { active }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(max_scheduled_runs === undefined ? {} : { max_scheduled_runs }),
  }
}

/** From when on an interval without an anchor of its own is counted. */
export const FIXED_ANCHOR = '2020-01-01T00:00:00+00:00'

/**
 * The rule to send. An interval without an anchor is counted from the live row's, else from a fixed moment: the server
 * would take the present one, and the grid would move with every write (PrefectHQ/prefect#22455).
 */
function sentRule(rule: ScheduleRule, live?: ScheduleRule): JsonObject {
  if (!('interval' in rule) || rule.anchor_date !== undefined) return rule
  const kept = live && 'interval' in live ? live.anchor_date : undefined
  return { ...rule, anchor_date: kept ?? FIXED_ANCHOR }
}

function matchRows(
  wanted: Readonly<Record<string, DesiredSchedule>>,
  rows: readonly LiveSchedule[],
): ReadonlyMap<string, LiveSchedule> {
  const bySlug = new Map(rows.flatMap((row) => (row.slug === null ? [] : [[row.slug, row] as const])))
  const pairs = new Map<string, LiveSchedule>()
  const free = new Set(rows.toSorted(byIdentity))
  for (const slug of Object.keys(wanted)) {
    const row = bySlug.get(slug)
    if (row === undefined) continue
    pairs.set(slug, row)
    free.delete(row)
  }
  for (const [slug, schedule] of Object.entries(wanted).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (pairs.has(slug)) continue
    const row = [...free].find((candidate) => sameContent(schedule, candidate))
    if (row === undefined) continue
    pairs.set(slug, row)
    free.delete(row)
  }
  return pairs
}

function sameContent({ rule, parameters = {} }: DesiredSchedule, row: LiveSchedule): boolean {
  return sameRule(rule, row.rule) && sameJson(parameters, row.parameters)
}

/** Rows with a slug first, so that a renamed slug wins over a twin without one; then a stable order. */
function byIdentity(a: LiveSchedule, b: LiveSchedule): number {
  const rank = ({ slug, id }: LiveSchedule) => `${slug === null ? 1 : 0}${slug ?? ''}\u0000${id}`
  return rank(a) < rank(b) ? -1 : 1
}

function rowChanges(slug: string, schedule: DesiredSchedule, row: LiveSchedule, at: Place): readonly FieldChange[] {
  const path = `schedules.${slug}`
  const change = (field: string, old: Json, wanted: Json): FieldChange => ({
    field,
    old,
    new: wanted,
    reason: 'changed',
    at,
  })
  const differs = (name: 'active' | 'parameters' | 'max_scheduled_runs') => {
    const wanted = schedule[name]
    return wanted === undefined || sameJson(wanted, row[name]) ? [] : [change(`${path}.${name}`, row[name], wanted)]
  }
  return [
    ...(row.slug === slug ? [] : [change(`${path}.slug`, row.slug, slug)]),
    ...(sameRule(schedule.rule, row.rule)
      ? []
      : [change(path, normalRule(row.rule, schedule.rule), normalRule(schedule.rule))]),
    ...differs('active'),
    ...differs('parameters'),
    ...differs('max_scheduled_runs'),
  ]
}
