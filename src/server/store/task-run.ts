import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { StateType } from '../../generated/prefect-api.ts'
import { isAbsent } from '../model/absent.ts'
import type { TaskRunDashboard, TaskRunsQuery } from '../model/requests.ts'
import { deploymentMatches } from './deployment-filter.ts'
import { flowMatches } from './flow-filter.ts'
import { flowRunMatches } from './flow-run-filter.ts'
import type { Page } from './page.ts'
import { type Predicate, amongTerms, combined } from './predicate.ts'
import type { Reader } from './store.ts'
import type { TaskRunRow } from './tables.ts'
import { taskRunMatches } from './task-run-filter.ts'
import { throughQueue } from './work-pool-filter.ts'

/** Which task runs: filters through all that they have to do with. */
export type TaskRunFilters = Pick<TaskRunsQuery, 'flows' | 'flow_runs' | 'task_runs' | 'deployments'> &
  Pick<TaskRunDashboard, 'work_pools' | 'work_queues'>

export type TaskRunSort = NonNullable<TaskRunsQuery['sort']>

export function readTaskRun(db: Reader, id: string): Promise<TaskRunRow | undefined> {
  return db.selectFrom('task_run').selectAll().where('id', '=', id).executeTakeFirst()
}

/** A run with the name of its flow run; null for a run outside any. */
export function readTaskRunWithFlowRun(db: Reader, id: string) {
  return db
    .selectFrom('task_run')
    .leftJoin('flow_run', 'flow_run.id', 'task_run.flow_run_id')
    .selectAll('task_run')
    .select('flow_run.name as flow_run_name')
    .where('task_run.id', '=', id)
    .executeTakeFirst()
}

/** What makes a task run one and the same, whatever its id. */
export type TaskRunKey = Pick<TaskRunRow, 'flow_run_id' | 'task_key' | 'dynamic_key'>

/** The run of that flow run, or of none, task and dynamic key. */
export function readTaskRunByKey(db: Reader, key: TaskRunKey): Promise<TaskRunRow | undefined> {
  return db
    .selectFrom('task_run')
    .selectAll()
    .where('flow_run_id', 'is', key.flow_run_id)
    .where('task_key', '=', key.task_key)
    .where('dynamic_key', '=', key.dynamic_key)
    .limit(1)
    .executeTakeFirst()
}

/** The runs that filters say, in order. Only their ids are sorted: whole runs are read once it is known which. */
export function findTaskRuns(
  db: Reader,
  filters: TaskRunFilters,
  { page, sort }: { readonly page: Page; readonly sort: TaskRunSort },
): Promise<TaskRunRow[]> {
  const ids = db
    .selectFrom('task_run')
    .select('id')
    .where(combined('and_', taskRunTerms(filters)))
    .orderBy(ORDERS[sort])
    .limit(page.limit)
    .offset(page.offset)
  return db.selectFrom('task_run').selectAll().where('id', 'in', ids).orderBy(ORDERS[sort]).execute()
}

export async function countTaskRuns(db: Reader, filters: TaskRunFilters): Promise<number> {
  const row = await db
    .selectFrom('task_run')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(combined('and_', taskRunTerms(filters)))
    .executeTakeFirstOrThrow()
  return row.count
}

/** How many runs are in a state of each type; types without runs are left out. */
export async function countTaskRunsByState(
  db: Reader,
  filters: TaskRunFilters,
): Promise<readonly { readonly type: StateType; readonly count: number }[]> {
  const rows = await db
    .selectFrom('task_run')
    .select(({ fn }) => ['state_type as type', fn.countAll<number>().as('count')])
    .where('state_type', 'is not', null)
    .where(combined('and_', taskRunTerms(filters)))
    .groupBy('state_type')
    .execute()
  return rows.flatMap(({ type, count }) => (type === null ? [] : [{ type, count }]))
}

/**
 * The conditions that filters say, all of which must hold (`_apply_task_run_filters`,
 * `prefect/server/models/task_runs.py`).
 */
export function taskRunTerms(filters: TaskRunFilters): readonly Predicate[] {
  const { task_runs: tasks } = filters
  const around = flowRunTerms(filters)
  return [
    ...(isAbsent(tasks) ? [] : [taskRunMatches(tasks)]),
    ...ofFlowRuns(filters.flow_runs),
    ...(around === undefined
      ? []
      : [
          sql<SqlBool>`exists (select 1 from flow_run
            where flow_run.id = task_run.flow_run_id and ${combined('and_', around)})`,
        ]),
  ]
}

/** What the ids of flow runs say of task runs themselves: with it, those of a flow run are found by their index. */
function ofFlowRuns(runs: TaskRunFilters['flow_runs']): readonly Predicate[] {
  return runs?.operator === 'or_' ? [] : amongTerms('task_run.flow_run_id', { any_: runs?.id?.any_ })
}

/** What must hold of the flow run around a task run; undefined if nothing is asked of it, so that it may have none. */
function flowRunTerms(filters: TaskRunFilters): readonly Predicate[] | undefined {
  const { flow_runs: runs, flows, deployments, work_pools: pools, work_queues: queues } = filters
  if ([runs, flows, deployments, pools, queues].every(isAbsent)) return undefined
  const terms = isAbsent(runs) ? [] : [flowRunMatches(runs)]
  if (!isAbsent(flows)) {
    terms.push(sql<SqlBool>`exists (select 1 from flow where flow.id = flow_run.flow_id and ${flowMatches(flows)})`)
  }
  if (!isAbsent(deployments)) {
    terms.push(sql<SqlBool>`exists (select 1 from deployment
      where deployment.id = flow_run.deployment_id and ${deploymentMatches(deployments)})`)
  }
  return [...terms, ...throughQueue('flow_run.work_queue_id', pools, queues)]
}

/** Prefect's orders (`TaskRunSort`), then by id: pages must neither skip nor repeat a run. */
const ORDERS: Readonly<Record<TaskRunSort, RawBuilder<unknown>>> = {
  ID_DESC: sql`task_run.id desc`,
  EXPECTED_START_TIME_ASC: sql`task_run.expected_start_time, task_run.id`,
  EXPECTED_START_TIME_DESC: sql`task_run.expected_start_time desc, task_run.id desc`,
  NAME_ASC: sql`task_run.name, task_run.id`,
  NAME_DESC: sql`task_run.name desc, task_run.id desc`,
  NEXT_SCHEDULED_START_TIME_ASC: sql`task_run.next_scheduled_start_time, task_run.id`,
  END_TIME_DESC: sql`task_run.end_time desc, task_run.id desc`,
}
