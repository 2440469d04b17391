import { type SqlBool, sql } from 'kysely'
import { isAbsent } from '../model/absent.ts'
import type { WorkPoolFilter, WorkQueueFilter } from '../model/requests.ts'
import { type Predicate, amongTerms, combined, startsLike } from './predicate.ts'

/** The condition on table `work_pool` that a filter says. */
export function workPoolMatches(filter: WorkPoolFilter): Predicate {
  return combined(filter.operator, [
    ...amongTerms('work_pool.id', filter.id),
    ...amongTerms('work_pool.name', filter.name),
    ...amongTerms('work_pool.type', filter.type),
  ])
}

/** The condition on table `work_queue` that a filter says. */
export function workQueueMatches(filter: WorkQueueFilter): Predicate {
  const { name } = filter
  return combined(filter.operator, [
    ...amongTerms('work_queue.id', filter.id),
    ...amongTerms('work_queue.name', { any_: name?.any_ }),
    ...(isAbsent(name?.startswith_) ? [] : [startsLike('work_queue.name', name.startswith_)]),
  ])
}

/** The condition that the queue which a row of another table points at is one that the filters want; none without filters. */
export function throughQueue(
  pointer: 'deployment.work_queue_id' | 'flow_run.work_queue_id',
  pools: WorkPoolFilter | null | undefined,
  queues: WorkQueueFilter | null | undefined,
): readonly Predicate[] {
  if (isAbsent(pools) && isAbsent(queues)) return []
  return [
    sql<SqlBool>`${sql.ref(pointer)} in (select work_queue.id from work_queue
      join work_pool on work_pool.id = work_queue.work_pool_id where ${queueInPoolMatches(pools, queues)})`,
  ]
}

/** The condition on `work_queue` joined with its `work_pool` that both filters say. */
export function queueInPoolMatches(
  pools: WorkPoolFilter | null | undefined,
  queues: WorkQueueFilter | null | undefined,
): Predicate {
  return combined('and_', [
    ...(isAbsent(pools) ? [] : [workPoolMatches(pools)]),
    ...(isAbsent(queues) ? [] : [workQueueMatches(queues)]),
  ])
}
