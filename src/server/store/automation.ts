import { sql } from 'kysely'
import type { Action, Automation, AutomationContent, Trigger } from '../model/automation.ts'
import { isAbsent } from '../model/absent.ts'
import { momentOf } from '../model/moment.ts'
import type { AutomationFilter, AutomationsQuery } from '../model/requests.ts'
import { bit, jsonText, storedPart, tagsOf } from './columns.ts'
import { lastEventSeq } from './event.ts'
import { type Page, orderOf } from './page.ts'
import { ALWAYS, type Predicate, amongTerms, combined, tagTerms } from './predicate.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { AutomationRow } from './tables.ts'

/** Adds an automation, which looks at events that come from now on. */
export async function insertAutomation(
  trx: Writer,
  { id, at }: { readonly id: string; readonly at: Stamp },
  content: AutomationContent,
): Promise<Automation> {
  const row = { id, created: at, updated: at, ...columnsOf(content), since_seq: await lastEventSeq(trx) }
  await trx.insertInto('automation').values(row).execute()
  await relateDeployments(trx, id, content.actions)
  return automationOf(row)
}

/** Replaces what an automation says; what it had counted so far is forgotten, as its triggers are others. */
export async function replaceAutomation(
  trx: Writer,
  { id, at }: { readonly id: string; readonly at: Stamp },
  content: AutomationContent,
): Promise<Automation | undefined> {
  const values = { ...columnsOf(content), updated: at, since_seq: await lastEventSeq(trx) }
  await trx.updateTable('automation').set(values).where('id', '=', id).execute()
  await trx.deleteFrom('automation_bucket').where('automation_id', '=', id).execute()
  await trx.deleteFrom('automation_firing').where('automation_id', '=', id).execute()
  await relateDeployments(trx, id, content.actions)
  return readAutomationById(trx, id)
}

/** Turns an automation on or off. One that was off counts from now on. */
export async function enableAutomation(
  trx: Writer,
  { id, at }: { readonly id: string; readonly at: Stamp },
  enabled: boolean | undefined,
): Promise<Automation | undefined> {
  const values = enabled === undefined ? {} : { enabled: bit(enabled), since_seq: await lastEventSeq(trx) }
  await trx
    .updateTable('automation')
    .set({ ...values, updated: at })
    .where('id', '=', id)
    .execute()
  return readAutomationById(trx, id)
}

export async function deleteAutomation(trx: Writer, id: string): Promise<void> {
  await trx.deleteFrom('automation').where('id', '=', id).execute()
}

export async function readAutomationById(db: Reader, id: string): Promise<Automation | undefined> {
  const row = await db.selectFrom('automation').selectAll().where('id', '=', id).executeTakeFirst()
  return row && automationOf(row)
}

export async function findAutomations(db: Reader, query: AutomationsQuery, page: Page): Promise<readonly Automation[]> {
  const rows = await db
    .selectFrom('automation')
    .selectAll()
    .where(matches(query.automations))
    .orderBy(orderOf('automation', query.sort ?? 'NAME_ASC'))
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map(automationOf)
}

export async function countAutomations(db: Reader, query: AutomationsQuery): Promise<number> {
  const row = await db
    .selectFrom('automation')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(matches(query.automations))
    .executeTakeFirstOrThrow()
  return row.count
}

/** Automations that are turned on, each with the event after which it looks. */
export async function enabledAutomations(
  db: Reader,
): Promise<readonly { readonly automation: Automation; readonly since: number }[]> {
  const rows = await db.selectFrom('automation').selectAll().where('enabled', '=', 1).orderBy('id').execute()
  return rows.map((row) => ({ automation: automationOf(row), since: row.since_seq }))
}

/** Automations that have to do with a resource; only those that it owns, if so asked. */
export async function automationsOfResource(
  db: Reader,
  resourceId: string,
  { isOwned = false }: { readonly isOwned?: boolean } = {},
): Promise<readonly Automation[]> {
  const rows = await db
    .selectFrom('automation')
    .innerJoin('automation_resource', 'automation_resource.automation_id', 'automation.id')
    .selectAll('automation')
    .where('resource_id', '=', resourceId)
    .$if(isOwned, (query) => query.where('owned', '=', 1))
    .orderBy('automation.created')
    .execute()
  return rows.map(automationOf)
}

/** Says that a resource has to do with an automation; one that owns it keeps owning it. */
export async function relateAutomation(trx: Writer, id: string, resourceId: string, isOwned: boolean): Promise<void> {
  await sql`insert into automation_resource (automation_id, resource_id, owned) values (${id}, ${resourceId}, ${bit(isOwned)})
    on conflict (automation_id, resource_id) do update set owned = max(owned, excluded.owned)`.execute(trx)
}

/** Deployments that an automation runs are related to it; those that it ran formerly are not. */
async function relateDeployments(trx: Writer, id: string, actions: readonly Action[]): Promise<void> {
  await sql`delete from automation_resource where automation_id = ${id} and owned = 0
    and resource_id like 'prefect.deployment.%'`.execute(trx)
  for (const action of actions) {
    if (action.type !== 'run-deployment' || action.deployment_id === null) continue
    await relateAutomation(trx, id, `prefect.deployment.${action.deployment_id}`, false)
  }
}

function matches(filter: AutomationFilter | null | undefined): Predicate {
  if (isAbsent(filter)) return ALWAYS
  const before = filter.created?.before_
  return combined(filter.operator, [
    ...amongTerms('automation.id', filter.id),
    ...amongTerms('automation.name', filter.name),
    ...(isAbsent(before) ? [] : [sql<boolean>`automation.created <= ${momentOf(before) ?? 0}` as Predicate]),
    ...tagTerms('automation.tags', filter.tags),
  ])
}

function columnsOf(content: AutomationContent) {
  return {
    name: content.name,
    description: content.description,
    enabled: bit(content.enabled),
    tags: jsonText(content.tags),
    trigger: jsonText(content.trigger),
    actions: jsonText(content.actions),
    actions_on_trigger: jsonText(content.actions_on_trigger),
    actions_on_resolve: jsonText(content.actions_on_resolve),
  }
}

function automationOf(row: AutomationRow): Automation {
  const trigger: Trigger = JSON.parse(row.trigger)
  return {
    ...storedPart(row),
    name: row.name,
    description: row.description,
    enabled: row.enabled === 1,
    tags: tagsOf(row.tags),
    trigger,
    actions: actionsOf(row.actions),
    actions_on_trigger: actionsOf(row.actions_on_trigger),
    actions_on_resolve: actionsOf(row.actions_on_resolve),
  }
}

function actionsOf(text: string): readonly Action[] {
  const actions: readonly Action[] = JSON.parse(text)
  return actions
}
