import type { Json } from '../../model/json.ts'
import type { StateType } from '../../generated/prefect-api.ts'
import { objectNotFound, refused } from '../problem.ts'
import { nullableStampText } from '../store/columns.ts'
import {
  type GraphArtifactRow,
  type GraphRow,
  countGraphRows,
  readGraphArtifacts,
  readGraphRows,
} from '../store/flow-run-graph.ts'
import { readFlowRunRow } from '../store/flow-run.ts'
import { readStateNames } from '../store/flow-run-state.ts'
import { type Stamp, stampText } from '../model/stamp.ts'
import type { Reader } from '../store/store.ts'

/** The most nodes, and the most artifacts, that are shown (`PREFECT_API_MAX_FLOW_RUN_GRAPH_NODES`). */
const MOST = 10_000

type Edge = { readonly id: string }
type Artifact = {
  readonly id: string
  readonly created: string
  readonly key: string | null
  readonly type: string | null
  readonly is_latest: boolean
  readonly data: Json
}
type Node = {
  readonly kind: GraphRow['kind']
  readonly id: string
  readonly label: string
  readonly state_type: StateType
  readonly start_time: string
  readonly end_time: string | null
  readonly parents: readonly Edge[]
  readonly children: readonly Edge[]
  readonly encapsulating: readonly Edge[]
  readonly artifacts: readonly Artifact[]
}

/**
 * The task runs and subflows of a run that have not ended before `since`, and which waited for which
 * (`flow_run_graph_v2`, `prefect/server/database/query_components.py`). Throws the 404 of an unknown run, and the 400
 * of a run with more nodes than are shown.
 */
export async function flowRunGraph(db: Reader, flowRunId: string, since: Stamp) {
  const run = await readFlowRunRow(db, flowRunId)
  if (run === undefined) throw objectNotFound(`Flow run ${flowRunId} not found`)
  if ((await countGraphRows(db, flowRunId, since)) > MOST) {
    throw refused(400, `The graph of flow run ${flowRunId} has more than ${MOST} nodes.`)
  }
  const artifacts = Map.groupBy(await readGraphArtifacts(db, flowRunId, MOST), (row) => row.task_run_id)
  const nodes = nodesOf(await readGraphRows(db, flowRunId), since, artifacts)
  return {
    start_time: nullableStampText(run.start_time ?? run.expected_start_time),
    end_time: nullableStampText(run.end_time),
    root_node_ids: nodes.filter(({ parents }) => parents.length === 0).map(({ id }) => id),
    nodes: nodes.map((node) => [node.id, node] as const),
    artifacts: (artifacts.get(null) ?? []).map(artifactOf),
    states: await readStateNames(db, flowRunId),
  }
}

/** The name under which a task run lists the runs that enclose it. */
const ENCLOSING = '__parents__'

function nodesOf(
  rows: readonly GraphRow[],
  since: Stamp,
  artifacts: ReadonlyMap<string | null, readonly GraphArtifactRow[]>,
): readonly Node[] {
  const known = new Map(rows.map(({ id }) => [id, { parents: newIds(), children: newIds(), encapsulating: newIds() }]))
  for (const { id, inputs } of rows) {
    const pairs: readonly (readonly [string, string])[] = JSON.parse(inputs)
    for (const [name, source] of pairs) {
      const other = known.get(source)
      if (other === undefined) continue
      known.get(id)?.[name === ENCLOSING ? 'encapsulating' : 'parents'].add(source)
      if (name !== ENCLOSING) other.children.add(id)
    }
  }
  return rows
    .filter(({ end }) => end === null || end >= since)
    .toSorted((one, other) => one.start - other.start || (one.end ?? 0) - (other.end ?? 0))
    .map(({ kind, id, label, state_type, start, end }) => ({
      kind,
      id,
      label,
      state_type,
      start_time: stampText(start),
      end_time: nullableStampText(end),
      parents: edges(known.get(id)?.parents),
      children: edges(known.get(id)?.children),
      encapsulating: edges(known.get(id)?.encapsulating),
      artifacts: (artifacts.get(id) ?? []).map(artifactOf),
    }))
}

function newIds(): Set<string> {
  return new Set()
}

function edges(ids: ReadonlySet<string> = new Set()): readonly Edge[] {
  return [...ids].map((id) => ({ id }))
}

function artifactOf({ id, created, key, type, is_latest, data }: GraphArtifactRow): Artifact {
  const shown: Json = data === null ? null : JSON.parse(data)
  return { id, created: stampText(created), key, type, is_latest: is_latest === 1, data: shown }
}
