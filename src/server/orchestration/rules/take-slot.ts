import { keepsToLimits } from './client-version.ts'
import type { DeploymentView, FlowContext, LimitView } from '../../model/context.ts'
import { hasFreeSlot } from './free-slot.ts'
import { secondsLater } from '../../model/later.ts'
import { ACCEPT, type FlowRule, type Verdict, anyBut } from './rule.ts'
import type { FlowRunChanges } from '../../model/run.ts'
import { type ProposedState, proposal, withDetails } from '../../model/state.ts'

/** When a run that found no slot tries again, in seconds (`concurrency_slot_wait_seconds` of deployments). */
const SLOT_WAIT_SECONDS = 30

/**
 * A run of a deployment with a limit takes a slot before infrastructure is made for it; without one it waits or is
 * cancelled, as the deployment says (`SecureFlowConcurrencySlots`, `prefect/server/orchestration/core_policy.py`).
 */
export const takeSlot: FlowRule = {
  name: "take the deployment's slot",
  from: anyBut('PENDING', 'RUNNING', 'CANCELLING'),
  to: ['PENDING'],
  takeBack: () => ({}),
  before(run, proposed, context) {
    if (run.deployment_id === null || keepsToLimits(context.clientVersion)) return ACCEPT
    if (context.deployment === undefined) return { verdict: 'abort', reason: 'Deployment not found.' }
    const { limit } = context.deployment
    if (limit === undefined) return ACCEPT
    if (limit.limit === 0) return { verdict: 'abort', reason: NONE_EVER }
    return hasFreeSlot(limit)
      ? taken(proposed, context.deployment, limit, context)
      : refused(context.deployment, context)
  },
}

const NONE_EVER = 'The deployment concurrency limit is 0. The flow will deadlock if submitted again.'
const NONE_NOW = 'Deployment concurrency limit reached.'

function taken(
  proposed: ProposedState,
  { graceSeconds: seconds }: DeploymentView,
  limit: LimitView,
  { ids }: FlowContext,
): Verdict<FlowRunChanges> {
  return {
    verdict: 'accept',
    proposed: withDetails(proposed, { deployment_concurrency_lease_id: ids.lease }),
    effects: [{ kind: 'take-slots', leaseId: ids.lease, limitIds: [limit.id], seconds, holder: undefined }],
  }
}

function refused({ strategy }: DeploymentView, { now }: FlowContext): Verdict<FlowRunChanges> {
  if (strategy === 'CANCEL_NEW') {
    return { verdict: 'reject', state: proposal('CANCELLED', { message: NONE_NOW }), reason: NONE_NOW }
  }
  const later = { scheduled_time: secondsLater(now, SLOT_WAIT_SECONDS) }
  const state = proposal('SCHEDULED', { name: 'AwaitingConcurrencySlot', details: later })
  return { verdict: 'reject', state, reason: NONE_NOW }
}
