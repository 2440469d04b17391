import { type RawBuilder, sql } from 'kysely'
import type { StateType } from '../../generated/prefect-api.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader } from './store.ts'

/** A task run of a flow run, or the subflow that it stands for, as a graph shows it. */
export type GraphRow = {
  readonly kind: 'flow-run' | 'task-run'
  readonly id: string
  readonly label: string
  readonly state_type: StateType
  readonly start: Stamp
  readonly end: Stamp | null
  /** The ids of the runs whose results went in, each with the name of the parameter: a JSON list of pairs. */
  readonly inputs: string
}

/** An artifact of a run or of one of its task runs. Data only of those that show progress. */
export type GraphArtifactRow = {
  readonly id: string
  readonly created: Stamp
  readonly key: string | null
  readonly type: string | null
  readonly is_latest: 0 | 1
  readonly data: string | null
  readonly task_run_id: string | null
}

const NODES = sql`task_run as task
  left join flow_run as sub on sub.parent_task_run_id = task.id
  left join flow on flow.id = sub.flow_id`
const START = sql<Stamp>`coalesce(sub.start_time, sub.expected_start_time, task.start_time, task.expected_start_time)`
const END = sql<Stamp | null>`coalesce(sub.end_time, task.end_time,
  case when task.state_type = 'COMPLETED' then task.expected_start_time end)`

/** The task runs of a flow run that have at least a time to begin, in the order of their ids. */
export async function readGraphRows(db: Reader, flowRunId: string): Promise<readonly GraphRow[]> {
  const { rows } = await sql<GraphRow>`
    select iif(sub.id is null, 'task-run', 'flow-run') as kind, coalesce(sub.id, task.id) as id,
      coalesce(flow.name || ' / ' || sub.name, task.name) as label,
      coalesce(sub.state_type, task.state_type) as state_type, ${START} as start, ${END} as end,
      (select json_group_array(json_array(input.key, argument.value ->> 'id'))
        from json_each(task.task_inputs) as input, json_each(input.value) as argument
        where argument.value ->> 'id' is not null) as inputs
    from ${NODES} where ${inGraph(flowRunId)} order by 2`.execute(db)
  return rows
}

/** How many of them have not ended before a moment. */
export async function countGraphRows(db: Reader, flowRunId: string, since: Stamp): Promise<number> {
  const { rows } = await sql<{ readonly count: number }>`
    select count(*) as count from ${NODES}
    where ${inGraph(flowRunId)} and (${END} is null or ${END} >= ${since})`.execute(db)
  return rows[0]?.count ?? 0
}

/** The artifacts of a run, the oldest first; not those that hold results. */
export async function readGraphArtifacts(
  db: Reader,
  flowRunId: string,
  limit: number,
): Promise<readonly GraphArtifactRow[]> {
  const { rows } = await sql<GraphArtifactRow>`
    select artifact.id, artifact.created, artifact.key, artifact.type, artifact.task_run_id,
      iif(artifact.type = 'progress', artifact.data, null) as data,
      artifact.key is null or exists (select 1 from artifact_collection as latest
        where latest.key = artifact.key and latest.latest_id = artifact.id) as is_latest
    from artifact where artifact.flow_run_id = ${flowRunId} and artifact.type <> 'result'
    order by artifact.created limit ${limit}`.execute(db)
  return rows
}

function inGraph(flowRunId: string): RawBuilder<unknown> {
  return sql`task.flow_run_id = ${flowRunId} and ${START} is not null`
}
