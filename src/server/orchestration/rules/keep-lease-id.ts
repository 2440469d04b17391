import type { FlowRule } from './rule.ts'
import { ACCEPT, ANY } from './rule.ts'
import { withDetails } from '../../model/state.ts'

/**
 * A run keeps the lease of its deployment's slot: clients send null for it
 * (`PreserveDeploymentConcurrencyLeaseId`, `prefect/server/orchestration/core_policy.py`).
 */
export const keepLeaseId: FlowRule = {
  name: 'keep the id of the lease',
  from: ANY,
  to: ANY,
  isUniversal: true,
  before({ state }, proposed) {
    const lease = state?.state_details.deployment_concurrency_lease_id ?? null
    if (lease === null || proposed.state_details.deployment_concurrency_lease_id !== null) return ACCEPT
    return { verdict: 'accept', proposed: withDetails(proposed, { deployment_concurrency_lease_id: lease }) }
  },
}
