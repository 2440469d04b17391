import { emitEvents } from '../events/emit-event.ts'
import { lifecycleEvent } from '../events/lifecycle-event.ts'
import { invalidRequest, objectNotFound, refused, valueError } from '../problem.ts'
import { runVariablesProblem } from '../parameters/job-variables.ts'
import { announce } from '../store/announcement.ts'
import {
  automationsOfResource,
  deleteAutomation,
  enableAutomation,
  insertAutomation,
  readAutomationById,
  relateAutomation,
  replaceAutomation,
} from '../store/automation.ts'
import { readDeployment } from '../store/deployment.ts'
import type { Reader, Store, Writer } from '../store/store.ts'
import { readWorkPool } from '../store/work-pool.ts'
import { type Action, type Automation, type AutomationContent, automationJson } from '../model/automation.ts'
import { loopProblem } from './read-automation.ts'

/** Makes an automation, which may belong to a resource such as `prefect.deployment.<id>`. */
export function createAutomation(
  store: Store,
  content: AutomationContent,
  owner: string | null | undefined,
): Promise<Automation> {
  return store.write(async (trx) => {
    await refuseJobVariables(trx, content.actions)
    const automation = await insertAutomation(trx, { id: store.uuid(), at: store.now() }, content)
    if (owner) await relateAutomation(trx, automation.id, owner, true)
    await tell(trx, store, 'created', automation)
    return automation
  })
}

/** Replaces an automation, but for the keys that were not sent. Throws the 404 of one that is not there. */
export function updateAutomation(
  store: Store,
  id: string,
  content: AutomationContent,
  sent: { readonly [Key in keyof AutomationContent]?: unknown },
): Promise<void> {
  return store.write(async (trx) => {
    await refuseJobVariables(trx, content.actions)
    const before = await requireAutomation(trx, id)
    const whole = {
      ...content,
      description: sent.description === undefined ? before.description : content.description,
      enabled: sent.enabled === undefined ? before.enabled : content.enabled,
      tags: sent.tags === undefined ? before.tags : content.tags,
      actions_on_trigger:
        sent.actions_on_trigger === undefined ? before.actions_on_trigger : content.actions_on_trigger,
      actions_on_resolve:
        sent.actions_on_resolve === undefined ? before.actions_on_resolve : content.actions_on_resolve,
    }
    await tell(trx, store, 'updated', await replaceAutomation(trx, { id, at: store.now() }, whole))
  })
}

/** Turns an automation on or off; undefined leaves it as it is. Throws the 404 of one that is not there. */
export function patchAutomation(store: Store, id: string, body: { readonly enabled?: boolean }): Promise<void> {
  return store.write(async (trx) => {
    const before = await requireAutomation(trx, id)
    // without a word Prefect judges it as if it were turned on
    const problem = loopProblem({ ...before, enabled: body.enabled ?? true })
    if (problem !== undefined) throw invalidRequest([valueError([], problem, body)], body)
    await tell(trx, store, 'updated', await enableAutomation(trx, { id, at: store.now() }, body.enabled))
  })
}

/** Deletes an automation. Throws the 404 of one that is not there. */
export function removeAutomation(store: Store, id: string): Promise<void> {
  return store.write(async (trx) => {
    const automation = await requireAutomation(trx, id)
    await deleteAutomation(trx, id)
    await tell(trx, store, 'deleted', automation)
  })
}

/** Deletes the automations that a resource owns, without a word, as Prefect does. */
export function removeAutomationsOwnedBy(store: Store, resourceId: string): Promise<void> {
  return store.write(async (trx) => {
    for (const { id } of await automationsOfResource(trx, resourceId, { isOwned: true }))
      await deleteAutomation(trx, id)
    announce(trx, { kind: 'automations_changed' })
  })
}

/** The automation of that id. Throws the 404. */
export async function requireAutomation(db: Reader, id: string): Promise<Automation> {
  const automation = await readAutomationById(db, id)
  if (automation === undefined) throw objectNotFound('Automation not found')
  return automation
}

async function tell(
  trx: Writer,
  store: Store,
  action: 'created' | 'updated' | 'deleted',
  automation: Automation | undefined,
): Promise<void> {
  announce(trx, { kind: 'automations_changed' })
  if (automation === undefined) return
  const { id, name } = automation
  const payload = automationJson(automation)
  await emitEvents(trx, store, [lifecycleEvent(store, { kind: 'automation', action, id, name, payload })])
}

/** Job variables are judged as those of a run that is made now. */
async function refuseJobVariables(trx: Writer, actions: readonly Action[]): Promise<void> {
  for (const action of actions) {
    if (action.type !== 'run-deployment' || action.deployment_id === null || action.job_variables === null) continue
    if (Object.keys(action.job_variables).length === 0) continue
    const deployment = await readDeployment(trx, action.deployment_id)
    if (deployment === undefined) throw refused(404, 'Deployment not found.')
    if (deployment.work_pool_name === null) continue
    const pool = await readWorkPool(trx, deployment.work_pool_name)
    const variables = { ...deployment.job_variables, ...action.job_variables }
    const problem = pool && runVariablesProblem(pool.base_job_template, variables, 'creating')
    if (problem !== undefined) throw problem
  }
}
