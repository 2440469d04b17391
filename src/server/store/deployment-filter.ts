import { isAbsent } from '../model/absent.ts'
import { type SqlBool, sql } from 'kysely'
import type { DeploymentFilter } from '../model/requests.ts'
import { type Predicate, amongTerms, combined, like, nameTerms, tagTerms } from './predicate.ts'

/** The condition on table `deployment` that a filter says. `concurrency_limit` is ignored, as Prefect ignores it. */
export function deploymentMatches(filter: DeploymentFilter): Predicate {
  return combined(filter.operator, [
    ...amongTerms('deployment.id', filter.id),
    ...nameTerms('deployment.name', filter.name),
    ...eitherNameTerms(filter.flow_or_deployment_name?.like_),
    ...pausedTerms(filter.paused?.eq_),
    ...tagTerms('deployment.tags', filter.tags),
    ...amongTerms('deployment.work_queue_name', filter.work_queue_name),
  ])
}

function eitherNameTerms(text: string | null | undefined): Predicate[] {
  if (!text) return []
  return [
    sql<SqlBool>`(${like('deployment.name', text)} or exists (select 1 from flow as named
      where named.id = deployment.flow_id and ${like('named.name', text)}))`,
  ]
}

function pausedTerms(paused: boolean | null | undefined): Predicate[] {
  return isAbsent(paused) ? [] : [sql<SqlBool>`deployment.paused = ${paused ? 1 : 0}`]
}
