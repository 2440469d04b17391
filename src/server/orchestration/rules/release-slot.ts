import { ANY, type FlowRule, type Settled } from './rule.ts'
import { DEPLOYMENT_SLOT_STATES } from '../../model/state.ts'

/**
 * A run that no longer needs its deployment's slot gives it back. One that is retried in its own process keeps it
 * (`ReleaseFlowConcurrencySlots`, `prefect/server/orchestration/core_policy.py`).
 */
export const releaseSlot: FlowRule = {
  name: "release the deployment's slot",
  from: ANY,
  to: ANY,
  isUniversal: true,
  after({ state, deployment_id }, settled, { deployment }) {
    const { written } = settled
    if (written === null || state === null || deployment_id === null) return {}
    if (!DEPLOYMENT_SLOT_STATES.includes(state.type) || DEPLOYMENT_SLOT_STATES.includes(written.type)) return {}
    if (isRetriedInProcess(settled)) return {}
    const leaseId = state.state_details.deployment_concurrency_lease_id
    const fallbackLimitId = deployment?.limit?.id
    if (leaseId !== null) return { effects: [{ kind: 'release-lease', leaseId, fallbackLimitId }] }
    return fallbackLimitId === undefined ? {} : { effects: [{ kind: 'release-slot', limitId: fallbackLimitId }] }
  },
}

function isRetriedInProcess({ written, isRejected }: Settled): boolean {
  return isRejected && written?.type === 'SCHEDULED' && written.name === 'AwaitingRetry'
}
