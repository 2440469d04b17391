import type { Stamp } from '../model/stamp.ts'
import type { Context } from '../model/context.ts'
import type { Bookkept, FlowRunChanges, FlowRunView, RunView } from '../model/run.ts'
import { type ProposedState, type State, isTerminal, withDetails } from '../model/state.ts'

/**
 * The state as it is written: with an id, and a timestamp that no other state of the run has
 * (`EnsureFlowRunStateTimestampIsUnique`).
 */
export function writtenState(proposed: ProposedState, { now, laterTimestamps, ids }: Context): State {
  let timestamp = now
  while (laterTimestamps.includes(timestamp)) timestamp += 1
  return { ...proposed, id: ids.state, timestamp }
}

/**
 * The columns that follow from the state alone (`COMMON_GLOBAL_TRANSFORMS`,
 * `prefect/server/orchestration/global_policy.py`).
 */
function bookkeeping(run: RunView, state: State): Partial<Bookkept> {
  const { type, timestamp } = state
  return {
    state_type: type,
    state_name: state.name,
    state_timestamp: timestamp,
    ...startAndEnd(run, state),
    // none where the clock was set back meanwhile
    total_run_time:
      run.total_run_time +
      (run.state?.type === 'RUNNING' ? Math.max(timestamp - run.state.timestamp, 0) / 1_000_000 : 0),
    expected_start_time: run.expected_start_time ?? scheduledTime(state) ?? timestamp,
    next_scheduled_start_time: type === 'SCHEDULED' ? state.state_details.scheduled_time : nextUnlessLeft(run),
  }
}

/** What a flow run keeps up beside that: its attempts, and that it no longer resumes (`GlobalFlowPolicy`). */
export function flowBookkeeping(run: FlowRunView, state: State): FlowRunChanges {
  const { empirical_policy: policy, run_count } = run
  const isRunning = state.type === 'RUNNING'
  const isResumed = policy.resuming === true && (isRunning || isTerminal(state))
  return {
    ...bookkeeping(run, state),
    ...(isRunning && policy.resuming !== true ? { run_count: run_count + 1 } : {}),
    ...(isResumed ? { empirical_policy: { ...policy, resuming: false } } : {}),
  }
}

/** What a task run keeps up beside that: its attempts (`GlobalTaskPolicy`). */
export function taskBookkeeping(run: RunView, state: State): Partial<Bookkept> {
  return { ...bookkeeping(run, state), ...(state.type === 'RUNNING' ? { run_count: run.run_count + 1 } : {}) }
}

/** The state of a flow run names it, and the task run that stands for it in its parent. */
export function ofFlowRun(proposed: ProposedState, { id, parent_task_run_id: parent }: FlowRunView): ProposedState {
  return withDetails(proposed, { flow_run_id: id, ...(parent === null ? {} : { task_run_id: parent }) })
}

function startAndEnd(run: RunView, state: State): Pick<Bookkept, 'start_time' | 'end_time'> {
  const { timestamp } = state
  const start = run.start_time ?? (state.type === 'RUNNING' ? timestamp : null)
  if (!isTerminal(state)) {
    const wasOver = run.state !== null && isTerminal(run.state)
    return { start_time: start, end_time: wasOver ? null : run.end_time }
  }
  // A run that fails before it begins began as it failed.
  return run.end_time === null
    ? { start_time: start ?? timestamp, end_time: timestamp }
    : { start_time: start, end_time: run.end_time }
}

function scheduledTime({ type, state_details: details }: State): Stamp | null {
  return type === 'SCHEDULED' ? details.scheduled_time : null
}

function nextUnlessLeft({ state, next_scheduled_start_time: next }: RunView): Stamp | null {
  return state?.type === 'SCHEDULED' ? null : next
}
