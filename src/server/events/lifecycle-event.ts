import type { JsonObject } from '../../model/json.ts'
import type { Store } from '../store/store.ts'
import type { PrefectEvent, RelatedResource } from '../model/event.ts'

/** What happened to something that is kept: as in `prefect.block-type.created`. */
export type Lifecycle = {
  readonly kind: string
  readonly action: 'created' | 'updated' | 'deleted'
  readonly id: string
  readonly name: string | null
  readonly payload: JsonObject
  readonly related?: readonly RelatedResource[]
}

/** The event that tells of it, now. */
export function lifecycleEvent(store: Pick<Store, 'now' | 'uuid'>, lifecycle: Lifecycle): PrefectEvent {
  const { kind, action, id, name, payload, related = [] } = lifecycle
  const resource = { 'prefect.resource.id': `prefect.${kind}.${id}` }
  return {
    id: store.uuid(),
    occurred: store.now(),
    event: `prefect.${kind}.${action}`,
    resource: name === null ? resource : { ...resource, 'prefect.resource.name': name },
    related,
    payload,
    follows: null,
  }
}

/** A resource by its kind, and in which role it is related. */
export function relatedTo(kind: string, id: string, role: string, name?: string | null): RelatedResource {
  const resource = { 'prefect.resource.id': `prefect.${kind}.${id}`, 'prefect.resource.role': role }
  return name ? { ...resource, 'prefect.resource.name': name } : resource
}
