import { isDeepStrictEqual } from 'node:util'
import { emitEvents } from '../events/emit-event.ts'
import type { Deployment } from '../store/deployment.ts'
import { readToldDeployment } from '../store/told.ts'
import type { Store, Writer } from '../store/store.ts'
import { type Updates, deploymentEvent, deploymentUpdatedEvent } from '../work/work-events.ts'

/** Tells that a deployment was made, or is about to be deleted. */
export async function tellOfDeployment(
  trx: Writer,
  store: Store,
  what: 'created' | 'deleted',
  id: string,
): Promise<void> {
  const told = await readToldDeployment(trx, id)
  if (told !== undefined) await emitEvents(trx, store, [deploymentEvent(store, told, what)])
}

/**
 * Tells what has changed of a deployment, if anything has (`_detect_deployment_changed_fields`,
 * `prefect/server/models/deployments.py`).
 */
export async function tellOfChange(trx: Writer, store: Store, before: Deployment, after: Deployment): Promise<void> {
  const updates = changes(before, after)
  if (Object.keys(updates).length === 0) return
  const told = await readToldDeployment(trx, after.id)
  if (told !== undefined) await emitEvents(trx, store, [deploymentUpdatedEvent(store, told, updates)])
}

function changes(before: Deployment, after: Deployment): Updates {
  const [former, present] = [told(before), told(after)]
  const changed = FIELDS.filter((field) => !isDeepStrictEqual(former[field], present[field]))
  return Object.fromEntries(changed.map((field) => [field, { from: former[field], to: present[field] }]))
}

const FIELDS = [
  'description',
  'tags',
  'parameters',
  'parameter_openapi_schema',
  'enforce_parameter_schema',
  'entrypoint',
  'path',
  'pull_steps',
  'work_queue_id',
  'infra_overrides',
  'paused',
  'labels',
  'version',
  'concurrency_limit_id',
  'concurrency_options',
] as const

/** The fields by the names of Prefect's columns. */
function told(deployment: Deployment): { readonly [Field in (typeof FIELDS)[number]]: unknown } {
  return { ...deployment, infra_overrides: deployment.job_variables }
}
