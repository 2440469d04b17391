import type { JsonObject } from '../../model/json.ts'
import type { Store } from '../store/store.ts'
import type { PrefectEvent, RelatedResource } from '../model/event.ts'

/** What happened to an object of the API, as in `prefect.block-type.created`. */
export type Lifecycle = {
  readonly kind: string
  readonly action: 'created' | 'updated' | 'deleted'
  readonly id: string
  readonly name: string | null
  readonly payload: JsonObject
  readonly related?: readonly RelatedResource[]
}

/** The event that tells of it, occurred now. */
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
