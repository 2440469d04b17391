import { type SqlBool, sql } from 'kysely'
import { isAbsent } from '../model/absent.ts'
import type { FlowRunFilter, TaskRunFilter } from '../model/requests.ts'
import { flowRunMatches, stateTerms, timeTerms } from './flow-run-filter.ts'
import { type Predicate, among, amongTerms, combined, nameTerms, tagTerms } from './predicate.ts'

/** The condition on table `task_run` that a filter says (`TaskRunFilter`, `prefect/server/schemas/filters.py`). */
export function taskRunMatches(filter: TaskRunFilter): Predicate {
  return combined(filter.operator, [
    ...amongTerms('task_run.id', filter.id),
    ...nameTerms('task_run.name', filter.name),
    ...tagTerms('task_run.tags', filter.tags),
    ...stateTerms('task_run', filter.state),
    ...timeTerms('task_run.start_time', filter.start_time),
    ...timeTerms('task_run.end_time', filter.end_time),
    ...timeTerms('task_run.expected_start_time', filter.expected_start_time),
    ...subflowTerms(filter.subflow_runs?.exists_),
    ...flowRunTerms(filter.flow_run_id),
  ])
}

/** A condition on the flow runs that hold one of the task runs that a filter says. */
export function holdsTaskRun(filter: TaskRunFilter): Predicate {
  return sql<SqlBool>`exists (select 1 from task_run
    where task_run.flow_run_id = flow_run.id and ${taskRunMatches(filter)})`
}

/** The condition that there is a flow run, linked so, which meets both filters; none where neither is given. */
export function throughFlowRun(
  link: Predicate,
  runs: FlowRunFilter | null | undefined,
  tasks: TaskRunFilter | null | undefined,
): Predicate[] {
  if (isAbsent(runs) && isAbsent(tasks)) return []
  const terms = [link]
  if (!isAbsent(runs)) terms.push(flowRunMatches(runs))
  if (!isAbsent(tasks)) terms.push(holdsTaskRun(tasks))
  return [sql<SqlBool>`exists (select 1 from flow_run where ${combined('and_', terms)})`]
}

function subflowTerms(exists: boolean | null | undefined): Predicate[] {
  if (isAbsent(exists)) return []
  return [
    sql<SqlBool>`${sql.raw(exists ? '' : 'not ')}exists (select 1 from flow_run as subflow
      where subflow.parent_task_run_id = task_run.id)`,
  ]
}

/** Without ids, the filter asks for task runs in any flow run, unless it asks for those in none. */
function flowRunTerms(filter: TaskRunFilter['flow_run_id']): Predicate[] {
  if (isAbsent(filter)) return []
  const { any_: ids, is_null_: isNull = false } = filter
  if (isNull === true) return [sql<SqlBool>`task_run.flow_run_id is null`]
  if (!isAbsent(ids)) return [among('task_run.flow_run_id', ids)]
  return isNull === false ? [sql<SqlBool>`task_run.flow_run_id is not null`] : []
}
