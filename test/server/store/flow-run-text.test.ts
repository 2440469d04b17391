import { expect, test } from 'vitest'
import {
  type WholeFlowRunRow,
  estimatedRunTime,
  estimatedStartTimeDelta,
  flowRunText,
} from '../../../src/server/store/flow-run-text.ts'

const T = Date.parse('2026-03-01T10:00:00Z') * 1000
const SECOND = 1_000_000

const ROW: WholeFlowRunRow = {
  id: '11111111-1111-4111-8111-111111111111',
  created: T,
  updated: T + 1,
  name: 'quiet-"otter"\u2028',
  state_id: null,
  state_type: null,
  state_name: null,
  state_timestamp: null,
  state: null,
  run_count: 0,
  expected_start_time: null,
  next_scheduled_start_time: null,
  start_time: null,
  end_time: null,
  total_run_time: 1.5,
  tags: '["a"]',
  labels: '{}',
  empirical_policy: '{}',
  flow_id: '22222222-2222-4222-8222-222222222222',
  deployment_id: null,
  deployment_version: null,
  flow_version: null,
  work_queue_id: null,
  work_queue_name: 'sent',
  parameters: '{"x":"\\u0000"}',
  context: '{}',
  idempotency_key: 'a\\b',
  parent_task_run_id: null,
  auto_scheduled: 0,
  created_by: null,
  infrastructure_document_id: null,
  infrastructure_pid: null,
  job_variables: null,
  queue_name: null,
  pool_id: null,
  pool_name: null,
}

test('a run is JSON, whatever its texts hold', () => {
  expect(JSON.parse(flowRunText(ROW, T))).toMatchObject({
    name: 'quiet-"otter"\u2028',
    idempotency_key: 'a\\b',
    parameters: { x: '\u0000' },
    tags: ['a'],
    created: '2026-03-01T10:00:00Z',
    updated: '2026-03-01T10:00:00.000001Z',
    state: null,
    job_variables: null,
    auto_scheduled: false,
    work_queue_name: 'sent',
  })
})

test('the queue that is there counts more than the name that was sent', () => {
  const whole = { ...ROW, queue_name: 'q', pool_id: '33333333-3333-4333-8333-333333333333', pool_name: 'p' }
  const shown: unknown = JSON.parse(flowRunText(whole, T))
  expect(shown).toMatchObject({ work_queue_name: 'q', work_pool_id: whole.pool_id, work_pool_name: 'p' })
})

test('the run time grows while a run runs', () => {
  const running = { ...ROW, state_type: 'RUNNING', state_timestamp: T } as const
  expect(estimatedRunTime(running, T + 2 * SECOND)).toBe(3.5)
  expect(estimatedRunTime({ ...running, state_type: 'COMPLETED' }, T + 2 * SECOND)).toBe(1.5)
})

test.each([
  ['has not begun', { state_type: 'SCHEDULED', expected_start_time: T }, 4],
  ['is not due yet', { state_type: 'SCHEDULED', expected_start_time: T + 9 * SECOND }, 0],
  ['began late', { state_type: 'RUNNING', expected_start_time: T, start_time: T + SECOND }, 1],
  ['began early', { state_type: 'RUNNING', expected_start_time: T + SECOND, start_time: T }, 0],
  ['never began and is over', { state_type: 'CANCELLED', expected_start_time: T }, 0],
  ['is expected at no time', { state_type: 'PENDING' }, 0],
] as const)('a run that %s is late by so much', (_what, fields, late) => {
  expect(estimatedStartTimeDelta({ ...ROW, ...fields }, T + 4 * SECOND)).toBe(late)
})
