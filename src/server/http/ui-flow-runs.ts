import type { Services } from '../services.ts'
import { findSimpleFlowRuns } from '../store/flow-run-history.ts'
import { countTaskRunsByFlowRun } from '../store/run-counts.ts'
import { offsetOf } from './paging.ts'
import { type Route, ok, post } from './route.ts'

/** The most runs of one chart. */
const MOST_RUNS = 1000

/** `/ui/flow_runs`: what Prefect's own pages ask of runs. */
export function uiFlowRunRoutes({ store }: Services): readonly Route[] {
  return [
    post('/ui/flow_runs/history', {
      summary: 'Find flow runs as charts show them',
      body: 'SimpleFlowRunsQuery',
      answers: { 200: { list: 'SimpleFlowRun' } },
      async handle({ body }) {
        const { sort = 'EXPECTED_START_TIME_DESC', limit = MOST_RUNS, offset = 0 } = body
        // Less than nothing is no limit for Prefect.
        const page = { limit: limit < 0 ? MOST_RUNS : limit, offset: offsetOf(offset) }
        const view = { page, sort, now: store.now() }
        return ok(await store.read((db) => findSimpleFlowRuns(db, body, view)))
      },
    }),
    post('/ui/flow_runs/count-task-runs', {
      summary: 'Count the task runs of flow runs',
      body: 'FlowRunIds',
      answers: { 200: 'CountsById' },
      handle: async ({ body }) => ok(await store.read((db) => countTaskRunsByFlowRun(db, body.flow_run_ids))),
    }),
  ]
}
