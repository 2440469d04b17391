import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import { type RelatedResource, relatedResource } from '../model/event.ts'
import { type Stamp, stampText } from '../model/stamp.ts'
import type { Action } from '../model/automation.ts'
import { callWebhook } from './call-webhook.ts'
import { ActionFailed, type ActionAttempt } from './action-attempt.ts'
import { asked, command, refusalReason, textOrEmpty } from './ask-api.ts'
import { idIn, idOfKind } from './resource-of-kind.ts'
import type { TriggeredAction } from '../model/firing.ts'
import { runParameters } from './run-parameters.ts'
import { sendNotification } from './send-notification.ts'

/** Carries out one action (`prefect/server/events/actions.py`). Throws an `ActionFailed`. */
export async function carryOut(triggered: TriggeredAction, attempt: ActionAttempt): Promise<void> {
  const { action } = triggered
  switch (action.type) {
    case 'do-nothing':
      return
    case 'run-deployment':
      return runDeployment(triggered, action, attempt)
    case 'call-webhook':
      return callWebhook(triggered, action, attempt)
    case 'send-notification':
      return sendNotification(triggered, action, attempt)
    case 'pause-deployment':
    case 'resume-deployment': {
      const id = targetOf(triggered, 'deployment', action.deployment_id)
      attempt.related.push(target('deployment', id))
      const path = `/deployments/${id}/${action.type === 'pause-deployment' ? 'pause' : 'resume'}_deployment`
      await command(triggered, attempt, { method: 'POST', path })
      return
    }
    case 'pause-work-queue':
    case 'resume-work-queue': {
      const id = targetOf(triggered, 'work-queue', action.work_queue_id)
      attempt.related.push(target('work-queue', id))
      const body = { is_paused: action.type === 'pause-work-queue' }
      await command(triggered, attempt, { method: 'PATCH', path: `/work_queues/${id}`, body })
      return
    }
    case 'pause-work-pool':
    case 'resume-work-pool':
      return pausePool(triggered, targetOf(triggered, 'work-pool', action.work_pool_id), attempt)
    case 'pause-automation':
    case 'resume-automation': {
      const id = targetOf(triggered, 'automation', action.automation_id)
      attempt.related.push(target('automation', id))
      const body = { enabled: action.type === 'resume-automation' }
      await command(triggered, attempt, { method: 'PATCH', path: `/automations/${id}`, body })
      return
    }
    case 'delete-flow-run': {
      const id = flowRunOf(triggered, attempt)
      await command(triggered, attempt, { method: 'DELETE', path: `/flow_runs/${id}` })
      return
    }
    case 'resume-flow-run': {
      const id = flowRunOf(triggered, attempt)
      const { body } = await asked(triggered, attempt, { method: 'POST', path: `/flow_runs/${id}/resume`, body: {} })
      const { reason, isAccepted } = verdictOf(body)
      if (!isAccepted) throw new ActionFailed(`Failed to resume flow run: ${reason}`)
      return
    }
    case 'cancel-flow-run':
    case 'suspend-flow-run':
    case 'change-flow-run-state':
      return changeState(triggered, stateOf(action, triggered.automation.id, attempt.now), attempt)
  }
}

async function runDeployment(
  triggered: TriggeredAction,
  action: Extract<Action, { readonly type: 'run-deployment' }>,
  attempt: ActionAttempt,
): Promise<void> {
  const id = targetOf(triggered, 'deployment', action.deployment_id)
  attempt.related.push(target('deployment', id))
  const scheduled = attempt.now + Math.round(action.schedule_after * 1_000_000)
  const body = {
    state: { type: 'SCHEDULED', name: 'Scheduled', state_details: { scheduled_time: stampText(scheduled) } },
    parameters: await runParameters(triggered, action.parameters ?? {}, attempt),
    idempotency_key: idempotencyKey(triggered),
    // Null is sent as it is: a run with a key then stores none.
    job_variables: action.job_variables,
  }
  const path = `/deployments/${id}/create_flow_run`
  const { status, body: answer } = await asked(triggered, attempt, { method: 'POST', path, body })
  attempt.details['status_code'] = status
  if (status === 409 && isJsonObject(answer)) attempt.details['validation_error'] = answer['detail'] ?? null
  if (status >= 300) throw new ActionFailed(refusalReason(action.type, status, answer))
  if (!isJsonObject(answer)) return
  attempt.related.push({
    'prefect.resource.id': `prefect.flow-run.${textOrEmpty(answer['id'])}`,
    'prefect.resource.role': 'flow-run',
    'prefect.resource.name': textOrEmpty(answer['name']),
  })
}

/** With it the run is made once, however often the action is tried. */
function idempotencyKey({ automation, index, invocation }: TriggeredAction): string {
  return `automation ${automation.id}, action ${index}, invocation ${invocation}`
}

async function pausePool(triggered: TriggeredAction, id: string, attempt: ActionAttempt): Promise<void> {
  const body = { work_pools: { id: { any_: [id] } }, limit: 1 }
  const found = await asked(triggered, attempt, { method: 'POST', path: '/work_pools/filter', body })
  const [pool]: readonly Json[] = Array.isArray(found.body) ? found.body : []
  if (!isJsonObject(pool)) throw new ActionFailed(`Work pool ${id} not found`)
  const name = textOrEmpty(pool['name'])
  attempt.related.push({ ...target('work-pool', id), 'prefect.resource.name': name })
  const change = { is_paused: triggered.action.type === 'pause-work-pool' }
  await command(triggered, attempt, { method: 'PATCH', path: `/work_pools/${encodeURIComponent(name)}`, body: change })
}

async function changeState(
  triggered: TriggeredAction,
  { state, force }: { readonly state: JsonObject; readonly force: boolean },
  attempt: ActionAttempt,
): Promise<void> {
  const path = `/flow_runs/${flowRunOf(triggered, attempt)}/set_state`
  const { reason, isAccepted } = verdictOf(
    await command(triggered, attempt, { method: 'POST', path, body: { state, force } }),
  )
  if (!isAccepted) throw new ActionFailed(`Failed to set state: ${reason}`)
}

type StateAction = Extract<Action, { readonly type: 'cancel-flow-run' | 'suspend-flow-run' | 'change-flow-run-state' }>

/** How long a suspended run waits to be resumed, in microseconds. */
const SUSPENDED: Stamp = 3600 * 1_000_000

function stateOf(
  action: StateAction,
  automationId: string,
  now: Stamp,
): { readonly state: JsonObject; readonly force: boolean } {
  if (action.type === 'change-flow-run-state') {
    const { name, state, message, force } = action
    const said = message ?? `State changed by Automation ${automationId}`
    return { state: { type: state, ...(name === null ? {} : { name }), message: said }, force }
  }
  if (action.type === 'cancel-flow-run') {
    return { state: { type: 'CANCELLING', message: `Cancelled by Automation ${automationId}` }, force: false }
  }
  const details = { pause_timeout: stampText(now + SUSPENDED), pause_reschedule: true }
  const message = `Suspended by Automation ${automationId}`
  return { state: { type: 'PAUSED', name: 'Suspended', message, state_details: details }, force: false }
}

function verdictOf(result: Json): { readonly isAccepted: boolean; readonly reason: string } {
  const { status, details, detail } = isJsonObject(result) ? result : {}
  const reason = isJsonObject(details) ? details['reason'] : detail
  return { isAccepted: status === 'ACCEPT', reason: typeof reason === 'string' ? reason : 'None' }
}

/** The id that was chosen, or that of the first resource of the kind that the event has to do with. */
function targetOf({ event }: TriggeredAction, kind: string, chosen: string | null): string {
  if (chosen !== null) return chosen
  const words = kind.replaceAll('-', ' ')
  if (event === null) throw new ActionFailed(`No event to infer the ${words}`)
  const id = idOfKind(event, kind)
  if (id === undefined) throw new ActionFailed(`No ${words} could be inferred`)
  return id
}

/** The run whose absence or presence was looked at, or the first that the event has to do with. */
function flowRunOf({ labels, event }: TriggeredAction, attempt: ActionAttempt): string {
  const id =
    idIn(labels['prefect.resource.id'] ?? '', 'flow-run') ?? (event === null ? undefined : idOfKind(event, 'flow-run'))
  if (id === undefined) throw new ActionFailed('No flow run could be inferred')
  attempt.related.push(target('flow-run', id))
  return id
}

function target(kind: string, id: string): RelatedResource {
  return relatedResource(kind, id, 'target')
}
