import { isAbsent } from '../model/absent.ts'
import type { StoreAndVault } from '../blocks/document-writes.ts'
import type { Vault } from '../blocks/vault.ts'
import { invalidRequest, refused } from '../problem.ts'
import { withBlockDefaults } from '../parameters/block-defaults.ts'
import { runVariablesProblem } from '../parameters/job-variables.ts'
import { sizeDetail } from '../parameters/parameters.ts'
import type { FlowRunUpdate } from '../model/requests.ts'
import { runName } from '../model/run-name.ts'
import type { JsonObject } from '../../model/json.ts'
import { readDeployment } from '../store/deployment.ts'
import { readFlowRunRow } from '../store/flow-run.ts'
import { updateFlowRun } from '../store/flow-run-write.ts'
import type { Writer } from '../store/store.ts'
import { poolOf } from './create-deployment-run.ts'
import { sentPolicy } from './run-policy.ts'

/**
 * PATCH /flow_runs/{id}: sets what was sent (`prefect/server/api/flow_runs.py`). A name of nothing is made anew. Throws
 * the 404.
 */
export async function changeFlowRun(
  trx: Writer,
  { store, vault }: StoreAndVault,
  id: string,
  body: FlowRunUpdate,
): Promise<void> {
  const detail = sizeDetail(body.parameters)
  if (detail !== undefined) throw invalidRequest([detail], body)
  if (!isAbsent(body.job_variables)) await refuseVariables(trx, vault, id, body.job_variables)
  const { empirical_policy: policy, name, ...rest } = body
  const change = {
    ...rest,
    ...(name === undefined ? {} : { name: name || runName(store.uuid()) }),
    ...(policy === undefined ? {} : { empirical_policy: sentPolicy(policy, body) }),
  }
  if (!(await updateFlowRun(trx, id, change, store.now()))) throw refused(404, 'Flow run not found')
}

/** Job variables may change as long as nobody has looked at them. */
async function refuseVariables(trx: Writer, vault: Vault, id: string, variables: JsonObject): Promise<void> {
  const run = await readFlowRunRow(trx, id)
  if (run === undefined) throw refused(404, 'Flow run not found')
  if (run.state_type === null) {
    throw refused(400, 'Flow run state is required to update job variables but none exists')
  }
  if (run.state_type !== 'SCHEDULED') {
    throw refused(400, `Job variables for a flow run in state ${run.state_type} cannot be updated`)
  }
  const deployment = run.deployment_id === null ? undefined : await readDeployment(trx, run.deployment_id)
  if (deployment === undefined) throw refused(400, 'A deployment for the flow run could not be found')
  const pool = await poolOf(trx, deployment)
  if (pool === undefined) return
  const template = await withBlockDefaults(trx, vault, pool.base_job_template)
  const problem = runVariablesProblem(template, { ...deployment.job_variables, ...variables }, 'updating')
  if (problem !== undefined) throw problem
}
