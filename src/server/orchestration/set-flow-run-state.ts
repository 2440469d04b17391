import { emitEvents } from '../events/emit-event.ts'
import { announce } from '../store/announcement.ts'
import { nullableObjectOf } from '../store/columns.ts'
import { type OrchestratedFlowRun, readOrchestratedFlowRun, updateOrchestratedFlowRun } from '../store/flow-run-view.ts'
import { readLease } from '../store/lease.ts'
import { readLimitViews } from '../store/limit-view.ts'
import { apiState, insertFlowRunState } from '../store/run-state.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Store, Writer } from '../store/store.ts'
import { type Transition, orchestrationResult } from './answer.ts'
import { carryOutSlots } from './carry-out-slots.ts'
import type { DeploymentView, FlowContext } from '../model/context.ts'
import { flowRunEvent } from './flow-run-event.ts'
import { orchestrateFlowRun } from './orchestrate.ts'
import type { FlowPolicyName } from './policies.ts'
import { withResultArtifact } from './result-artifact.ts'
import type { Effect } from './rules/rule.ts'
import { setTaskRunState } from './set-task-run-state.ts'
import { type ProposedState, type State, withDetails } from '../model/state.ts'

/** By which rules a state is judged, and for whom. */
export type FlowTransitionOptions = {
  readonly policy: FlowPolicyName
  /** The version of the Prefect client that asks, if it is one. */
  readonly clientVersion?: string | undefined
}

/**
 * Lets a flow run have another state, or not, as the rules say; what follows from it is done in the same transaction,
 * and told as an event. A run that was just inserted without a state gets its first one so, with the policy `minimal`
 * (`set_flow_run_state`, `prefect/server/models/flow_runs.py`). Undefined if there is no such run.
 */
export async function setFlowRunState(
  trx: Writer,
  store: Store,
  id: string,
  proposed: ProposedState,
  { policy, clientVersion }: FlowTransitionOptions,
): Promise<Transition | undefined> {
  const now = store.now()
  const run = await readOrchestratedFlowRun(trx, id, now)
  if (run === undefined) return undefined
  const context = await contextOf(trx, store, run, { now, clientVersion })
  const { answer, written, changes, effects } = orchestrateFlowRun(policy, run.view, proposed, context)
  const owner = { flow_run_id: id, task_run_id: null }
  const state = written === null ? undefined : await withResultArtifact(trx, store, written, owner)
  if (state !== undefined) await insertFlowRunState(trx, id, state.stored)
  if (Object.keys(changes).length > 0) {
    await updateOrchestratedFlowRun(trx, id, { changes, state: state?.stored ?? null, at: now })
  }
  for (const effect of effects) await carryOut(trx, store, effect, { state: state?.said ?? null, now })
  if (written !== null) {
    const runCount = changes.run_count ?? run.view.run_count
    await emitEvents(trx, store, [flowRunEvent(run.row, runCount, run.view.state, written)])
    announceScheduled(trx, written)
  }
  const inForce = state?.said ?? run.view.state
  return { result: orchestrationResult(inForce && apiState(inForce), answer), isNew: written !== null }
}

async function contextOf(
  trx: Writer,
  store: Store,
  { row, view, laterTimestamps }: OrchestratedFlowRun,
  { now, clientVersion }: { readonly now: Stamp; readonly clientVersion: string | undefined },
): Promise<FlowContext> {
  const leaseId = view.state?.state_details.deployment_concurrency_lease_id ?? null
  return {
    now,
    clientVersion,
    laterTimestamps,
    ids: { state: store.uuid(), lease: store.uuid(), pauseKey: store.uuid() },
    deployment: row.known_deployment_id === null ? undefined : await deploymentOf(trx, row, now),
    // Only a run that begins has to know.
    isLeaseHeld: view.state?.type === 'PENDING' && leaseId !== null && (await readLease(trx, leaseId)) !== undefined,
  }
}

/** For how long a slot is kept where the deployment does not say, in seconds (`initial_deployment_lease_duration`). */
const GRACE_SECONDS = 300

async function deploymentOf(trx: Writer, row: OrchestratedFlowRun['row'], at: Stamp): Promise<DeploymentView> {
  const { concurrency_limit_id: id } = row
  const options = nullableObjectOf(row.concurrency_options)
  const grace = options?.['grace_period_seconds']
  const [limit] = id === null ? [] : await readLimitViews(trx, { by: 'id', values: [id], at })
  return {
    limit,
    strategy: options?.['collision_strategy'] === 'CANCEL_NEW' ? 'CANCEL_NEW' : 'ENQUEUE',
    graceSeconds: typeof grace === 'number' ? grace : GRACE_SECONDS,
  }
}

async function carryOut(
  trx: Writer,
  store: Store,
  effect: Effect,
  { state, now }: { readonly state: State | null; readonly now: Stamp },
): Promise<void> {
  switch (effect.kind) {
    case 'mirror-to-parent': {
      if (state === null) return
      const mirrored = withDetails(state, { child_flow_run_id: effect.flowRunId })
      await setTaskRunState(trx, store, effect.taskRunId, mirrored, { isForced: true })
      return
    }
    case 'cache-state':
    case 'enqueue-task':
      throw new Error(`a flow run cannot ${effect.kind}`)
    case 'take-slots':
    case 'renew-lease':
    case 'release-lease':
    case 'release-slot':
    case 'revoke-lease':
      return carryOutSlots(trx, effect, now)
  }
}

/** Wakes who starts runs. */
function announceScheduled(trx: Writer, { type, timestamp, state_details: details }: State): void {
  if (type === 'SCHEDULED') announce(trx, { kind: 'flow_run_scheduled', at: details.scheduled_time ?? timestamp })
}
