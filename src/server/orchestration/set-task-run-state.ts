import { chanceOf } from '../model/chance.ts'
import { nameOfTag } from '../model/tag-limit.ts'
import { leasesOf } from '../store/lease.ts'
import { readLimitViews } from '../store/limit-view.ts'
import { apiState, insertTaskRunState } from '../store/run-state.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Store, Writer } from '../store/store.ts'
import { enqueueTaskRun } from '../store/task-queue.ts'
import { keepTaskState, readKeptTaskState } from '../store/task-state-cache.ts'
import { type OrchestratedTaskRun, readOrchestratedTaskRun, updateOrchestratedTaskRun } from '../store/task-run-view.ts'
import { type Transition, orchestrationResult } from './answer.ts'
import { carryOutSlots } from './carry-out-slots.ts'
import type { TaskContext } from '../model/context.ts'
import { orchestrateTaskRun } from './orchestrate.ts'
import { withResultArtifact } from './result-artifact.ts'
import type { Effect } from './rules/rule.ts'
import type { ProposedState, State } from '../model/state.ts'

/**
 * Lets a task run have another state, or not, as the rules say; what follows from it is done in the same transaction. A
 * run that was just inserted without a state gets its first one so, by force (`set_task_run_state`,
 * `prefect/server/models/task_runs.py`). Undefined if there is no such run.
 */
export async function setTaskRunState(
  trx: Writer,
  store: Store,
  id: string,
  proposed: ProposedState,
  { isForced }: { readonly isForced: boolean },
): Promise<Transition | undefined> {
  const run = await readOrchestratedTaskRun(trx, id)
  if (run === undefined) return undefined
  const now = store.now()
  const context = await contextOf(trx, store, run, { proposed, now })
  const isBackground = proposed.state_details.deferred === true
  const policy = isBackground ? 'background' : isForced ? 'minimal' : 'core'
  const { answer, written, changes, effects } = orchestrateTaskRun(policy, run.view, proposed, context)
  const owner = { flow_run_id: run.view.flow_run_id, task_run_id: id }
  const state = written === null ? undefined : await withResultArtifact(trx, store, written, owner)
  if (state !== undefined) await insertTaskRunState(trx, id, state.stored)
  if (Object.keys(changes).length > 0) {
    await updateOrchestratedTaskRun(trx, id, { changes, state: state?.stored ?? null, at: now })
  }
  for (const effect of effects) await carryOut(trx, effect, { run, state: state?.stored ?? null, now })
  const inForce = state?.said ?? run.view.state
  return { result: orchestrationResult(inForce && apiState(inForce), answer), isNew: written !== null }
}

async function contextOf(
  trx: Writer,
  store: Store,
  { view, flowRun }: OrchestratedTaskRun,
  { proposed, now }: { readonly proposed: ProposedState; readonly now: Stamp },
): Promise<TaskContext> {
  const values = view.tags.map(nameOfTag)
  const tagLimits = await readLimitViews(trx, { by: 'name', values, at: now })
  const limitIds = new Set(tagLimits.map(({ id }) => id))
  const held = limitIds.size === 0 ? [] : await leasesOf(trx, view.id, now)
  const key = proposed.type === 'RUNNING' ? proposed.state_details.cache_key : null
  const ids = { state: store.uuid(), lease: store.uuid(), pauseKey: '' }
  return {
    now,
    // The real server lets states of a task run share a timestamp.
    laterTimestamps: [],
    ids,
    flowRun,
    tagLimits,
    heldLeases: held.filter((lease) => lease.limitIds.some((id) => limitIds.has(id))).map(({ id }) => id),
    cached: key === null || key === '' ? undefined : await readKeptTaskState(trx, key, now),
    chance: chanceOf(ids.state),
  }
}

type Carried = { readonly run: OrchestratedTaskRun; readonly state: State | null; readonly now: Stamp }

async function carryOut(trx: Writer, effect: Effect, { run, state, now }: Carried): Promise<void> {
  switch (effect.kind) {
    case 'cache-state': {
      const { cacheKey: key, expiration } = effect
      if (state !== null) await keepTaskState(trx, { key, expiration, stateId: state.id, at: now })
      return
    }
    case 'enqueue-task': {
      const { id, task_key: taskKey } = run.view
      return enqueueTaskRun(trx, { id, taskKey, isRetry: effect.isRetry, at: now })
    }
    case 'mirror-to-parent':
      throw new Error('a task run has no parent')
    case 'take-slots':
    case 'renew-lease':
    case 'release-lease':
    case 'release-slot':
    case 'revoke-lease':
      return carryOutSlots(trx, effect, now)
  }
}
