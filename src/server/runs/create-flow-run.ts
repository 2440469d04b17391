import type { JsonObject } from '../../model/json.ts'
import { proposedState } from '../orchestration/proposed-state.ts'
import { proposal } from '../model/state.ts'
import { INTEGRITY_CONFLICT, invalidRequest, refused } from '../problem.ts'
import { namedPool } from '../registration/assign-queue.ts'
import { sizeDetail } from '../parameters/parameters.ts'
import type { FlowRunCreate } from '../model/requests.ts'
import { runName } from '../model/run-name.ts'
import type { Labels } from '../store/columns.ts'
import { readDeployment } from '../store/deployment.ts'
import { readFlow } from '../store/flow.ts'
import type { Store, Writer } from '../store/store.ts'
import { readWorkQueue } from '../store/work-queue.ts'
import { queueNotFound } from '../work/not-found.ts'
import { type BegunFlowRun, beginFlowRun } from './begin-flow-run.ts'
import { sentPolicy } from './run-policy.ts'

/**
 * POST /flow_runs/: begins a run that nobody has to start, Pending unless a state was sent
 * (`prefect/server/api/flow_runs.py`). Throws the 404 of an unknown pool or queue, and the 409 of an unknown flow.
 */
export async function createFlowRun(
  trx: Writer,
  store: Store,
  body: FlowRunCreate,
  createdBy: JsonObject | null,
): Promise<BegunFlowRun> {
  const detail = sizeDetail(body.parameters)
  if (detail !== undefined) throw invalidRequest([detail], body)
  const { idempotency_key: key = null, job_variables: variables = null } = body
  const [id, at] = [store.uuid(), store.now()]
  const run = {
    id,
    at,
    name: body.name || runName(id),
    flowId: body.flow_id.toLowerCase(),
    flowVersion: body.flow_version ?? null,
    deploymentId: body.deployment_id?.toLowerCase() ?? null,
    deploymentVersion: null,
    workQueueId: await queueId(trx, body),
    workQueueName: body.work_queue_name ?? null,
    parameters: body.parameters ?? {},
    context: body.context ?? {},
    policy: sentPolicy(body.empirical_policy, body),
    tags: body.tags ?? [],
    labels: await labelsOf(trx, body),
    idempotencyKey: key,
    parentTaskRunId: body.parent_task_run_id?.toLowerCase() ?? null,
    infrastructureDocumentId: body.infrastructure_document_id?.toLowerCase() ?? null,
    // Null is stored only for runs with a key, which Prefect inserts in another way.
    jobVariables: variables ?? (key ? null : {}),
    createdBy,
  }
  return beginFlowRun(trx, store, run, body.state ? proposedState(body.state, at) : proposal('PENDING'))
}

/** Labels of the deployment or else the flow, under those that the server and the request give. */
async function labelsOf(trx: Writer, { flow_id: flowId, deployment_id: deploymentId, labels }: FlowRunCreate) {
  const deployment = deploymentId ? await readDeployment(trx, deploymentId.toLowerCase()) : undefined
  const own: Labels = labels ?? {}
  if (deployment !== undefined) {
    const system = { 'prefect.flow.id': deployment.flow_id, 'prefect.deployment.id': deployment.id }
    return { ...deployment.labels, ...system, ...own }
  }
  const flow = await readFlow(trx, flowId.toLowerCase())
  if (flow === undefined) throw refused(409, INTEGRITY_CONFLICT)
  return { ...flow.labels, 'prefect.flow.id': flow.id, ...own }
}

async function queueId(
  trx: Writer,
  { work_pool_name: poolName, work_queue_name: name }: FlowRunCreate,
): Promise<string | null> {
  if (!poolName) return null
  if (!name) return (await namedPool(trx, poolName))?.default_queue_id ?? null
  const queue = await readWorkQueue(trx, poolName, name)
  if (queue === undefined) throw queueNotFound(poolName, name)
  return queue.id
}
