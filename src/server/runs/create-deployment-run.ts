import type { JsonObject } from '../../model/json.ts'
import { isAbsent } from '../model/absent.ts'
import type { StoreAndVault } from '../blocks/document-writes.ts'
import { proposedState } from '../orchestration/proposed-state.ts'
import { proposal } from '../model/state.ts'
import { invalidRequest, refused } from '../problem.ts'
import { ensuredQueueId } from '../registration/assign-queue.ts'
import { HydrationFailure, hydrated } from '../parameters/hydration.ts'
import { withBlockDefaults } from '../parameters/block-defaults.ts'
import { runVariablesProblem } from '../parameters/job-variables.ts'
import { runParametersProblem, sizeDetail } from '../parameters/parameters.ts'
import { variablesFor } from '../parameters/variables.ts'
import type { DeploymentFlowRunCreate } from '../model/requests.ts'
import { runName } from '../model/run-name.ts'
import type { Deployment } from '../store/deployment.ts'
import type { Store, Writer } from '../store/store.ts'
import { type WorkPool, readWorkPool } from '../store/work-pool.ts'
import { type BegunFlowRun, beginFlowRun } from './begin-flow-run.ts'
import { sentPolicy } from './run-policy.ts'

/** What a run of a deployment is made with beside the request. */
export type DeploymentRunSource = {
  readonly deployment: Deployment
  /** Where the deployment runs, if anywhere. */
  readonly pool: WorkPool | undefined
  readonly createdBy: JsonObject | null
}

/** The pool of a deployment. */
export async function poolOf(trx: Writer, deployment: Deployment): Promise<WorkPool | undefined> {
  return deployment.work_pool_name === null ? undefined : readWorkPool(trx, deployment.work_pool_name)
}

/** Throws the 422 of parameters that are too many to store, of the only run of a request or of one among many. */
export function refuseSize(
  body: DeploymentFlowRunCreate,
  among?: { readonly requestBody: unknown; readonly at: number },
): void {
  const detail = sizeDetail(body.parameters)
  if (detail === undefined) return
  const loc = among === undefined ? detail.loc : ['body', among.at, ...detail.loc.slice(1)]
  throw invalidRequest([{ ...detail, loc }], among?.requestBody ?? body)
}

/**
 * POST /deployments/{id}/create_flow_run: begins a run with what the deployment says, under what the request says,
 * scheduled for now unless a state was sent (`prefect/server/api/deployments.py`). Throws what Prefect answers to
 * parameters and job variables that do not fit.
 */
export async function createDeploymentRun(
  trx: Writer,
  { store, vault }: StoreAndVault,
  { deployment, pool, createdBy }: DeploymentRunSource,
  body: DeploymentFlowRunCreate,
): Promise<BegunFlowRun> {
  const parameters = await renderedParameters(trx, deployment, body)
  refuseParameters(deployment, body, parameters)
  const sent = body.job_variables ?? {}
  if (pool !== undefined) {
    const template = await withBlockDefaults(trx, vault, pool.base_job_template)
    const problem = runVariablesProblem(template, { ...deployment.job_variables, ...sent }, 'creating')
    if (problem !== undefined) throw problem
  }
  const workQueueId = await queueId(trx, store, deployment, pool, body)
  const [id, at] = [store.uuid(), store.now()]
  const run = {
    id,
    at,
    name: body.name || runName(id),
    flowId: deployment.flow_id,
    flowVersion: null,
    deploymentId: deployment.id,
    deploymentVersion: deployment.version,
    workQueueId,
    workQueueName: body.work_queue_name || deployment.work_queue_name,
    parameters,
    context: body.context ?? {},
    policy: sentPolicy(body.empirical_policy, body),
    tags: [...new Set([...deployment.tags, ...(body.tags ?? [])])],
    labels: {
      ...deployment.labels,
      'prefect.flow.id': deployment.flow_id,
      'prefect.deployment.id': deployment.id,
      ...body.labels,
    },
    idempotencyKey: body.idempotency_key ?? null,
    parentTaskRunId: body.parent_task_run_id?.toLowerCase() ?? null,
    infrastructureDocumentId: body.infrastructure_document_id?.toLowerCase() ?? deployment.infrastructure_document_id,
    jobVariables: body.job_variables === null ? (body.idempotency_key ? null : {}) : sent,
    createdBy,
  }
  const first = body.state ? proposedState(body.state, at) : proposal('SCHEDULED', { details: { scheduled_time: at } })
  return beginFlowRun(trx, store, run, first)
}

/** The deployment's parameters under those sent, with their placeholders rendered. */
async function renderedParameters(
  trx: Writer,
  deployment: Deployment,
  body: DeploymentFlowRunCreate,
): Promise<JsonObject> {
  const parameters = { ...deployment.parameters, ...body.parameters }
  const variables = await variablesFor(trx, parameters)
  try {
    return hydrated(parameters, variables)
  } catch (error) {
    if (!(error instanceof HydrationFailure)) throw error
    throw refused(400, `Error hydrating flow run parameters: ${error.reason}`)
  }
}

function refuseParameters(deployment: Deployment, body: DeploymentFlowRunCreate, parameters: JsonObject): void {
  const { enforce_parameter_schema: enforce } = body
  if (!(isAbsent(enforce) ? deployment.enforce_parameter_schema : enforce)) return
  const problem = runParametersProblem(parameters, deployment.parameter_openapi_schema)
  if (problem !== undefined) throw problem
}

/** The queue that the request names in the deployment's pool, made when it is missing; else the deployment's. */
async function queueId(
  trx: Writer,
  store: Store,
  deployment: Deployment,
  pool: WorkPool | undefined,
  { work_queue_name: name }: DeploymentFlowRunCreate,
): Promise<string | null> {
  if (!name) return deployment.work_queue_id
  if (pool === undefined) {
    const why = `because deployment ${deployment.id} is not associated with a work pool`
    throw refused(
      400,
      `Cannot create flow run in work queue ${name} ${why}. Please remove work_pool_name and try again.`,
    )
  }
  return ensuredQueueId(trx, store, pool, name)
}
