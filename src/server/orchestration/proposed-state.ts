import type { PrefectApi } from '../../generated/prefect-api.ts'
import type { Sent } from '../model/requests.ts'
import { detailsOf } from '../store/run-state.ts'
import type { Stamp } from '../model/stamp.ts'
import { type ProposedState, type StateDetails, proposal } from '../model/state.ts'

/**
 * The proposal that a request makes. What is scheduled without a time is due now (`prefect/server/schemas/actions.py`,
 * `StateCreate`).
 */
export function proposedState(sent: Sent<PrefectApi['StateCreate']>, now: Stamp): ProposedState {
  const { type, name, message, data, state_details: details = {} } = sent
  return proposal(type, {
    name,
    message,
    data: data ?? null,
    details: due(type, withLowerIds(detailsOf(details)), now),
  })
}

function due(type: ProposedState['type'], details: StateDetails, now: Stamp): StateDetails {
  return type === 'SCHEDULED' && details.scheduled_time === null ? { ...details, scheduled_time: now } : details
}

function withLowerIds(details: StateDetails): StateDetails {
  return {
    ...details,
    child_flow_run_id: lower(details.child_flow_run_id),
    transition_id: lower(details.transition_id),
    task_parameters_id: lower(details.task_parameters_id),
    deployment_concurrency_lease_id: lower(details.deployment_concurrency_lease_id),
  }
}

function lower(id: string | null): string | null {
  return id?.toLowerCase() ?? null
}
