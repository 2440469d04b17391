import { type SqlBool, sql } from 'kysely'
import { isAbsent } from '../model/absent.ts'
import type { FlowRunsQuery } from '../model/requests.ts'
import { deploymentMatches } from './deployment-filter.ts'
import { flowMatches } from './flow-filter.ts'
import { flowRunMatches } from './flow-run-filter.ts'
import { type FlowRunText, type WholeFlowRunRow, flowRunText, wholeFlowRuns } from './flow-run-text.ts'
import { type Predicate, combined } from './predicate.ts'
import { prepared } from './prepared.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader } from './store.ts'
import { holdsTaskRun } from './task-run-filter.ts'
import { throughQueue } from './work-pool-filter.ts'

/** Which runs: filters through all that a run has to do with. */
export type FlowRunFilters = Pick<
  FlowRunsQuery,
  'flows' | 'flow_runs' | 'task_runs' | 'deployments' | 'work_pools' | 'work_pool_queues'
>

/** A run as the API answers it; undefined if there is none of that id. */
export async function readFlowRun(db: Reader, id: string, now: Stamp): Promise<FlowRunText | undefined> {
  const row = await readFlowRunRow(db, id)
  return row && flowRunText(row, now)
}

export async function readFlowRunRow(db: Reader, id: string): Promise<WholeFlowRunRow | undefined> {
  const [row] = await wholeById(db, id)
  return row
}

const wholeById = prepared((db, id: string) => wholeFlowRuns(db).where('flow_run.id', '=', id))

/** The id of the run that a flow has under an idempotency key. */
export async function findFlowRunByKey(db: Reader, flowId: string, key: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('flow_run')
    .select('id')
    .where('flow_id', '=', flowId)
    .where('idempotency_key', '=', key)
    .executeTakeFirst()
  return row?.id
}

export async function countFlowRuns(db: Reader, filters: FlowRunFilters): Promise<number> {
  const row = await db
    .selectFrom('flow_run')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(combined('and_', filterTerms(filters)))
    .executeTakeFirstOrThrow()
  return row.count
}

/**
 * The conditions that filters say, all of which must hold (`_apply_flow_run_filters`,
 * `prefect/server/models/flow_runs.py`).
 */
export function filterTerms(filters: FlowRunFilters): readonly Predicate[] {
  const { flow_runs: runs, flows, deployments, task_runs: tasks } = filters
  const { work_pools: pools, work_pool_queues: queues } = filters
  const found: Predicate[] = []
  if (!isAbsent(runs)) found.push(flowRunMatches(runs))
  if (!isAbsent(flows)) {
    found.push(sql<SqlBool>`flow_run.flow_id in (select flow.id from flow where ${flowMatches(flows)})`)
  }
  if (!isAbsent(deployments)) {
    found.push(sql<SqlBool>`flow_run.deployment_id in
      (select deployment.id from deployment where ${deploymentMatches(deployments)})`)
  }
  if (!isAbsent(tasks)) found.push(holdsTaskRun(tasks))
  found.push(...throughQueue('flow_run.work_queue_id', pools, queues))
  return found
}
