import { among } from './predicate.ts'
import type { Reader } from './store.ts'
import type { WorkQueue } from './work-queue.ts'

// What events tell of queues and deployments.

/** A queue with the type of its pool. */
export type ToldQueue = Pick<WorkQueue, 'id' | 'name' | 'work_pool_id' | 'work_pool_name'> & {
  readonly work_pool_type: string
}

/** A deployment with the names of what it has to do with. */
export type ToldDeployment = {
  readonly id: string
  readonly name: string
  readonly flowId: string
  readonly flowName: string
  readonly queueId: string | null
  readonly queueName: string | null
  readonly poolId: string | null
  readonly poolName: string | null
  readonly poolType: string | null
  readonly limitId: string | null
  readonly storageId: string | null
  readonly infrastructureId: string | null
}

/** A deployment with what events tell of it; undefined if there is none of that id. */
export function readToldDeployment(db: Reader, id: string): Promise<ToldDeployment | undefined> {
  return toldDeployments(db).where('deployment.id', '=', id).executeTakeFirst()
}

/** Selects queues, the most urgent of a pool first. */
export function toldQueues(db: Reader, ids: readonly string[]) {
  return db
    .selectFrom('work_queue')
    .innerJoin('work_pool', 'work_pool.id', 'work_queue.work_pool_id')
    .select([
      'work_queue.id',
      'work_queue.name',
      'work_pool.id as work_pool_id',
      'work_pool.name as work_pool_name',
      'work_pool.type as work_pool_type',
    ])
    .where(among('work_queue.id', ids))
    .orderBy('work_queue.priority')
    .orderBy('work_queue.id')
}

/** Selects deployments. */
export function toldDeployments(db: Reader) {
  return db
    .selectFrom('deployment')
    .innerJoin('flow', 'flow.id', 'deployment.flow_id')
    .leftJoin('work_queue', 'work_queue.id', 'deployment.work_queue_id')
    .leftJoin('work_pool', 'work_pool.id', 'work_queue.work_pool_id')
    .select([
      'deployment.id',
      'deployment.name',
      'flow.id as flowId',
      'flow.name as flowName',
      'work_queue.id as queueId',
      'work_queue.name as queueName',
      'work_pool.id as poolId',
      'work_pool.name as poolName',
      'work_pool.type as poolType',
      'deployment.concurrency_limit_id as limitId',
      'deployment.storage_document_id as storageId',
      'deployment.infrastructure_document_id as infrastructureId',
    ])
    .orderBy('deployment.id')
}
