import { type SqlBool, sql } from 'kysely'
import { among } from './predicate.ts'
import type { Reader } from './store.ts'

/** A number for each id that was asked for. */
export type CountsById = Readonly<Record<string, number>>

/** How many task runs each flow run has, without those that stand for subflows. */
export async function countTaskRunsByFlowRun(db: Reader, ids: readonly string[]): Promise<CountsById> {
  const rows = await db
    .selectFrom('task_run')
    .select(({ fn }) => ['flow_run_id as id', fn.countAll<number>().as('count')])
    .where(among('task_run.flow_run_id', ids))
    .where(sql<SqlBool>`not exists (select 1 from flow_run where flow_run.parent_task_run_id = task_run.id)`)
    .groupBy('flow_run_id')
    .execute()
  return counts(ids, rows)
}

/** How many flow runs wait to begin in a state of that name. */
export async function countWaitingRuns(db: Reader, stateName: 'Scheduled' | 'Late'): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from flow_run where state_type = 'SCHEDULED' and state_name = ${stateName}`.execute(db)
  return rows[0]?.count ?? 0
}

/** How many deployments each flow has. */
export async function countDeploymentsByFlow(db: Reader, ids: readonly string[]): Promise<CountsById> {
  const rows = await db
    .selectFrom('deployment')
    .select(({ fn }) => ['flow_id as id', fn.countAll<number>().as('count')])
    .where(among('deployment.flow_id', ids))
    .groupBy('flow_id')
    .execute()
  return counts(ids, rows)
}

function counts(
  ids: readonly string[],
  rows: readonly { readonly id: string | null; readonly count: number }[],
): CountsById {
  const found = new Map(rows.map(({ id, count }) => [id, count]))
  return Object.fromEntries(ids.map((id) => [id, found.get(id) ?? 0]))
}
