import type { JsonObject } from '../../model/json.ts'
import { emitEvents } from '../events/emit-event.ts'
import { type PrefectEvent, type RelatedResource, isTight, relatedResource } from '../model/event.ts'
import type { Logger } from '../log.ts'
import { sqliteCode } from '../problem.ts'
import { reasonOf } from '../reason.ts'
import type { Services } from '../services.ts'
import { removeAction } from '../store/automation-action.ts'
import type { Store } from '../store/store.ts'
import { carryOut } from './carry-out.ts'
import { ActionFailed, type ActionAttempt, type Reach } from './action-attempt.ts'
import type { TriggeredAction } from '../model/firing.ts'

/**
 * Carries out an action, and tells that it was triggered and how it went. It is struck out together with these events;
 * should the server end before that, it is carried out again, which makes no run twice. A fault of ours is a failure, too:
 * tried again for ever, it would keep all others waiting. Throws what the database refuses.
 */
export async function act(
  { store, log }: Pick<Services, 'store' | 'log'>,
  reach: Reach,
  { seq, action: triggered }: { readonly seq: number; readonly action: TriggeredAction },
): Promise<void> {
  const attempt: ActionAttempt = { ...reach, related: [], details: {}, events: [], now: store.now() }
  let failure: string | undefined
  try {
    await carryOut(triggered, attempt)
  } catch (error) {
    // what failed only because the server closes is tried again by the next
    if (reach.signal.aborted) return
    failure = failureOf(error, log)
  }
  const said = {
    related: [
      ...attempt.related,
      relatedResource('event', triggered.triggeredEventId, 'automation-triggered-event'),
      ...(triggered.event === null ? [] : [relatedResource('event', triggered.event.id, 'triggering-event')]),
    ],
    details: attempt.details,
    failure,
  }
  await store.write(async (trx) => {
    const others = attempt.events.map((event) => ({
      ...event,
      id: store.uuid(),
      occurred: attempt.now,
      payload: {},
      follows: null,
    }))
    await emitEvents(trx, store, [...others, ...eventsOf(store, triggered, said)])
    await removeAction(trx, seq)
  })
}

function failureOf(error: unknown, log: Logger): string {
  if (error instanceof ActionFailed) return error.message
  if (sqliteCode(error) !== '') throw error
  log.error({ error: error instanceof Error ? error.stack : reasonOf(error) }, 'an action could not be carried out')
  return `Unexpected error: ${reasonOf(error)}`
}

type Said = {
  readonly related: readonly RelatedResource[]
  readonly details: JsonObject
  readonly failure: string | undefined
}

function eventsOf(
  store: Store,
  { automation, action, index, invocation, triggered, event }: TriggeredAction,
  { related, details, failure }: Said,
): readonly PrefectEvent[] {
  const payload = { action_index: index, action_type: action.type, invocation }
  const resource = {
    'prefect.resource.id': `prefect.automation.${automation.id}`,
    'prefect.resource.name': automation.name,
    'prefect.trigger-type': automation.trigger.type,
    ...(automation.trigger.type === 'event' ? { 'prefect.posture': automation.trigger.posture } : {}),
  }
  const begun: PrefectEvent = {
    id: store.uuid(),
    occurred: triggered,
    event: 'prefect.automation.action.triggered',
    resource,
    related,
    payload,
    follows: event !== null && isTight(triggered, event.occurred) ? event.id : null,
  }
  const ended: PrefectEvent = {
    id: store.uuid(),
    occurred: store.now(),
    event: `prefect.automation.action.${failure === undefined ? 'executed' : 'failed'}`,
    resource,
    related,
    payload: { ...payload, ...(failure === undefined ? {} : { reason: failure }), ...details },
    follows: begun.id,
  }
  return [begun, ended]
}
