import type { JsonObject } from '../../model/json.ts'
import type { StoreAndVault } from '../blocks/document-writes.ts'
import type { Vault } from '../blocks/vault.ts'
import type { WorkerHelloFrame } from '../model/requests.ts'
import { templateDetail } from '../parameters/job-template.ts'
import { withBlockDefaults } from '../parameters/block-defaults.ts'
import { templateDefaultsProblem } from '../parameters/job-variables.ts'
import { WHOLE_LIST } from '../store/page.ts'
import type { Writer } from '../store/store.ts'
import { type WorkPool, readWorkPool, readWorkPoolById } from '../store/work-pool.ts'
import { findWorkQueues, readWorkQueue } from '../store/work-queue.ts'
import { ChannelEnd } from './channel-close.ts'
import { hearWorker } from './heartbeat.ts'
import { changePool, createPool } from './pools.ts'

type Hello = WorkerHelloFrame['payload']

/** A worker that was let in: its pool as it is now, and the queues that it polls. */
export type Welcome = {
  readonly pool: WorkPool
  readonly queues: readonly { readonly id: string; readonly name: string }[]
  readonly accepted: readonly string[]
  readonly rejected: readonly string[]
}

export const CHANNEL_VERSION = 'work_pool_worker_channel.v1'
/** What a channel can do here, all of which a worker has to ask for. Nothing is handed out to be cleaned up. */
const CAPABILITIES = ['worker_heartbeat.v1', 'work_pool_snapshot.v1'] as const
const CLEANUP = 'cleanup_delivery.v1'

/**
 * Lets a worker in: makes its pool if it wants that, gives a pool without a template the worker's, and notes that the
 * worker is there (`_build_worker_ready_frame`, `prefect/server/api/workers.py`). Throws `ChannelEnd` for who may not
 * come in.
 */
export async function welcomeWorker(
  trx: Writer,
  services: StoreAndVault,
  poolName: string,
  hello: Hello,
): Promise<Welcome> {
  const { store, vault } = services
  refuseContradictions(hello)
  if (!hello.supported_channel_versions.includes(CHANNEL_VERSION)) throw new ChannelEnd('unsupported_version')
  const pool = (await readWorkPool(trx, poolName)) ?? (await newPool(trx, services, poolName, hello))
  const queues = await queuesOf(trx, pool, hello.work_queue_names ?? [])
  const template = hello.default_base_job_template ?? {}
  if (isEmpty(pool.base_job_template) && !isEmpty(template)) {
    await refuseTemplate(trx, vault, template)
    await changePool(trx, store, pool, { base_job_template: template })
  }
  await hearWorker(trx, store, pool, { name: hello.worker_name, intervalSeconds: hello.heartbeat_interval_seconds })
  const asked = new Set(hello.requested_capabilities)
  return {
    pool: (await readWorkPoolById(trx, pool.id)) ?? pool,
    queues,
    accepted: CAPABILITIES,
    rejected: [...asked].filter((name) => !CAPABILITIES.some((known) => known === name)),
  }
}

/** What pydantic's validators of the frame refuse (`WorkerHelloPayload`). */
function refuseContradictions(hello: Hello): void {
  const asked = hello.requested_capabilities
  const wantsCleanup = (hello.handled_cleanup_kinds ?? []).length > 0 || (hello.max_cleanup_concurrency ?? 0) > 0
  const isWhole = CAPABILITIES.every((name) => asked.includes(name))
  if (!isWhole || (wantsCleanup && !asked.includes(CLEANUP))) throw new ChannelEnd('protocol_error')
}

async function newPool(trx: Writer, { store, vault }: StoreAndVault, name: string, hello: Hello): Promise<WorkPool> {
  const isReserved = name.toLowerCase().startsWith('prefect')
  if (hello.create_pool_if_not_found !== true || isReserved) throw new ChannelEnd('authorization_failed')
  const template = hello.default_base_job_template ?? {}
  await refuseTemplate(trx, vault, template)
  // Prefect fails over such a name and lets the worker try for ever
  if (!/^[^/%&><]+$/.test(name)) throw new ChannelEnd('protocol_error')
  return createPool(trx, store, { name, type: hello.worker_type, base_job_template: template })
}

async function refuseTemplate(trx: Writer, vault: Vault, template: JsonObject): Promise<void> {
  const problem = templateDetail(template) ?? templateDefaultsProblem(await withBlockDefaults(trx, vault, template))
  if (problem !== undefined) throw new ChannelEnd('protocol_error')
}

async function queuesOf(trx: Writer, pool: WorkPool, names: readonly string[]): Promise<Welcome['queues']> {
  if (names.length === 0) {
    const all = await findWorkQueues(trx, pool.id, undefined, WHOLE_LIST)
    return all.map(({ id, name }) => ({ id, name }))
  }
  const found: { readonly id: string; readonly name: string }[] = []
  for (const name of new Set(names)) {
    const queue = await readWorkQueue(trx, pool.name, name)
    if (queue === undefined) throw new ChannelEnd('authorization_failed')
    found.push({ id: queue.id, name })
  }
  return found
}

function isEmpty(template: object): boolean {
  return Object.keys(template).length === 0
}
