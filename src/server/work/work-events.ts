import { type EventResource, type PrefectEvent, type RelatedResource, relatedResource } from '../model/event.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Store } from '../store/store.ts'
import type { ToldDeployment, ToldQueue } from '../store/told.ts'
import type { WorkPool } from '../store/work-pool.ts'

// What is told of pools, queues and deployments (`prefect/server/models/events.py`, 3.8.8).

export type Status = 'READY' | 'NOT_READY' | 'PAUSED'

/** What changed of something that is told as updated. */
export type Updates = { readonly [field: string]: { readonly from: unknown; readonly to: unknown } }

/** As in `prefect.work-pool.not-ready`. */
export function poolStatusEvent(
  pool: WorkPool,
  status: Status,
  { id, at, follows }: { readonly id: string; readonly at: Stamp; readonly follows: string | null },
): PrefectEvent {
  const { 'prefect.resource.role': _role, ...resource } = poolResource(pool)
  return { id, occurred: at, event: `prefect.work-pool.${kebab(status)}`, resource, related: [], payload: {}, follows }
}

export function poolEvent(store: Store, pool: WorkPool, what: 'created' | 'deleted'): PrefectEvent {
  const storage = pool.storage_configuration['default_result_storage_block_id']
  return told(store, `prefect.work-pool.${what}`, poolResource(pool), {
    related: [
      ...(pool.default_queue_id === null
        ? []
        : [relatedResource('work-queue', pool.default_queue_id, 'default-queue')]),
      ...(typeof storage === 'string' ? [relatedResource('block-document', storage, 'result-storage')] : []),
    ],
  })
}

export function poolUpdatedEvent(store: Store, pool: WorkPool, updates: Updates): PrefectEvent {
  return told(store, 'prefect.work-pool.updated', poolResource(pool), { payload: updated(updates) })
}

export function queueEvent(store: Store, queue: ToldQueue, what: 'created' | 'deleted' | Status): PrefectEvent {
  return told(store, `prefect.work-queue.${kebab(what)}`, queueResource(queue), { related: [poolOf(queue)] })
}

export function queueUpdatedEvent(store: Store, queue: ToldQueue, updates: Updates): PrefectEvent {
  const [related, payload] = [[poolOf(queue)], updated(updates)]
  return told(store, 'prefect.work-queue.updated', queueResource(queue), { related, payload })
}

export function deploymentStatusEvent(store: Store, deployment: ToldDeployment, status: Status): PrefectEvent {
  return deploymentEvent(store, deployment, kebab(status))
}

export function deploymentEvent(store: Store, deployment: ToldDeployment, what: string): PrefectEvent {
  const related = relatedToDeployment(deployment)
  return told(store, `prefect.deployment.${what}`, deploymentResource(deployment), { related })
}

export function deploymentUpdatedEvent(store: Store, deployment: ToldDeployment, updates: Updates): PrefectEvent {
  const [related, payload] = [relatedToDeployment(deployment), updated(updates)]
  return told(store, 'prefect.deployment.updated', deploymentResource(deployment), { related, payload })
}

function deploymentResource({ id, name }: ToldDeployment): EventResource {
  return { 'prefect.resource.id': `prefect.deployment.${id}`, 'prefect.resource.name': name }
}

/** What a deployment has to do with, in Prefect's order. */
function relatedToDeployment(deployment: ToldDeployment): readonly RelatedResource[] {
  const { queueId, poolId, limitId, storageId, infrastructureId } = deployment
  return [
    { ...relatedResource('flow', deployment.flowId, 'flow'), 'prefect.resource.name': deployment.flowName },
    ...(queueId === null
      ? []
      : [{ ...relatedResource('work-queue', queueId, 'work-queue'), 'prefect.resource.name': deployment.queueName }]),
    ...(poolId === null
      ? []
      : [
          {
            ...relatedResource('work-pool', poolId, 'work-pool'),
            'prefect.resource.name': deployment.poolName,
            'prefect.work-pool.type': deployment.poolType,
          },
        ]),
    ...(storageId === null ? [] : [relatedResource('block-document', storageId, 'storage')]),
    ...(infrastructureId === null ? [] : [relatedResource('block-document', infrastructureId, 'infrastructure')]),
    ...(limitId === null ? [] : [relatedResource('concurrency-limit', limitId, 'concurrency-limit')]),
  ]
}

function told(
  store: Store,
  event: string,
  resource: EventResource,
  { related = [], payload = {} }: { readonly related?: readonly RelatedResource[]; readonly payload?: JsonObject },
): PrefectEvent {
  return { id: store.uuid(), occurred: store.now(), event, resource, related, payload, follows: null }
}

function poolResource(pool: WorkPool) {
  return {
    'prefect.resource.id': `prefect.work-pool.${pool.id}`,
    'prefect.resource.name': pool.name,
    'prefect.work-pool.type': pool.type,
    'prefect.resource.role': 'work-pool',
  }
}

function queueResource(queue: ToldQueue): EventResource {
  return {
    'prefect.resource.id': `prefect.work-queue.${queue.id}`,
    'prefect.resource.name': queue.name,
    'prefect.resource.role': 'work-queue',
  }
}

function poolOf(queue: ToldQueue): RelatedResource {
  return {
    ...relatedResource('work-pool', queue.work_pool_id, 'work-pool'),
    'prefect.resource.name': queue.work_pool_name,
    'prefect.work-pool.type': queue.work_pool_type,
  }
}

function updated(updates: Updates): JsonObject {
  const copy: JsonObject = JSON.parse(JSON.stringify({ updated_fields: Object.keys(updates), updates }))
  return copy
}

function kebab(word: string): string {
  return word.toLowerCase().replaceAll('_', '-')
}
