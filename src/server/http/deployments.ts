import { Problem, refused } from '../problem.ts'
import { changeDeployment } from '../registration/change-deployment.ts'
import { createDeployment } from '../registration/create-deployment.ts'
import { withoutFormerFields } from '../registration/deployment-values.ts'
import {
  pauseDeployment,
  removeDeployment,
  removeDeployments,
  resumeDeployment,
} from '../registration/pause-and-remove.ts'
import { SchedulingFailure, scheduleRuns } from '../scheduling/schedule-runs.ts'
import { optionalMoment } from '../model/moment.ts'
import type { Services } from '../services.ts'
import { countDeployments } from '../store/deployment.ts'
import { findDeploymentTexts, readDeploymentText, readDeploymentTextByName } from '../store/deployment-text.ts'
import type { Bodies } from '../bodies/checked-body.ts'
import { listOf } from './json-bytes.ts'
import { BULK_LIMIT, pageJson, pageOf } from './paging.ts'
import { NO_CONTENT, type Route, createdJson, del, get, ok, okJson, patch, post } from './route.ts'

/** `/deployments` without their schedules' own routes. */
export function deploymentRoutes(services: Services): readonly Route[] {
  const { store } = services
  return [
    post('/deployments/', {
      summary: 'Make a deployment, or rewrite the one of that flow and name',
      body: 'DeploymentCreate',
      prepare: withoutFormerFields,
      answers: { 200: 'DeploymentResponse', 201: 'DeploymentResponse' },
      async handle({ body }) {
        const made = await createDeployment(services, body)
        return made.created ? createdJson(made.deployment) : okJson(made.deployment)
      },
    }),
    post('/deployments/bulk_delete', {
      summary: 'Delete the deployments that match and their scheduled runs',
      body: 'DeploymentBulkDelete',
      bodyOptional: true,
      answers: { 200: 'BulkDeleteResponse' },
      handle: async ({ body: { deployments = null, limit = BULK_LIMIT } }) =>
        ok({ deleted: await removeDeployments(services, deployments, limit) }),
    }),
    post('/deployments/filter', {
      summary: 'Find deployments',
      body: 'DeploymentsQuery',
      answers: { 200: { list: 'DeploymentResponse' } },
      async handle({ body }) {
        const page = pageOf(body)
        return okJson(listOf(await store.read((db) => findDeploymentTexts(db, body, page))))
      },
    }),
    post('/deployments/count', {
      summary: 'Count deployments',
      body: 'DeploymentsQuery',
      answers: { 200: 'integer' },
      handle: async ({ body }) => ok(await store.read((db) => countDeployments(db, body))),
    }),
    post('/deployments/paginate', {
      summary: 'Find deployments, a page at a time',
      body: 'DeploymentsQuery',
      answers: { 200: { page: 'DeploymentResponse' } },
      async handle({ body }) {
        const pages = store.read((db) =>
          pageJson(
            body,
            (page) => findDeploymentTexts(db, body, page),
            () => countDeployments(db, body),
          ),
        )
        return okJson(await pages)
      },
    }),
    get('/deployments/name/{flow_name}/{deployment_name}', {
      summary: 'Read a deployment by the names of its flow and itself',
      answers: { 200: 'DeploymentResponse' },
      async handle({ params }) {
        const found = await store.read((db) => readDeploymentTextByName(db, params.flow_name, params.deployment_name))
        if (found === undefined) throw notFound()
        return okJson(found)
      },
    }),
    get('/deployments/{id:uuid}', {
      summary: 'Read a deployment',
      answers: { 200: 'DeploymentResponse' },
      async handle({ params }) {
        const deployment = await store.read((db) => readDeploymentText(db, params.id))
        if (deployment === undefined) throw notFound()
        return okJson(deployment)
      },
    }),
    patch('/deployments/{id:uuid}', {
      summary: 'Change a deployment',
      body: 'DeploymentUpdate',
      prepare: withoutFormerFields,
      answers: { 204: 'nothing' },
      async handle({ params, body }) {
        await changeDeployment(services, params.id, body)
        return NO_CONTENT
      },
    }),
    del('/deployments/{id:uuid}', {
      summary: 'Delete a deployment and its scheduled runs',
      answers: { 204: 'nothing' },
      async handle({ params }) {
        if (!(await removeDeployment(services, params.id))) throw notFound()
        return NO_CONTENT
      },
    }),
    post('/deployments/{id:uuid}/pause_deployment', {
      summary: 'Pause a deployment',
      answers: { 200: 'null' },
      async handle({ params }) {
        if (!(await pauseDeployment(services, params.id))) throw notFound()
        return ok(null)
      },
    }),
    post('/deployments/{id:uuid}/resume_deployment', {
      summary: 'Resume a deployment',
      answers: { 200: 'null' },
      async handle({ params }) {
        if (!(await resumeDeployment(services, params.id))) throw notFound()
        return ok(null)
      },
    }),
    post('/deployments/{id:uuid}/schedule', {
      summary: 'Make the runs of all active schedules of a deployment',
      body: 'DeploymentScheduleRuns',
      bodyOptional: true,
      answers: { 200: 'null' },
      async handle({ params, body }) {
        await schedule(services, params.id, body)
        return ok(null)
      },
    }),
  ]
}

function notFound() {
  return refused(404, 'Deployment not found')
}

async function schedule(
  { store, clock, log }: Services,
  id: string,
  sent: Bodies['DeploymentScheduleRuns'],
): Promise<void> {
  const start = millis(sent.start_time) ?? clock()
  const window = {
    start,
    end: millis(sent.end_time),
    minTime: sent.min_time ?? undefined,
    minRuns: sent.min_runs ?? undefined,
    maxRuns: sent.max_runs ?? undefined,
  }
  try {
    await store.write((trx) => scheduleRuns(trx, store, id, window))
  } catch (error) {
    if (!(error instanceof SchedulingFailure)) throw error
    log.warn({ deployment: id, reason: error.message }, 'no runs: a schedule cannot be computed')
    throw new Problem(500, { exception_message: 'Internal Server Error' })
  }
}

function millis(moment: string | null | undefined): number | undefined {
  const micros = optionalMoment(moment)
  return micros === undefined ? undefined : micros / 1000
}
