import { flowRunHistory } from '../runs/run-history.ts'
import type { Services } from '../services.ts'
import { averageLateness } from '../store/flow-run-history.ts'
import { type Route, ok, post } from './route.ts'

/** `/flow_runs/history` and `/lateness`: what charts are drawn from. */
export function flowRunHistoryRoutes({ store }: Services): readonly Route[] {
  return [
    post('/flow_runs/history', {
      summary: 'Count flow runs by interval and state',
      body: 'FlowRunHistoryQuery',
      bodyOptional: false,
      answers: { 200: { list: 'HistoryResponse' } },
      handle: async ({ body }) => ok(await store.read((db) => flowRunHistory(db, body, store.now()))),
    }),
    post('/flow_runs/lateness', {
      summary: 'By how many seconds flow runs are late on average',
      body: 'FlowRunsQuery',
      answers: { 200: 'any' },
      handle: async ({ body }) => ok(await store.read((db) => averageLateness(db, body, store.now()))),
    }),
  ]
}
