import { isAbsent } from '../absent.ts'
import type { WorkPoolFilter, WorkQueueFilter } from '../requests.ts'
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
