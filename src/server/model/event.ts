import type { JsonObject } from '../../model/json.ts'
import { type Stamp, stampText } from './stamp.ts'

/** Labels of a resource; `prefect.resource.id` is always among them. */
export type EventResource = { readonly 'prefect.resource.id': string; readonly [label: string]: string | null }

/** A resource that an event has to do with, and in which role. */
export type RelatedResource = EventResource & { readonly 'prefect.resource.role': string }

/** A resource such as `prefect.<kind>.<id>` in a role; its name only where it has one. */
export function relatedResource(kind: string, id: string, role: string, name?: string | null): RelatedResource {
  const resource = { 'prefect.resource.id': `prefect.${kind}.${id}`, 'prefect.resource.role': role }
  return name ? { ...resource, 'prefect.resource.name': name } : resource
}

/** Something that happened, as Prefect's events are (`prefect/server/events/schemas/events.py`). */
export type PrefectEvent = {
  readonly id: string
  readonly occurred: Stamp
  /** As in `prefect.flow-run.Completed`. */
  readonly event: string
  readonly resource: EventResource
  readonly related: readonly RelatedResource[]
  readonly payload: JsonObject
  /** The event that came right before, when both are close together. */
  readonly follows: string | null
}

/** An event that is kept: numbered in the order of arrival. */
export type ReceivedEvent = PrefectEvent & { readonly seq: number; readonly received: Stamp }

/** Events that occurred within five minutes may be told as following each other (`_timing_is_tight`). */
const TIGHT: Stamp = 5 * 60 * 1_000_000

/** Whether two moments are so close that the later event is told as following the earlier one. */
export function isTight(one: Stamp, other: Stamp): boolean {
  return Math.abs(one - other) < TIGHT
}

/** The event as the API writes it. */
export function eventBody(event: ReceivedEvent): JsonObject {
  return {
    occurred: stampText(event.occurred),
    event: event.event,
    resource: event.resource,
    related: event.related,
    payload: event.payload,
    id: event.id,
    follows: event.follows,
    received: stampText(event.received),
  }
}
