import { type SqlBool, sql } from 'kysely'
import { isAbsent } from '../model/absent.ts'
import type { ArtifactCollectionFilter, ArtifactFilter, ArtifactsQuery } from '../model/requests.ts'
import { deploymentMatches } from './deployment-filter.ts'
import { flowMatches } from './flow-filter.ts'
import { flowRunMatches } from './flow-run-filter.ts'
import { type Predicate, amongTerms, combined, nameTerms } from './predicate.ts'
import { taskRunMatches } from './task-run-filter.ts'

type Table = 'artifact' | 'artifact_collection'

/** What the run that left an artifact must be. */
type RunFilters = Pick<ArtifactsQuery, 'flow_runs' | 'task_runs' | 'flows' | 'deployments'>

/** The condition on `artifact` or `artifact_collection` that a filter says, together with those on their runs. */
export function artifactMatches(
  table: Table,
  filter: ArtifactFilter | ArtifactCollectionFilter | null | undefined,
  runs: RunFilters,
): Predicate {
  return combined('and_', [
    ...(isAbsent(filter) ? [] : [own(table, filter)]),
    ...flowRunTerms(table, runs),
    ...taskRunTerms(table, runs),
  ])
}

function own(table: Table, filter: ArtifactFilter | ArtifactCollectionFilter): Predicate {
  return combined(filter.operator, [
    ...('id' in filter ? amongTerms(`${table}.id`, filter.id) : []),
    ...('latest_id' in filter ? amongTerms(`${table}.latest_id`, filter.latest_id) : []),
    ...keyTerms(`${table}.key`, filter.key),
    ...amongTerms(`${table}.flow_run_id`, filter.flow_run_id),
    ...amongTerms(`${table}.task_run_id`, filter.task_run_id),
    ...amongTerms(`${table}.type`, filter.type),
  ])
}

function keyTerms(column: string, filter: ArtifactFilter['key']): Predicate[] {
  const terms = nameTerms(column, filter)
  if (isAbsent(filter?.exists_)) return terms
  return [...terms, sql<SqlBool>`${sql.ref(column)} is ${sql.raw(filter.exists_ ? 'not ' : '')}null`]
}

function flowRunTerms(table: Table, { flow_runs: runs, flows, deployments }: RunFilters): Predicate[] {
  if (isAbsent(runs) && isAbsent(flows) && isAbsent(deployments)) return []
  const terms = [
    sql<SqlBool>`flow_run.id = ${sql.ref(`${table}.flow_run_id`)}`,
    ...(isAbsent(runs) ? [] : [flowRunMatches(runs)]),
    ...(isAbsent(flows)
      ? []
      : [sql<SqlBool>`exists (select 1 from flow where flow.id = flow_run.flow_id and ${flowMatches(flows)})`]),
    ...(isAbsent(deployments)
      ? []
      : [
          sql<SqlBool>`exists (select 1 from deployment
            where deployment.id = flow_run.deployment_id and ${deploymentMatches(deployments)})`,
        ]),
  ]
  return [sql<SqlBool>`exists (select 1 from flow_run where ${combined('and_', terms)})`]
}

function taskRunTerms(table: Table, { task_runs: tasks }: RunFilters): Predicate[] {
  if (isAbsent(tasks)) return []
  return [
    sql<SqlBool>`exists (select 1 from task_run
      where task_run.id = ${sql.ref(`${table}.task_run_id`)} and ${taskRunMatches(tasks)})`,
  ]
}
