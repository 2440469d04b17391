import { isAbsent } from '../absent.ts'
import { type Context, Hono } from 'hono'
import { Problem, refused } from '../problem.ts'
import { changeDeployment } from '../registration/change-deployment.ts'
import { createDeployment } from '../registration/create-deployment.ts'
import { withoutFormerFields } from '../registration/deployment-values.ts'
import { pauseDeployment, removeDeployment, resumeDeployment } from '../registration/pause-and-remove.ts'
import { SchedulingFailure, scheduleRuns } from '../scheduling/schedule-runs.ts'
import { momentOf } from '../moment.ts'
import type { Services } from '../services.ts'
import { countDeployments, findDeployments, readDeployment, readDeploymentByName } from '../store/deployment.ts'
import { type Bodies, checkedBody, jsonOf, queryOf } from './body.ts'
import { UUID, idOf } from './id.ts'
import { pageOf, paginated } from './paging.ts'

/** `/deployments` without their schedules' own routes. */
export function deploymentRoutes(services: Services): Hono {
  const { store } = services
  const notFound = () => refused(404, 'Deployment not found')
  return new Hono({ strict: false })
    .post('/', async (c) => {
      const made = await createDeployment(services, await deploymentBody(c, 'DeploymentCreate'))
      return c.json(made.deployment, made.created ? 201 : 200)
    })
    .post('/filter', async (c) => {
      const query = await queryOf(c, 'DeploymentsQuery')
      const page = pageOf(query)
      return c.json(await store.read((db) => findDeployments(db, query, page)))
    })
    .post('/count', async (c) => {
      const query = await queryOf(c, 'DeploymentsQuery')
      return c.json(await store.read((db) => countDeployments(db, query)))
    })
    .post('/paginate', async (c) => {
      const query = await queryOf(c, 'DeploymentsQuery')
      const pages = await store.read((db) =>
        paginated(
          query,
          (page) => findDeployments(db, query, page),
          () => countDeployments(db, query),
        ),
      )
      return c.json(pages)
    })
    .get('/name/:flow/:deployment', async (c) => {
      const { flow, deployment: name } = c.req.param()
      const deployment = await store.read((db) => readDeploymentByName(db, flow, name))
      if (deployment === undefined) throw notFound()
      return c.json(deployment)
    })
    .get(`/:id${UUID}`, async (c) => {
      const deployment = await store.read((db) => readDeployment(db, idOf(c)))
      if (deployment === undefined) throw notFound()
      return c.json(deployment)
    })
    .patch(`/:id${UUID}`, async (c) => {
      await changeDeployment(services, idOf(c), await deploymentBody(c, 'DeploymentUpdate'))
      return c.body(null, 204)
    })
    .delete(`/:id${UUID}`, async (c) => {
      if (!(await removeDeployment(services, idOf(c)))) throw notFound()
      return c.body(null, 204)
    })
    .post(`/:id${UUID}/pause_deployment`, async (c) => {
      if (!(await pauseDeployment(services, idOf(c)))) throw notFound()
      return c.json(null)
    })
    .post(`/:id${UUID}/resume_deployment`, async (c) => {
      if (!(await resumeDeployment(services, idOf(c)))) throw notFound()
      return c.json(null)
    })
    .post(`/:id${UUID}/schedule`, async (c) => {
      await schedule(services, idOf(c), await queryOf(c, 'DeploymentScheduleRuns'))
      return c.json(null)
    })
}

async function deploymentBody<Name extends 'DeploymentCreate' | 'DeploymentUpdate'>(
  c: Context,
  name: Name,
): Promise<Bodies[Name]> {
  return checkedBody(name, withoutFormerFields(await jsonOf(c)))
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
  const micros = isAbsent(moment) ? undefined : momentOf(moment)
  return micros === undefined ? undefined : micros / 1000
}
