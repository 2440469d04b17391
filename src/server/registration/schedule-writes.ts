import { refused } from '../problem.ts'
import {
  type DeploymentSchedule,
  type NewSchedule,
  countSchedules,
  deleteSchedules,
  insertSchedules,
  updateSchedule,
} from '../store/deployment-schedule.ts'
import type { Store, Writer } from '../store/store.ts'
import type { CheckedSchedule } from './checked-schedules.ts'

/** What a PATCH of a deployment does to its schedules. */
export type SchedulesPlan =
  | { readonly kind: 'keep' }
  | { readonly kind: 'insert'; readonly rows: readonly CheckedSchedule[] }
  | { readonly kind: 'replace'; readonly rows: readonly CheckedSchedule[] }
  | { readonly kind: 'by_slug'; readonly updates: readonly SlugUpdate[]; readonly inserts: readonly CheckedSchedule[] }

type SlugUpdate = { readonly id: string; readonly row: CheckedSchedule }

/**
 * Decides by slugs, as Prefect's route does (`prefect/server/api/deployments.py:228-305` of 3.8): when every row there
 * is and every row sent has one, rows are matched and none is deleted; otherwise the rows sent take the place of all.
 * Throws a 422 where that would lose rows by accident.
 */
export function schedulesPlan(
  existing: readonly DeploymentSchedule[],
  sent: readonly CheckedSchedule[] | undefined,
): SchedulesPlan {
  const rows = sent ?? []
  const existingHaveSlugs = existing.length > 0 && existing.every(({ slug }) => slug !== null)
  if (!existingHaveSlugs) return sent === undefined ? { kind: 'keep' } : { kind: 'replace', rows }
  if (rows.some(({ slug }) => slug === undefined)) throw refused(422, NO_SLUG)
  return bySlug(new Map(existing.map(({ slug, id }) => [slug ?? '', id])), rows)
}

const NO_SLUG = 'Please provide a slug for each schedule in your request to ensure schedules are updated correctly.'
const NO_SCHEDULE = 'Unable to create new deployment schedules without a schedule configuration.'

function bySlug(idBySlug: ReadonlyMap<string, string>, rows: readonly CheckedSchedule[]): SchedulesPlan {
  refuseCollisions(idBySlug, rows)
  const updates: SlugUpdate[] = []
  const inserts: CheckedSchedule[] = []
  for (const row of rows) {
    const id = idBySlug.get(row.replaces ?? row.slug ?? '')
    if (id !== undefined) updates.push({ id, row })
    else if (row.schedule === undefined) throw refused(422, NO_SCHEDULE)
    else inserts.push(row)
  }
  return { kind: 'by_slug', updates, inserts }
}

function refuseCollisions(idBySlug: ReadonlyMap<string, string>, rows: readonly CheckedSchedule[]): void {
  const replaced = new Set<string>()
  for (const { replaces } of rows) {
    if (replaces === undefined) continue
    if (replaced.has(replaces)) {
      throw refused(422, `Multiple schedules have 'replaces' targeting the same slug: ${replaces}`)
    }
    replaced.add(replaces)
  }
  for (const { slug = '', replaces } of rows) {
    if (replaces !== undefined && idBySlug.has(slug) && !replaced.has(slug)) {
      throw refused(
        422,
        `Cannot rename schedule from '${replaces}' to '${slug}': a schedule with slug '${slug}' already exists.`,
      )
    }
  }
}

/** How many schedules a deployment may have: the runs of all of them, a hundred each, are made in one transaction. */
const MOST_SCHEDULES = 200

/** Adds schedules to a deployment. Throws the 422 of more than it may have, or SQLite's constraint error for two of one slug. */
export async function addSchedules(
  trx: Writer,
  deploymentId: string,
  rows: readonly NewSchedule[],
): Promise<readonly DeploymentSchedule[]> {
  if (rows.length > 0 && rows.length + (await countSchedules(trx, deploymentId)) > MOST_SCHEDULES) {
    throw refused(422, `A deployment has at most ${MOST_SCHEDULES} schedules.`)
  }
  return insertSchedules(trx, rows)
}

/** Carries a plan out. Throws SQLite's constraint error for two rows of one slug. */
export async function writeSchedules(
  trx: Writer,
  store: Store,
  deploymentId: string,
  plan: SchedulesPlan,
): Promise<void> {
  switch (plan.kind) {
    case 'keep':
      return
    case 'insert':
      await addSchedules(trx, deploymentId, newRows(store, deploymentId, plan.rows))
      return
    case 'replace':
      await deleteSchedules(trx, deploymentId)
      await addSchedules(trx, deploymentId, newRows(store, deploymentId, plan.rows))
      return
    case 'by_slug':
      await updateBySlug(trx, store, deploymentId, plan.updates)
      await addSchedules(trx, deploymentId, newRows(store, deploymentId, plan.inserts))
  }
}

/**
 * The rows as they are inserted through a deployment's own routes: those without a rule are skipped, limits are lost.
 */
function newRows(store: Store, deploymentId: string, rows: readonly CheckedSchedule[]): readonly NewSchedule[] {
  return rows.flatMap((row) => {
    const made = newRow(store, deploymentId, row)
    return made === undefined ? [] : [{ ...made, max_scheduled_runs: null }]
  })
}

/** A row to insert; undefined without a rule. */
export function newRow(store: Store, deploymentId: string, row: CheckedSchedule): NewSchedule | undefined {
  if (row.schedule === undefined) return undefined
  return {
    id: store.uuid(),
    deploymentId,
    at: store.now(),
    schedule: row.schedule,
    active: row.active ?? true,
    max_scheduled_runs: row.max_scheduled_runs ?? null,
    parameters: row.parameters,
    slug: row.slug ?? null,
  }
}

/** Renamed rows lose their old slugs first, so that two rows can change names with each other. */
async function updateBySlug(
  trx: Writer,
  store: Store,
  deploymentId: string,
  updates: readonly SlugUpdate[],
): Promise<void> {
  for (const { id, row } of updates) {
    if (row.replaces !== undefined) await updateSchedule(trx, { deploymentId, id }, { slug: null }, store.now())
  }
  for (const { id, row } of updates) {
    const { replaces: _directive, ...change } = row
    await updateSchedule(trx, { deploymentId, id }, change, store.now())
  }
}
