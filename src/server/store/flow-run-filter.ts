import { type SqlBool, sql } from 'kysely'
import { isAbsent } from '../model/absent.ts'
import { momentOf } from '../model/moment.ts'
import type {
  FlowRunFilter,
  ParentFlowRunFilter,
  RunCreatedByFilter,
  StateFilter,
  TimeFilter,
  TimeOrNullFilter,
} from '../model/requests.ts'
import { type Predicate, among, amongTerms, combined, nameTerms, tagTerms } from './predicate.ts'

/** The condition on table `flow_run` that a filter says. */
export function flowRunMatches(filter: FlowRunFilter): Predicate {
  return combined(filter.operator, [
    ...amongTerms('flow_run.id', filter.id),
    ...nameTerms('flow_run.name', filter.name),
    ...tagTerms('flow_run.tags', filter.tags),
    ...orNullTerms('flow_run.deployment_id', filter.deployment_id),
    ...orNullTerms('flow_run.work_queue_name', filter.work_queue_name),
    ...amongTerms('flow_run.flow_version', filter.flow_version),
    ...stateTerms('flow_run', filter.state),
    ...startTerms(filter.start_time),
    ...timeTerms('flow_run.end_time', filter.end_time),
    ...timeTerms('flow_run.expected_start_time', filter.expected_start_time),
    ...timeTerms('flow_run.next_scheduled_start_time', filter.next_scheduled_start_time),
    ...parentTerms(filter.parent_flow_run_id),
    ...orNullTerms('flow_run.parent_task_run_id', filter.parent_task_run_id),
    ...amongTerms('flow_run.idempotency_key', filter.idempotency_key),
    ...creatorTerms(filter.created_by),
  ])
}

type OrNull = {
  readonly operator?: 'and_' | 'or_'
  readonly any_?: readonly string[] | null
  readonly is_null_?: boolean | null
}

function orNullTerms(column: string, filter: OrNull | null | undefined): Predicate[] {
  if (isAbsent(filter)) return []
  return [combined(filter.operator, [...amongTerms(column, { any_: filter.any_ }), ...nullTerms(column, filter)])]
}

function nullTerms(column: string, { is_null_: isNull }: { readonly is_null_?: boolean | null }): Predicate[] {
  if (isAbsent(isNull)) return []
  return [sql<SqlBool>`${sql.ref(column)} is ${sql.raw(isNull ? '' : 'not ')}null`]
}

/** The condition that a filter of states says; the columns of task runs are the same. */
export function stateTerms(table: 'flow_run' | 'task_run', filter: StateFilter | null | undefined): Predicate[] {
  if (isAbsent(filter)) return []
  return [
    combined(filter.operator, [
      ...onlyTerm(amongTerms(`${table}.state_type`, filter.type)),
      ...onlyTerm(amongTerms(`${table}.state_name`, filter.name)),
    ]),
  ]
}

/** A criterion that says two things of a state says nothing, as in Prefect. */
function onlyTerm(terms: readonly Predicate[]): readonly Predicate[] {
  return terms.length === 1 ? terms : []
}

/** A run that has not started counts from when it should. */
function startTerms(filter: TimeOrNullFilter | null | undefined): Predicate[] {
  if (isAbsent(filter)) return []
  const started = sql`coalesce(flow_run.start_time, flow_run.expected_start_time)`
  const terms: Predicate[] = []
  if (!isAbsent(filter.before_)) terms.push(sql<SqlBool>`${started} <= ${momentOf(filter.before_)}`)
  if (!isAbsent(filter.after_)) terms.push(sql<SqlBool>`${started} >= ${momentOf(filter.after_)}`)
  return [...terms, ...nullTerms('flow_run.start_time', filter)]
}

/** The conditions that a filter of moments says. */
export function timeTerms(column: string, filter: TimeFilter | TimeOrNullFilter | null | undefined): Predicate[] {
  if (isAbsent(filter)) return []
  const terms: Predicate[] = []
  if (!isAbsent(filter.before_)) terms.push(sql<SqlBool>`${sql.ref(column)} <= ${momentOf(filter.before_)}`)
  if (!isAbsent(filter.after_)) terms.push(sql<SqlBool>`${sql.ref(column)} >= ${momentOf(filter.after_)}`)
  return 'is_null_' in filter ? [...terms, ...nullTerms(column, filter)] : terms
}

function parentTerms(filter: ParentFlowRunFilter | null | undefined): Predicate[] {
  if (isAbsent(filter?.any_)) return []
  return [
    sql<SqlBool>`flow_run.parent_task_run_id in (select parent.id from task_run as parent
      where ${among('parent.flow_run_id', filter.any_)})`,
  ]
}

function creatorTerms(filter: RunCreatedByFilter | null | undefined): Predicate[] {
  if (isAbsent(filter)) return []
  const terms: Predicate[] = []
  if (!isAbsent(filter.id_)) terms.push(madeBy('$.id', filter.id_))
  if (!isAbsent(filter.type_)) terms.push(madeBy('$.type', filter.type_))
  return [combined(filter.operator, [...terms, ...nullTerms('flow_run.created_by', filter)])]
}

function madeBy(path: '$.id' | '$.type', values: readonly string[]): Predicate {
  return among(sql`json_extract(flow_run.created_by, ${sql.lit(path)})`, values)
}
