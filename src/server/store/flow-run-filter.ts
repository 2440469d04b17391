import { isAbsent } from '../absent.ts'
import { type SqlBool, sql } from 'kysely'
import type { FlowRunFilter, RunDeploymentFilter, StateFilter, TimeFilter } from '../requests.ts'
import { momentOf } from '../moment.ts'
import { type Predicate, amongTerms, combined, nameTerms, tagTerms } from './predicate.ts'

/** The condition on table `flow_run` that a filter says. */
export function flowRunMatches(filter: FlowRunFilter): Predicate {
  return combined(filter.operator, [
    ...amongTerms('flow_run.id', filter.id),
    ...nameTerms('flow_run.name', filter.name),
    ...tagTerms('flow_run.tags', filter.tags),
    ...deploymentTerms(filter.deployment_id),
    ...stateTerms(filter.state),
    ...timeTerms('flow_run.expected_start_time', filter.expected_start_time),
    ...timeTerms('flow_run.next_scheduled_start_time', filter.next_scheduled_start_time),
    ...amongTerms('flow_run.idempotency_key', filter.idempotency_key),
  ])
}

function deploymentTerms(filter: RunDeploymentFilter | null | undefined): Predicate[] {
  if (isAbsent(filter)) return []
  const terms = amongTerms('flow_run.deployment_id', { any_: filter.any_ })
  if (!isAbsent(filter.is_null_)) {
    terms.push(sql<SqlBool>`flow_run.deployment_id is ${sql.raw(filter.is_null_ ? '' : 'not ')}null`)
  }
  return [combined(filter.operator, terms)]
}

function stateTerms(filter: StateFilter | null | undefined): Predicate[] {
  if (isAbsent(filter)) return []
  return [
    combined(filter.operator, [
      ...amongTerms('flow_run.state_type', filter.type),
      ...amongTerms('flow_run.state_name', filter.name),
    ]),
  ]
}

function timeTerms(column: string, filter: TimeFilter | null | undefined): Predicate[] {
  const terms: Predicate[] = []
  if (!isAbsent(filter?.before_)) terms.push(sql<SqlBool>`${sql.ref(column)} <= ${momentOf(filter.before_)}`)
  if (!isAbsent(filter?.after_)) terms.push(sql<SqlBool>`${sql.ref(column)} >= ${momentOf(filter.after_)}`)
  return terms
}
