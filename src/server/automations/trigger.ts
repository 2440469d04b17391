import type { PrefectEvent, ReceivedEvent } from '../model/event.ts'
import { listOf } from '../model/list-of.ts'
import { hasLabels, someHasLabels } from '../model/resource-labels.ts'
import { matchesWildcard } from '../model/wildcard.ts'
import type { EventTrigger } from '../model/automation.ts'

/**
 * Whether an event is any of a trigger's business. What automations do themselves is only that of triggers that name it:
 * one for whatever happens would otherwise set off itself for ever.
 */
export function covers(trigger: EventTrigger, event: ReceivedEvent): boolean {
  const names = trigger.expect.length === 0 ? ANY : [...trigger.expect, ...trigger.after]
  const own = event.event.startsWith(OWN)
  if (!names.some((name) => matchesWildcard(name, event.event) && (!own || name.startsWith(OWN)))) return false
  return (
    hasLabels(trigger.match, event.resource) &&
    listOf(trigger.match_related).every((one) => someHasLabels(one, event.related))
  )
}

const ANY = ['*'] as const
const OWN = 'prefect.automation.'

/** Whether the event must come first for the trigger to look for others. */
export function startsAfter(trigger: EventTrigger, event: PrefectEvent): boolean {
  return trigger.after.some((name) => matchesWildcard(name, event.event))
}

/** Whether the event is one that the trigger counts. */
export function expects(trigger: EventTrigger, event: PrefectEvent): boolean {
  return trigger.expect.length === 0 || trigger.expect.some((name) => matchesWildcard(name, event.event))
}

/** The values of the labels that the trigger looks at separately, in the order of the labels' names. */
export function bucketingKey(trigger: EventTrigger, event: PrefectEvent): readonly string[] {
  return labelsOf(trigger).map((label) => labelValue(label, event) ?? '')
}

/** The labels that the trigger looks at separately, with the values that a key has for them. */
export function triggeringLabels(trigger: EventTrigger, key: readonly string[]): { readonly [label: string]: string } {
  return Object.fromEntries(labelsOf(trigger).map((label, at) => [label, key[at] ?? '']))
}

function labelsOf({ for_each: labels }: EventTrigger): readonly string[] {
  return [...labels].sort()
}

/** `related:<role>:<label>` is the label of the first resource in that role. */
function labelValue(label: string, event: PrefectEvent): string | null | undefined {
  const [, role, name] = /^related:(.*):([^:]*)$/s.exec(label) ?? []
  const related = event.related.find((one) => one['prefect.resource.role'] === role)
  return related === undefined || name === undefined ? event.resource[label] : related[name]
}
