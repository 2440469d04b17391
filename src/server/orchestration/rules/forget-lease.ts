import { keepsLeases } from './client-version.ts'
import type { FlowRule } from './rule.ts'

/**
 * The lease of a run whose client does not renew it ends as the run begins, so that its slot is not taken from under it
 * (`RemoveDeploymentConcurrencyLeaseForOldClientVersions`, `prefect/server/orchestration/core_policy.py`).
 */
export const forgetLease: FlowRule = {
  name: 'forget the lease of an old client',
  from: ['PENDING'],
  to: ['RUNNING', 'CANCELLING'],
  after({ state }, _settled, { clientVersion }) {
    const leaseId = state?.state_details.deployment_concurrency_lease_id ?? null
    if (leaseId === null || keepsLeases(clientVersion)) return {}
    return { effects: [{ kind: 'revoke-lease', leaseId }] }
  },
}
