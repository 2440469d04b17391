import { storedUuid } from '../bodies/stored-uuid.ts'
import type { EventResource, PrefectEvent } from '../model/event.ts'

/** The id of the first resource of a kind that an event has to do with. */
export function idOfKind(event: PrefectEvent, kind: string): string | undefined {
  return idIn(resourceOfKind(event, kind)?.['prefect.resource.id'] ?? '', kind)
}

/** The first resource of a kind that an event has to do with. */
export function resourceOfKind(event: PrefectEvent, kind: string): EventResource | undefined {
  return [event.resource, ...event.related].find(
    ({ 'prefect.resource.id': id }) => id.slice(0, id.lastIndexOf('.')) === `prefect.${kind}`,
  )
}

/** The id within `prefect.<kind>.<id>`, when it is one. */
export function idIn(resourceId: string, kind: string): string | undefined {
  const prefix = `prefect.${kind}.`
  return resourceId.startsWith(prefix) ? storedUuid(resourceId.slice(prefix.length)) : undefined
}
