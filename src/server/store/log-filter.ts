import { type SqlBool, sql } from 'kysely'
import { isAbsent } from '../model/absent.ts'
import { optionalMoment } from '../model/moment.ts'
import type { LogFilter } from '../model/requests.ts'
import { type Predicate, among, combined } from './predicate.ts'
import type { LogRow } from './tables.ts'
import { matchesText, parseTextQuery } from '../model/text-query.ts'
import { textTerms } from './text-terms.ts'

/** The condition on table `log` that a filter says. */
export function logMatches(filter: LogFilter): Predicate {
  return combined(filter.operator, [
    ...levelTerms(filter.level),
    ...timestampTerms(filter.timestamp),
    ...idTerms('log.flow_run_id', filter.flow_run_id?.any_),
    ...idTerms('log.task_run_id', filter.task_run_id?.any_),
    ...nullTerms(filter.task_run_id?.is_null_),
    ...(isAbsent(filter.text) ? [] : textTerms(sql<string>`log.message || ' ' || log.name`, filter.text.query)),
  ])
}

/** Whether a line that was just written is one of those that a filter asks for. */
export function logFilter(filter: LogFilter): (log: LogRow) => boolean {
  const tests: ((log: LogRow) => boolean)[] = []
  const { level, timestamp, flow_run_id: flowRun, task_run_id: taskRun, text } = filter
  const after = optionalMoment(timestamp?.after_)
  const before = optionalMoment(timestamp?.before_)
  const flowRuns = idsOf(flowRun?.any_)
  const taskRuns = idsOf(taskRun?.any_)
  if (!isAbsent(level?.ge_)) tests.push((log) => log.level >= Number(level.ge_))
  if (!isAbsent(level?.le_)) tests.push((log) => log.level <= Number(level.le_))
  if (after !== undefined) tests.push((log) => log.timestamp >= after)
  if (before !== undefined) tests.push((log) => log.timestamp <= before)
  if (flowRuns) tests.push((log) => log.flow_run_id !== null && flowRuns.has(log.flow_run_id))
  if (taskRuns) tests.push((log) => log.task_run_id !== null && taskRuns.has(log.task_run_id))
  if (!isAbsent(taskRun?.is_null_)) tests.push((log) => (log.task_run_id === null) === taskRun.is_null_)
  const query = isAbsent(text) ? undefined : parseTextQuery(text.query)
  if (query) tests.push((log) => matchesText(`${log.message} ${log.name}`, query))
  if (tests.length === 0) return () => true
  return filter.operator === 'or_'
    ? (log) => tests.some((test) => test(log))
    : (log) => tests.every((test) => test(log))
}

function levelTerms(level: LogFilter['level']): Predicate[] {
  const terms: Predicate[] = []
  // said with a literal, too, so that SQLite sees that the index of errors has them all
  if (!isAbsent(level?.ge_) && level.ge_ >= 40)
    terms.push(sql<SqlBool>`(log.level >= ${level.ge_} and log.level >= 40)`)
  else if (!isAbsent(level?.ge_)) terms.push(sql<SqlBool>`log.level >= ${level.ge_}`)
  if (!isAbsent(level?.le_)) terms.push(sql<SqlBool>`log.level <= ${level.le_}`)
  return terms
}

function timestampTerms(timestamp: LogFilter['timestamp']): Predicate[] {
  const after = optionalMoment(timestamp?.after_)
  const before = optionalMoment(timestamp?.before_)
  return [
    ...(after === undefined ? [] : [sql<SqlBool>`log.timestamp >= ${after}`]),
    ...(before === undefined ? [] : [sql<SqlBool>`log.timestamp <= ${before}`]),
  ]
}

function idTerms(column: string, ids: readonly string[] | null | undefined): Predicate[] {
  if (isAbsent(ids)) return []
  return [
    among(
      column,
      ids.map((id) => id.toLowerCase()),
    ),
  ]
}

function nullTerms(isNull: boolean | null | undefined): Predicate[] {
  if (isAbsent(isNull)) return []
  return [sql<SqlBool>`log.task_run_id is ${sql.raw(isNull ? '' : 'not ')}null`]
}

function idsOf(ids: readonly string[] | null | undefined): ReadonlySet<string> | undefined {
  return isAbsent(ids) ? undefined : new Set(ids.map((id) => id.toLowerCase()))
}
