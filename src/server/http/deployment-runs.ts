import { refused } from '../problem.ts'
import { type DeploymentRunSource, createDeploymentRun, poolOf, refuseSize } from '../runs/create-deployment-run.ts'
import { createDeploymentRuns, refuseTooMany } from '../runs/create-deployment-runs.ts'
import type { Services } from '../services.ts'
import { readDeployment } from '../store/deployment.ts'
import { readFlowRun } from '../store/flow-run.ts'
import type { Writer } from '../store/store.ts'
import { createdByOf } from './provenance.ts'
import { type Route, createdJson, ok, okJson, post } from './route.ts'

/** `/deployments/{id}/create_flow_run`: beginning runs of a deployment. */
export function deploymentRunRoutes(services: Services): readonly Route[] {
  const { store } = services
  return [
    post('/deployments/{id:uuid}/create_flow_run', {
      summary: 'Make a run of a deployment, or find the one of that idempotency key',
      body: 'DeploymentFlowRunCreate',
      answers: { 200: 'FlowRunResponse', 201: 'FlowRunResponse' },
      async handle({ params, body, header }) {
        refuseSize(body)
        const createdBy = createdByOf(header, body)
        const { run, isNew } = await store.write(async (trx) => {
          const source = await sourceOf(trx, params.id, createdBy)
          const made = await createDeploymentRun(trx, services, source, body)
          return { run: (await readFlowRun(trx, made.id, store.now())) ?? '', isNew: made.isNew }
        })
        return isNew ? createdJson(run) : okJson(run)
      },
    }),
    post('/deployments/{id:uuid}/create_flow_run/bulk', {
      summary: 'Make many runs of a deployment',
      body: 'DeploymentFlowRunsCreate',
      answers: { 200: 'FlowRunBulkCreateResponse' },
      async handle({ params, body, header }) {
        for (const [at, one] of body.entries()) refuseSize(one, { requestBody: body, at })
        const createdBy = createdByOf(header, body)
        refuseTooMany(body)
        const results = await store.write(async (trx) =>
          createDeploymentRuns(trx, services, await sourceOf(trx, params.id, createdBy), body),
        )
        return ok({ results })
      },
    }),
  ]
}

async function sourceOf(
  trx: Writer,
  id: string,
  createdBy: DeploymentRunSource['createdBy'],
): Promise<DeploymentRunSource> {
  const deployment = await readDeployment(trx, id)
  if (deployment === undefined) throw refused(404, 'Deployment not found')
  return { deployment, pool: await poolOf(trx, deployment), createdBy }
}
