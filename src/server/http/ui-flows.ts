import type { Services } from '../services.ts'
import { readNextRuns } from '../store/next-run.ts'
import { countDeploymentsByFlow } from '../store/run-counts.ts'
import { type Route, ok, post } from './route.ts'

/** `/ui/flows`: what Prefect's own pages ask of flows. */
export function uiFlowRoutes({ store }: Services): readonly Route[] {
  return [
    post('/ui/flows/count-deployments', {
      summary: 'Count the deployments of flows',
      body: 'FlowIds',
      answers: { 200: 'CountsById' },
      handle: async ({ body }) => ok(await store.read((db) => countDeploymentsByFlow(db, body.flow_ids))),
    }),
    post('/ui/flows/next-runs', {
      summary: 'Read the next run of each flow',
      body: 'FlowIds',
      answers: { 200: 'NextRunsByFlow' },
      handle: async ({ body }) => ok(await store.read((db) => readNextRuns(db, body.flow_ids))),
    }),
  ]
}
