import { type Json, type JsonObject, canonicalJson, isJsonObject } from '../../model/json.ts'
import { Problem } from '../problem.ts'
import type { Services } from '../services.ts'
import { taskRunText } from '../store/task-run-text.ts'
import { findTaskRuns } from '../store/task-run.ts'
import { type Route, get, ok } from './route.ts'

/** `/flow_runs/{id}/graph`: the task runs of a flow run, each with what it took as input. The newer graph says more. */
export function flowRunDependencyRoutes({ store }: Services): readonly Route[] {
  return [
    get('/flow_runs/{id:uuid}/graph', {
      summary: 'Read what the task runs of a flow run depend on',
      answers: { 200: { list: 'DependencyResult' } },
      async handle({ params }) {
        const runs = await store.read(async (db) => {
          const flowRun = await db.selectFrom('flow_run').select('id').where('id', '=', params.id).executeTakeFirst()
          if (flowRun === undefined) throw notFound(params.id)
          const filters = { flow_runs: { id: { any_: [params.id] } } }
          return findTaskRuns(db, filters, { page: ALL, sort: 'ID_DESC' })
        })
        const now = store.now()
        return ok(runs.map((run) => dependencyOf(JSON.parse(taskRunText(run, now)))))
      },
    }),
  ]
}

const ALL = { limit: -1, offset: 0 }

function dependencyOf(run: JsonObject): JsonObject {
  const { id, name, state, expected_start_time, start_time, end_time, total_run_time, estimated_run_time } = run
  const inputs = isJsonObject(run.task_inputs) ? Object.values(run.task_inputs).flat() : []
  return {
    id: id ?? null,
    name: name ?? null,
    upstream_dependencies: distinct(inputs),
    state: state ?? null,
    expected_start_time: expected_start_time ?? null,
    start_time: start_time ?? null,
    end_time: end_time ?? null,
    total_run_time: total_run_time ?? null,
    estimated_run_time: estimated_run_time ?? null,
    untrackable_result: isUntrackable(state),
  }
}

function distinct(values: readonly Json[]): readonly Json[] {
  return [...new Map(values.map((value) => [canonicalJson(value), value])).values()]
}

function isUntrackable(state: Json | undefined): boolean {
  const details = isJsonObject(state) ? state.state_details : undefined
  return isJsonObject(details) && details.untrackable_result === true
}

function notFound(id: string): Problem {
  return new Problem(404, { exception_message: `Flow run with id ${id} not found` })
}
