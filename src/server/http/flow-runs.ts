import { refused } from '../problem.ts'
import type { Services } from '../services.ts'
import { countFlowRuns, readFlowRun } from '../store/flow-run.ts'
import { findFlowRuns } from '../store/flow-run-list.ts'
import { listOf } from './json-bytes.ts'
import { pageOf, pageJson } from './paging.ts'
import { type Route, get, ok, okJson, post } from './route.ts'

/** `/flow_runs`: reading runs. */
export function flowRunRoutes({ store }: Services): readonly Route[] {
  return [
    post('/flow_runs/filter', {
      summary: 'Find flow runs',
      body: 'FlowRunsQuery',
      answers: { 200: { list: 'FlowRunResponse' } },
      async handle({ body }) {
        const [page, sort, now] = [pageOf(body), body.sort ?? 'ID_DESC', store.now()]
        return okJson(listOf(await store.read((db) => findFlowRuns(db, body, { page, sort, now }))))
      },
    }),
    post('/flow_runs/count', {
      summary: 'Count flow runs',
      body: 'FlowRunsQuery',
      answers: { 200: 'integer' },
      handle: async ({ body }) => ok(await store.read((db) => countFlowRuns(db, body))),
    }),
    post('/flow_runs/paginate', {
      summary: 'Find flow runs, a page at a time',
      body: 'FlowRunsQuery',
      answers: { 200: { page: 'FlowRunResponse' } },
      async handle({ body }) {
        const [sort, now] = [body.sort ?? 'ID_DESC', store.now()]
        const pages = store.read((db) =>
          pageJson(
            body,
            (page) => findFlowRuns(db, body, { page, sort, now }),
            () => countFlowRuns(db, body),
          ),
        )
        return okJson(await pages)
      },
    }),
    get('/flow_runs/{id:uuid}', {
      summary: 'Read a flow run',
      answers: { 200: 'FlowRunResponse' },
      async handle({ params }) {
        const run = await store.read((db) => readFlowRun(db, params.id, store.now()))
        if (run === undefined) throw flowRunNotFound()
        return okJson(run)
      },
    }),
  ]
}

export function flowRunNotFound() {
  return refused(404, 'Flow run not found')
}
