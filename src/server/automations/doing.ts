import type { Json } from '../../model/json.ts'
import type { PrefectEvent, RelatedResource } from '../events/event.ts'
import type { Stamp } from '../store/stamp.ts'
import type { Ask } from './ask.ts'

/** With what an action is carried out, and where it leaves what it wants told. */
export type Doing = {
  readonly ask: Ask
  readonly related: RelatedResource[]
  readonly details: Record<string, Json>
  readonly now: Stamp
}

/** An action that could not be carried out, and why: it is told, and not tried again. */
export class ActionFailed extends Error {}

/** The id of the first resource of a kind that an event has to do with. */
export function idOfKind(event: PrefectEvent, kind: string): string | undefined {
  for (const { 'prefect.resource.id': id } of [event.resource, ...event.related]) {
    if (id.slice(0, id.lastIndexOf('.')) === `prefect.${kind}`) return idIn(id, kind)
  }
  return undefined
}

/** The id within `prefect.<kind>.<id>`, when it is one. */
export function idIn(resourceId: string, kind: string): string | undefined {
  const prefix = `prefect.${kind}.`
  const id = resourceId.startsWith(prefix) ? resourceId.slice(prefix.length) : ''
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(id) ? id.toLowerCase() : undefined
}

/** The text that an answer has there; an empty one for anything else. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
