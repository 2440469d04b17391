import type { JsonObject } from '../../model/json.ts'
import type { ScheduleRule } from '../../model/schedule.ts'
import { type Stored, bit, jsonText, storedPart, objectOf, setColumns } from './columns.ts'
import { among } from './predicate.ts'
import { prepared } from './prepared.ts'
import { quotedText } from './json-text.ts'
import { type Stamp, stampText } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { DeploymentScheduleRow } from './tables.ts'

export type DeploymentSchedule = Stored & {
  readonly deployment_id: string
  readonly schedule: ScheduleRule
  readonly active: boolean
  readonly max_scheduled_runs: number | null
  readonly parameters: JsonObject
  readonly slug: string | null
}

/** The schedules of a deployment, the last changed first. */
export async function readSchedules(db: Reader, deploymentId: string): Promise<readonly DeploymentSchedule[]> {
  return (await rowsOf(db, deploymentId)).map(scheduleOf)
}

const rowsOf = prepared((db, deploymentId: string) => newestFirst(db).where('deployment_id', '=', deploymentId))

/** The same as the API answers them, as JSON texts. */
export async function readScheduleTexts(db: Reader, deploymentId: string): Promise<readonly string[]> {
  return (await rowsOf(db, deploymentId)).map(scheduleText)
}

/** The schedules of many deployments by deployment id, in one query, as JSON texts. */
export async function readScheduleTextsOf(
  db: Reader,
  deploymentIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (deploymentIds.length === 0) return new Map()
  const rows = await newestFirst(db).where(among('deployment_id', deploymentIds)).execute()
  const byDeployment = Map.groupBy(rows, (row) => row.deployment_id)
  return new Map([...byDeployment].map(([id, own]) => [id, own.map(scheduleText)]))
}

export type NewSchedule = {
  readonly id: string
  readonly deploymentId: string
  readonly at: Stamp
  readonly schedule: ScheduleRule
  readonly active: boolean
  readonly max_scheduled_runs: number | null
  readonly parameters: JsonObject
  readonly slug: string | null
}

export async function countSchedules(db: Reader, deploymentId: string): Promise<number> {
  const { count } = await db
    .selectFrom('deployment_schedule')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('deployment_id', '=', deploymentId)
    .executeTakeFirstOrThrow()
  return count
}

/** Adds rows. Throws SQLite's constraint error for a slug that the deployment has already. */
export async function insertSchedules(
  trx: Writer,
  schedules: readonly NewSchedule[],
): Promise<readonly DeploymentSchedule[]> {
  const rows = schedules.map((schedule): DeploymentScheduleRow => ({
    id: schedule.id,
    created: schedule.at,
    updated: schedule.at,
    deployment_id: schedule.deploymentId,
    schedule: jsonText(schedule.schedule),
    active: bit(schedule.active),
    max_scheduled_runs: schedule.max_scheduled_runs,
    parameters: jsonText(schedule.parameters),
    slug: schedule.slug,
  }))
  for (const row of rows) await trx.insertInto('deployment_schedule').values(row).execute()
  return rows.map(scheduleOf)
}

/** What becomes of a row: undefined keeps, and a null slug takes the name away for the moment of a renaming. */
export type ScheduleChange = {
  readonly schedule?: ScheduleRule | undefined
  readonly active?: boolean | undefined
  readonly max_scheduled_runs?: number | undefined
  readonly parameters?: JsonObject | undefined
  readonly slug?: string | null | undefined
}

/** False if the deployment has no such schedule. */
export async function updateSchedule(
  trx: Writer,
  key: { readonly deploymentId: string; readonly id: string },
  change: ScheduleChange,
  at: Stamp,
): Promise<boolean> {
  const values = setColumns<DeploymentScheduleRow>({
    schedule: change.schedule && jsonText(change.schedule),
    active: change.active === undefined ? undefined : bit(change.active),
    max_scheduled_runs: change.max_scheduled_runs,
    parameters: change.parameters && jsonText(change.parameters),
    slug: change.slug,
    updated: at,
  })
  const { numUpdatedRows } = await trx
    .updateTable('deployment_schedule')
    .set(values)
    .where('id', '=', key.id)
    .where('deployment_id', '=', key.deploymentId)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** False if the deployment has no such schedule. */
export async function deleteSchedule(
  trx: Writer,
  key: { readonly deploymentId: string; readonly id: string },
): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('deployment_schedule')
    .where('id', '=', key.id)
    .where('deployment_id', '=', key.deploymentId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export async function deleteSchedules(trx: Writer, deploymentId: string): Promise<void> {
  await trx.deleteFrom('deployment_schedule').where('deployment_id', '=', deploymentId).execute()
}

function newestFirst(db: Reader) {
  return db.selectFrom('deployment_schedule').selectAll().orderBy('updated', 'desc').orderBy('id')
}

function scheduleOf(row: DeploymentScheduleRow): DeploymentSchedule {
  return {
    ...storedPart(row),
    deployment_id: row.deployment_id,
    schedule: ruleOf(row.schedule),
    active: row.active === 1,
    max_scheduled_runs: row.max_scheduled_runs,
    parameters: objectOf(row.parameters),
    slug: row.slug,
  }
}

function scheduleText(row: DeploymentScheduleRow): string {
  return (
    `{"id":"${row.id}","created":"${stampText(row.created)}","updated":"${stampText(row.updated)}",` +
    `"deployment_id":"${row.deployment_id}","schedule":${row.schedule},"active":${row.active === 1},` +
    `"max_scheduled_runs":${row.max_scheduled_runs},"parameters":${row.parameters},"slug":${quotedText(row.slug)}}`
  )
}

function ruleOf(text: string): ScheduleRule {
  const rule: ScheduleRule = JSON.parse(text)
  return rule
}
