import { optionalMoment } from '../model/moment.ts'
import type { Services } from '../services.ts'
import { flowRunText } from '../store/flow-run-text.ts'
import { listOf } from './json-bytes.ts'
import { findStartableOf } from '../store/poll.ts'
import { recordDeploymentPoll } from '../work/record-poll.ts'
import { pageOf } from './paging.ts'
import { type Route, okJson, post } from './route.ts'

/** `/deployments/get_scheduled_flow_runs`: where programs that serve deployments ask for runs to begin. */
export function deploymentScheduledRunRoutes(services: Services): readonly Route[] {
  const { store } = services
  return [
    post('/deployments/get_scheduled_flow_runs', {
      summary: 'Find the runs of deployments that who serves them may begin',
      body: 'DeploymentRunsRequest',
      answers: { 200: { list: 'FlowRunResponse' } },
      async handle({ body }) {
        const { limit } = pageOf({ limit: body.limit })
        const ids = body.deployment_ids.map((id) => id.toLowerCase())
        const wanted = { before: optionalMoment(body.scheduled_before), limit }
        const runs = await store.read((db) => findStartableOf(db, ids, wanted))
        await recordDeploymentPoll(services, ids)
        const now = store.now()
        return okJson(listOf(runs.map((run) => flowRunText(run, now))))
      },
    }),
  ]
}
