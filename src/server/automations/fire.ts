import { emitEvents } from '../events/emit-event.ts'
import { type PrefectEvent, eventBody, relatedResource } from '../model/event.ts'
import { addActions } from '../store/automation-action.ts'
import { firingsOf, forgetFirings, putFiring } from '../store/automation-firing.ts'
import type { Store, Writer } from '../store/store.ts'
import type { Automation, CompoundTrigger, SequenceTrigger, Trigger } from '../model/automation.ts'
import type { Firing } from '../model/firing.ts'

/** A trigger has fired: the one it is part of may, and where it is the whole, the automation acts. */
export async function fire(trx: Writer, store: Store, automation: Automation, firing: Firing): Promise<void> {
  const parent = parentOf(automation.trigger, firing.triggerId)
  if (parent === undefined) return trigger(trx, store, automation, firing)
  const parts = await readyParts(trx, automation, parent, firing)
  if (parts === undefined) return
  const whole = {
    id: store.uuid(),
    triggerId: parent.id,
    triggered: store.now(),
    labels: {},
    event: firing.event,
    parts,
  }
  await fire(trx, store, automation, whole)
}

type Composite = CompoundTrigger | SequenceTrigger

function parentOf(trigger: Trigger, id: string): Composite | undefined {
  if (trigger.type === 'event') return undefined
  if (trigger.triggers.some((part) => part.id === id)) return trigger
  for (const part of trigger.triggers) {
    const found = parentOf(part, id)
    if (found !== undefined) return found
  }
  return undefined
}

/**
 * The firings that make a composite trigger fire, which are then spent; undefined while some are wanting
 * (`evaluate_composite_trigger`, `prefect/server/events/triggers.py`).
 */
async function readyParts(
  trx: Writer,
  automation: Automation,
  parent: Composite,
  firing: Firing,
): Promise<readonly Firing[] | undefined> {
  if (firingsWanted(parent) === 1) return [firing]
  const key = { automationId: automation.id, parentId: parent.id }
  if (parent.within !== null) {
    await forgetFirings(trx, key, firing.triggered - Math.round(parent.within * 1_000_000))
  }
  await putFiring(trx, { ...key, childId: firing.triggerId }, firing)
  const parts = await firingsOf(trx, key)
  if (!isReady(parent, parts)) return undefined
  await forgetFirings(trx, key)
  return parts
}

function firingsWanted(parent: Composite): number {
  if (parent.type === 'sequence' || parent.require === 'all') return parent.triggers.length
  return parent.require === 'any' ? 1 : parent.require
}

/** In a sequence the parts must have fired in their order. */
function isReady(parent: Composite, parts: readonly Firing[]): boolean {
  if (parent.type === 'compound') return parts.length >= firingsWanted(parent)
  return (
    parts.length === parent.triggers.length && parts.every((part, at) => part.triggerId === parent.triggers[at]?.id)
  )
}

/** Tells that an automation is triggered, and notes what it does now. */
async function trigger(trx: Writer, store: Store, automation: Automation, firing: Firing): Promise<void> {
  const { id, name, trigger: whole, actions, actions_on_trigger: onTrigger } = automation
  const told: PrefectEvent = {
    id: store.uuid(),
    occurred: firing.triggered,
    event: 'prefect.automation.triggered',
    resource: {
      'prefect.resource.id': `prefect.automation.${id}`,
      'prefect.resource.name': name,
      ...(whole.type === 'event' ? { 'prefect.posture': whole.posture } : {}),
    },
    related: firing.event === null ? [] : [relatedResource('event', firing.event.id, 'triggering-event')],
    payload: {
      triggering_labels: firing.labels,
      triggering_event: firing.event === null ? null : eventBody(firing.event),
    },
    follows: null,
  }
  const [received] = await emitEvents(trx, store, [told])
  const noted = [
    ...actions.map((action) => ({ action, event: firing.event })),
    ...onTrigger.map((action) => ({ action, event: received ?? null })),
  ]
  const triggered = noted.map(({ action, event }, index) => ({
    invocation: store.uuid(),
    automation: { id, name, trigger: whole },
    action,
    index,
    triggered: firing.triggered,
    labels: firing.labels,
    event,
    firing,
    triggeredEventId: told.id,
  }))
  await addActions(trx, triggered)
}
