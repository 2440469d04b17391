import { isAbsent } from '../model/absent.ts'
import type { DeploymentUpdate } from '../model/requests.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { invalidRequest, refused } from '../problem.ts'
import type { Services } from '../services.ts'
import { type Deployment, readDeployment } from '../store/deployment.ts'
import { updateDeployment } from '../store/deployment-writes.ts'
import { deleteScheduledRuns } from '../store/scheduled-run.ts'
import type { Writer } from '../store/store.ts'
import { announce } from '../store/announcement.ts'
import { assignedQueueId, namedPool } from './assign-queue.ts'
import { type CheckedSchedule, checkedSchedules } from './checked-schedules.ts'
import { bothLimitsDetail } from './create-deployment.ts'
import { tellOfChange } from './deployment-events.ts'
import { sentValues } from './deployment-values.ts'
import { hydrated } from '../parameters/hydration.ts'
import { changedVariablesProblem } from '../parameters/job-variables.ts'
import { requireLimit, writeLimit } from './limit-writes.ts'
import { changedParametersProblem, sizeDetail } from '../parameters/parameters.ts'
import { variablesFor } from '../parameters/variables.ts'
import { schedulesPlan, writeSchedules } from './schedule-writes.ts'

/**
 * PATCH /deployments/{id}: applies the keys that are present. Every accepted one moves `updated` and drops the future
 * runs that schedules made, even an empty one.
 */
export async function changeDeployment({ store, clock }: Services, id: string, body: DeploymentUpdate): Promise<void> {
  const requestBody = body
  const details = [bothLimitsDetail(body), sizeDetail(body.parameters)]
  const found = details.filter((detail) => detail !== undefined)
  if (found.length > 0) throw invalidRequest(found, requestBody)
  const schedules =
    body.schedules && checkedSchedules(body.schedules, { loc: ['body', 'schedules'], requestBody, now: clock() })
  await store.write((trx) => changed(trx, store, id, body, schedules))
}

async function changed(
  trx: Writer,
  store: Services['store'],
  id: string,
  body: DeploymentUpdate,
  schedules: readonly CheckedSchedule[] | undefined,
): Promise<void> {
  const existing = await readDeployment(trx, id)
  if (existing === undefined) throw refused(404, 'Deployment not found.')
  const plan = schedulesPlan(existing.schedules, schedules)
  const pool = await namedPool(trx, body.work_pool_name)
  const problem = pool && body.job_variables && changedVariablesProblem(pool.base_job_template, body.job_variables)
  if (problem) throw problem
  const parameters = await sentParameters(trx, body)
  refuseParameters(existing, body, parameters)
  await requireLimit(trx, body.global_concurrency_limit_id)

  const queueId = body.work_pool_name === null ? null : await assignedQueueId(trx, store, pool, body)
  const at = store.now()
  const values = { ...sentValues(body), ...(parameters === undefined ? {} : { parameters }) }
  await updateDeployment(trx, id, { ...values, ...(queueId === undefined ? {} : { work_queue_id: queueId }) }, at)
  await deleteScheduledRuns(trx, id, { autoScheduledOnly: true, after: at })
  await writeSchedules(trx, store, id, plan)
  if (body.concurrency_limit !== undefined) await writeLimit(trx, store, id, body.concurrency_limit)
  announce(trx, { kind: 'schedules_changed', deploymentId: id })
  const after = await readDeployment(trx, id)
  if (after !== undefined) await tellOfChange(trx, store, existing, withoutNewLimit(existing, after, body))
}

/** The deployment as Prefect tells of it: a limit of its own that was made just now is not mentioned. */
function withoutNewLimit(before: Deployment, after: Deployment, body: DeploymentUpdate): Deployment {
  const isNew = before.concurrency_limit_id === null && isAbsent(body.global_concurrency_limit_id)
  return isNew ? { ...after, concurrency_limit_id: null } : after
}

/** The parameters sent, with their placeholders rendered; null as it was sent, which the table then refuses. */
async function sentParameters(trx: Writer, body: DeploymentUpdate): Promise<JsonObject | null | undefined> {
  const parameters = body.parameters
  if (isAbsent(parameters)) return parameters
  return hydrated(parameters, await variablesFor(trx, parameters))
}

function refuseParameters(
  existing: Deployment,
  body: DeploymentUpdate,
  parameters: JsonObject | null | undefined,
): void {
  if (!(body.enforce_parameter_schema ?? existing.enforce_parameter_schema)) return
  const sent = body.parameter_openapi_schema
  const schema: Json = !isAbsent(sent) ? sent : existing.parameter_openapi_schema
  const problem = changedParametersProblem(parameters ?? existing.parameters, schema)
  if (problem !== undefined) throw problem
}
