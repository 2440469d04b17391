import { isAbsent } from '../model/absent.ts'
import { type SqlBool, sql } from 'kysely'
import type { FlowDeploymentFilter, FlowFilter } from '../model/requests.ts'
import { type Predicate, amongTerms, combined, nameTerms, tagTerms } from './predicate.ts'

/** The condition on table `flow` that a filter says. */
export function flowMatches(filter: FlowFilter): Predicate {
  return combined(filter.operator, [
    ...amongTerms('flow.id', filter.id),
    ...deploymentTerms(filter.deployment),
    ...nameTerms('flow.name', filter.name),
    ...tagTerms('flow.tags', filter.tags),
  ])
}

function deploymentTerms(filter: FlowDeploymentFilter | null | undefined): Predicate[] {
  if (isAbsent(filter?.is_null_)) return []
  const not = sql.raw(filter.is_null_ ? 'not ' : '')
  return [sql<SqlBool>`${not}exists (select 1 from deployment where deployment.flow_id = flow.id)`]
}
