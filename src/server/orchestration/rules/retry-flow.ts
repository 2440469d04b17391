import type { FlowContext } from '../../model/context.ts'
import { secondsLater } from '../../model/later.ts'
import type { FlowRule, Verdict } from './rule.ts'
import type { FlowRunChanges, FlowRunView } from '../../model/run.ts'
import { type ProposedState, type State, proposal } from '../../model/state.ts'

/**
 * A failed run with retries left waits for its next attempt in the same process, whose lease goes on
 * (`RetryFailedFlows`, `prefect/server/orchestration/core_policy.py`; clients of API 0.8.4 and later).
 */
export const retryFlow: FlowRule = {
  name: 'retry a failed flow run',
  from: ['RUNNING'],
  to: ['FAILED'],
  before(run, proposed, context) {
    const { empirical_policy: policy, run_count, state } = run
    if (policy.retries === null || run_count > policy.retries) {
      return { verdict: 'accept', changes: { empirical_policy: { ...policy, retry_type: null } } }
    }
    return retried(run, state, proposed, context)
  },
}

function retried(
  { empirical_policy: policy }: FlowRunView,
  state: State | null,
  { message, data }: ProposedState,
  { now }: FlowContext,
): Verdict<FlowRunChanges> {
  return {
    verdict: 'reject',
    state: proposal('SCHEDULED', {
      name: 'AwaitingRetry',
      message,
      data,
      details: {
        scheduled_time: secondsLater(now, policy.retry_delay ?? 0),
        deployment_concurrency_lease_id: state?.state_details.deployment_concurrency_lease_id ?? null,
      },
    }),
    reason: 'Retrying',
    changes: { empirical_policy: { ...policy, resuming: false, pause_keys: [], retry_type: 'in_process' } },
  }
}
