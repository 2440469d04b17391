import { hasFreeSlot } from './free-slot.ts'
import { ACCEPT, ANY, type FlowRule } from './rule.ts'
import { type ProposedState, proposal } from '../../model/state.ts'

/**
 * Only a scheduled run is late, and once (`EnsureOnlyScheduledFlowsMarkedLate`,
 * `prefect/server/orchestration/core_policy.py`).
 */
export const markLateOnce: FlowRule = {
  name: 'mark a run late once',
  from: ANY,
  to: ['SCHEDULED'],
  before({ state }, proposed) {
    if (state === null || !isLate(proposed)) return ACCEPT
    if (state.type !== 'SCHEDULED') {
      return { verdict: 'reject', state: null, reason: 'Only scheduled flows can be marked late.' }
    }
    if (state.name !== 'Late') return ACCEPT
    return { verdict: 'reject', state: null, reason: 'This flow run is already marked late.' }
  },
}

/**
 * A late run of a full deployment that cancels what comes new is cancelled, since it never gets as far as to ask for a
 * slot (`EnforceDeploymentConcurrencyOnLate`, `prefect/server/orchestration/core_policy.py`).
 */
export const cancelLateWithoutSlot: FlowRule = {
  name: 'cancel a late run that finds no slot',
  from: ['SCHEDULED'],
  to: ['SCHEDULED'],
  before({ state }, proposed, { deployment }) {
    if (state === null || !isLate(proposed) || deployment?.limit === undefined) return ACCEPT
    const { limit, strategy } = deployment
    if (strategy !== 'CANCEL_NEW' || hasFreeSlot({ ...limit, active: true })) return ACCEPT
    return {
      verdict: 'reject',
      state: proposal('CANCELLED', { message: 'Deployment concurrency limit reached.' }),
      reason: 'Deployment concurrency limit is full and uses the CANCEL_NEW strategy.',
    }
  },
}

function isLate({ type, name }: ProposedState): boolean {
  return type === 'SCHEDULED' && name === 'Late'
}
