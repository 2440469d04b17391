import type { DeploymentView, FlowContext } from '../../model/context.ts'
import { hasFreeSlot } from './free-slot.ts'
import { ACCEPT, type FlowRule, type Verdict } from './rule.ts'
import type { FlowRunChanges, FlowRunView } from '../../model/run.ts'
import { type ProposedState, proposal, withDetails } from '../../model/state.ts'
import { keepsLeases } from './client-version.ts'

/**
 * A run that begins still has its deployment's slot, takes another, or is cancelled: its lease may have expired while
 * its infrastructure was made (`ValidateDeploymentConcurrencyAtRunning`,
 * `prefect/server/orchestration/core_policy.py`).
 */
export const confirmSlot: FlowRule = {
  name: "confirm the deployment's slot",
  from: ['PENDING'],
  to: ['RUNNING'],
  before(run, proposed, context) {
    const leaseId = run.state?.state_details.deployment_concurrency_lease_id ?? null
    const kept = withDetails(proposed, { deployment_concurrency_lease_id: leaseId })
    const { deployment, clientVersion } = context
    if (leaseId === null || !keepsLeases(clientVersion) || deployment?.limit === undefined) {
      return { verdict: 'accept', proposed: kept }
    }
    if (!context.isLeaseHeld) return takenAgain(run, kept, deployment, context)
    const renewal = { kind: 'renew-lease', leaseId, seconds: deployment.graceSeconds } as const
    return { verdict: 'accept', proposed: kept, effects: [renewal] }
  },
}

function takenAgain(
  { id }: FlowRunView,
  proposed: ProposedState,
  { limit, graceSeconds: seconds }: DeploymentView,
  { ids }: FlowContext,
): Verdict<FlowRunChanges> {
  if (limit === undefined) return ACCEPT
  if (!hasFreeSlot(limit)) {
    return {
      verdict: 'reject',
      state: proposal('CANCELLED', {
        message: 'Deployment concurrency slot lost during provisioning - no slots available to continue execution',
      }),
      reason: 'Deployment concurrency limit reached after lease expiry.',
    }
  }
  const holder = { type: 'flow_run', id } as const
  return {
    verdict: 'accept',
    proposed: withDetails(proposed, { deployment_concurrency_lease_id: ids.lease }),
    effects: [{ kind: 'take-slots', leaseId: ids.lease, limitIds: [limit.id], seconds, holder }],
  }
}
