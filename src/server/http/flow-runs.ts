import type { Services } from '../services.ts'
import { countFlowRuns, findFlowRuns } from '../store/flow-run.ts'
import { pageOf } from './paging.ts'
import { type Route, ok, post } from './route.ts'

/** `/flow_runs`: reading the runs that schedules made. */
export function flowRunRoutes({ store }: Services): readonly Route[] {
  return [
    post('/flow_runs/filter', {
      summary: 'Find flow runs',
      body: 'FlowRunsQuery',
      answers: { 200: { list: 'FlowRunResponse' } },
      async handle({ body }) {
        const page = pageOf(body)
        return ok(await store.read((db) => findFlowRuns(db, body, page)))
      },
    }),
    post('/flow_runs/count', {
      summary: 'Count flow runs',
      body: 'FlowRunsQuery',
      answers: { 200: 'integer' },
      handle: async ({ body }) => ok(await store.read((db) => countFlowRuns(db, body))),
    }),
  ]
}
