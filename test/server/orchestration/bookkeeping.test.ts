import { expect, test } from 'vitest'
import { orchestrateFlowRun, orchestrateTaskRun } from '../../../src/server/orchestration/orchestrate.ts'
import { type StateType, proposal } from '../../../src/server/model/state.ts'
import { NOON, POLICY, SECOND, flowContext, flowRun, state, taskContext, taskRun } from './runs.ts'

test('the first state tells when the run is expected', () => {
  const due = proposal('SCHEDULED', { details: { scheduled_time: NOON + SECOND } })
  expect(orchestrateFlowRun('minimal', flowRun(null), due, flowContext()).changes).toMatchObject({
    state_type: 'SCHEDULED',
    state_name: 'Scheduled',
    state_timestamp: NOON,
    expected_start_time: NOON + SECOND,
    next_scheduled_start_time: NOON + SECOND,
    start_time: null,
    end_time: null,
  })
  const pending = orchestrateFlowRun('minimal', flowRun(null), proposal('PENDING'), flowContext()).changes
  expect(pending).toMatchObject({ expected_start_time: NOON, next_scheduled_start_time: null })
})

test('leaving a scheduled state leaves no next start, and keeps what was expected', () => {
  const run = flowRun(state('SCHEDULED'), { expected_start_time: 7, next_scheduled_start_time: 7 })
  const { changes } = orchestrateFlowRun('core', run, proposal('PENDING'), flowContext())
  expect(changes).toMatchObject({ expected_start_time: 7, next_scheduled_start_time: null })
})

test('a next start that a client told of a task run that is not scheduled stays until it is', () => {
  const run = taskRun(state('PENDING'), { next_scheduled_start_time: 7 })
  const to = (type: StateType) => orchestrateTaskRun('minimal', run, proposal(type), taskContext()).changes
  expect(to('RUNNING')).toMatchObject({ next_scheduled_start_time: 7 })
  expect(to('SCHEDULED')).toMatchObject({ next_scheduled_start_time: null })
})

test('a run starts when it first runs, and counts its attempts', () => {
  const first = orchestrateFlowRun('core', flowRun(state('PENDING')), proposal('RUNNING'), flowContext()).changes
  expect(first).toMatchObject({ start_time: NOON, run_count: 1 })
  const again = flowRun(state('SCHEDULED'), { start_time: 7, run_count: 1 })
  expect(orchestrateFlowRun('core', again, proposal('RUNNING'), flowContext()).changes).toMatchObject({
    start_time: 7,
    run_count: 2,
  })
})

test('a run ends at its first terminal state, having run for as long as it was running', () => {
  const run = flowRun(state('RUNNING'), { start_time: 7, total_run_time: 2 })
  expect(orchestrateFlowRun('core', run, proposal('COMPLETED'), flowContext()).changes).toMatchObject({
    start_time: 7,
    end_time: NOON,
    total_run_time: 12,
  })
  const ended = flowRun(state('COMPLETED'), { start_time: 7, end_time: 8 })
  expect(orchestrateFlowRun('core', ended, proposal('FAILED'), flowContext()).changes).toMatchObject({ end_time: 8 })
  expect(orchestrateFlowRun('core', ended, proposal('RUNNING'), flowContext()).changes).toMatchObject({
    end_time: null,
  })
})

test('a run that fails before it begins started as it failed', () => {
  const { changes } = orchestrateFlowRun('core', flowRun(state('PENDING')), proposal('CRASHED'), flowContext())
  expect(changes).toMatchObject({ start_time: NOON, end_time: NOON, total_run_time: 0 })
})

test('no two states of a flow run share a moment', () => {
  const context = flowContext({ laterTimestamps: [NOON, NOON + 1, NOON + 3] })
  const { written, changes } = orchestrateFlowRun('core', flowRun(state('PENDING')), proposal('RUNNING'), context)
  expect([written?.timestamp, changes.start_time]).toEqual([NOON + 2, NOON + 2])
})

test('a state names its runs, and that of a subflow the task run that stands for it, which gets it too', () => {
  const run = flowRun(state('PENDING'), { parent_task_run_id: 'parent' })
  const { written, effects } = orchestrateFlowRun('core', run, proposal('RUNNING'), flowContext())
  expect(written?.state_details).toMatchObject({ flow_run_id: 'run', task_run_id: 'parent' })
  expect(effects).toEqual([{ kind: 'mirror-to-parent', taskRunId: 'parent', flowRunId: 'run' }])
  const task = orchestrateTaskRun('core', taskRun(null), proposal('PENDING'), taskContext())
  expect(task.written?.state_details).toMatchObject({ flow_run_id: 'run', task_run_id: 'task' })
})

test('a resumed run counts no new attempt, and no longer resumes once it runs or has ended', () => {
  const resuming = { empirical_policy: { ...POLICY, resuming: true }, run_count: 1 }
  const to = (type: StateType, former: StateType) =>
    orchestrateFlowRun('minimal', flowRun(state(former), resuming), proposal(type), flowContext()).changes
  expect(to('RUNNING', 'SCHEDULED')).toMatchObject({ empirical_policy: { resuming: false } })
  expect(to('RUNNING', 'SCHEDULED')).not.toHaveProperty('run_count')
  expect(to('CRASHED', 'SCHEDULED')).toMatchObject({ empirical_policy: { resuming: false } })
  expect(to('PENDING', 'SCHEDULED')).not.toHaveProperty('empirical_policy')
})
