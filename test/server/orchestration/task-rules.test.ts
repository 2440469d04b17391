import { describe, expect, test } from 'vitest'
import type { TaskContext } from '../../../src/server/model/context.ts'
import { orchestrateTaskRun } from '../../../src/server/orchestration/orchestrate.ts'
import type { TaskPolicyName } from '../../../src/server/orchestration/policies.ts'
import type { TaskRunPolicy, TaskRunView } from '../../../src/server/model/run.ts'
import { type ProposedState, type State, type StateType, proposal } from '../../../src/server/model/state.ts'
import { NOON, SECOND, limit, state, taskContext, taskRun } from './runs.ts'

function outcome(
  former: State | null,
  proposed: ProposedState,
  fields: Partial<TaskRunView> = {},
  context: Partial<TaskContext> = {},
  policy: TaskPolicyName = 'core',
) {
  const result = orchestrateTaskRun(policy, taskRun(former, fields), proposed, taskContext(context))
  const { answer, written } = result
  const reason = 'reason' in answer ? answer.reason : undefined
  return { ...result, status: answer.status, reason, as: written && `${written.type} ${written.name}` }
}

const RETRIES: TaskRunPolicy = {
  max_retries: 0,
  retry_delay_seconds: 0,
  retries: 3,
  retry_delay: [1, 10],
  retry_jitter_factor: null,
}

describe('a task run that has ended', () => {
  test.each(['CANCELLING', 'PAUSED', 'CRASHED'] as const)('does not become %s', (to) => {
    expect(outcome(state('FAILED'), proposal(to))).toMatchObject({
      status: 'ABORT',
      reason: 'Run is already FAILED.',
      written: null,
    })
  })

  test('with a stored result stays completed', () => {
    const completed = state('COMPLETED', { data: { type: 'reference' } })
    expect(outcome(completed, proposal('RUNNING'))).toMatchObject({
      status: 'REJECT',
      reason: 'This run is already completed.',
      written: null,
    })
    expect(outcome(state('COMPLETED', { data: { type: 'unpersisted' } }), proposal('RUNNING')).status).toBe('ACCEPT')
  })

  test('begins again with all its retries', () => {
    expect(outcome(state('FAILED'), proposal('RUNNING'), { run_count: 3, flow_run_run_count: 1 })).toMatchObject({
      as: 'RUNNING Running',
      changes: { run_count: 1 },
    })
    expect(outcome(state('FAILED'), proposal('PENDING'), { run_count: 3 }).changes.run_count).toBe(0)
  })

  test('is retrying when its flow run is in a later attempt', () => {
    const retried = outcome(state('FAILED'), proposal('RUNNING'), { run_count: 3, flow_run_run_count: 0 })
    expect(retried).toMatchObject({ as: 'RUNNING Retrying', changes: { flow_run_run_count: 1 } })
  })

  test('keeps its count of attempts when another rule stops it', () => {
    const stopped = outcome(state('FAILED'), proposal('RUNNING'), { run_count: 3 }, around('COMPLETED'))
    expect(stopped.status).toBe('ABORT')
    expect(stopped.changes.run_count).toBe(3)
  })
})

function around(type: StateType | null): Partial<TaskContext> {
  const details = { pauseTimeout: NOON + 5, pauseReschedule: true }
  return { flowRun: { id: 'flow', run_count: 1, state: type === null ? null : { type, ...details } } }
}

describe('a task run of a flow run', () => {
  test.each([null, 'PENDING', 'COMPLETED', 'CANCELLING'] as const)('does not run while that is %s', (type) => {
    expect(outcome(state('PENDING'), proposal('RUNNING'), {}, around(type))).toMatchObject({
      status: 'ABORT',
      reason: 'The enclosing flow must be running to begin task execution.',
    })
  })

  test('waits while that is paused', () => {
    expect(outcome(state('PENDING'), proposal('RUNNING'), {}, around('PAUSED'))).toMatchObject({
      status: 'REJECT',
      as: 'PAUSED NotReady',
      reason: 'The flow is paused, new tasks can execute after resuming flow run: flow.',
      written: { state_details: { pause_timeout: NOON + 5, pause_reschedule: true } },
    })
  })

  test('runs by itself without one', () => {
    expect(outcome(state('PENDING'), proposal('RUNNING'), { flow_run_id: null }, { flowRun: undefined }).status).toBe(
      'ACCEPT',
    )
  })
})

describe('slots of tags', () => {
  const one = limit({ id: 'a', name: 'tag:a' })
  const full = limit({ id: 'b', name: 'tag:b', activeSlots: 1 })

  test('are taken together', () => {
    const tagLimits = [one, limit({ id: 'c', name: 'tag:c' }), limit({ id: 'd', name: 'tag:d', active: false })]
    expect(outcome(state('PENDING'), proposal('RUNNING'), {}, { tagLimits }).effects).toMatchObject([
      { kind: 'take-slots', limitIds: ['a', 'c'], holder: { type: 'task_run', id: 'task' } },
    ])
  })

  test('are waited for, about as long as they are usually held', () => {
    const waiting = outcome(state('PENDING'), proposal('RUNNING'), {}, { tagLimits: [one, full], chance: 0.9 })
    expect(waiting).toMatchObject({ status: 'WAIT', reason: 'Concurrency limit reached for tags: a, b', effects: [] })
    expect(waiting.answer).toMatchObject({ delaySeconds: 2 })
    const idle = { ...one, averageOccupancySeconds: 9 }
    const tagLimits = [idle, full, idle]
    expect(outcome(state('PENDING'), proposal('RUNNING'), {}, { tagLimits, chance: 0.9 }).answer).toMatchObject({
      delaySeconds: 2,
    })
    const slow = limit({ ...full, averageOccupancySeconds: 1000 })
    const delays = [0, 0.999].map(
      (chance) => outcome(state('PENDING'), proposal('RUNNING'), {}, { tagLimits: [slow], chance }).answer,
    )
    expect(delays).toMatchObject([{ delaySeconds: 8 }, { delaySeconds: 13 }])
  })

  test('are never there at a limit of 0', () => {
    const tagLimits = [one, limit({ name: 'tag:z', limit: 0 })]
    expect(outcome(state('PENDING'), proposal('RUNNING'), {}, { tagLimits })).toMatchObject({
      status: 'ABORT',
      reason: 'The concurrency limit on tag "z" is 0 and will deadlock if the task tries to run again.',
      effects: [],
    })
  })

  test('are refused in the name of the last of several limits of 0', () => {
    const tagLimits = ['tag:y', 'tag:z'].map((name) => limit({ name, limit: 0 }))
    expect(outcome(state('PENDING'), proposal('RUNNING'), {}, { tagLimits }).reason).toContain('on tag "z" is 0')
  })

  test('are not taken when a later rule stops the run', () => {
    const pending = state('PENDING', { details: { scheduled_time: NOON + 60 * SECOND } })
    expect(outcome(pending, proposal('RUNNING'), {}, { tagLimits: [one] })).toMatchObject({
      status: 'WAIT',
      effects: [],
    })
  })

  test.each(['COMPLETED', 'SCHEDULED', 'PAUSED'] as const)('are given back at %s, also by force', (to) => {
    const effects = [{ kind: 'release-lease', leaseId: 'held', fallbackLimitId: undefined }]
    expect(outcome(state('RUNNING'), proposal(to), {}, { heldLeases: ['held'] }).effects).toEqual(effects)
    expect(outcome(state('RUNNING'), proposal(to), {}, { heldLeases: ['held'] }, 'minimal').effects).toEqual(effects)
  })

  test('are kept while it runs or is being cancelled', () => {
    expect(outcome(state('RUNNING'), proposal('CANCELLING'), {}, { heldLeases: ['held'] }).effects).toEqual([])
  })
})

describe('a failed task run', () => {
  const failed = proposal('FAILED', { message: 'oh' })

  test.each([
    [1, 1],
    [2, 10],
    [3, 10],
  ])('after attempt %d is tried again in %d s', (run_count, seconds) => {
    expect(outcome(state('RUNNING'), failed, { run_count, empirical_policy: RETRIES })).toMatchObject({
      status: 'REJECT',
      reason: 'Retrying',
      as: 'SCHEDULED AwaitingRetry',
      written: { message: 'oh', state_details: { scheduled_time: NOON + seconds * SECOND } },
    })
  })

  test('stays failed without retries left, or when its client says so', () => {
    expect(outcome(state('RUNNING'), failed, { run_count: 4, empirical_policy: RETRIES }).status).toBe('ACCEPT')
    const final = proposal('FAILED', { details: { retriable: false } })
    expect(outcome(state('RUNNING'), final, { run_count: 1, empirical_policy: RETRIES }).as).toBe('FAILED Failed')
  })

  test('waits about as long as its delay when that jitters', () => {
    const empirical_policy = { ...RETRIES, retry_delay: 100, retry_jitter_factor: 0.5 }
    const waits = [0, 0.5, 0.999].map((chance) => {
      const { written } = outcome(state('RUNNING'), failed, { run_count: 1, empirical_policy }, { chance })
      return ((written?.state_details.scheduled_time ?? 0) - NOON) / SECOND
    })
    expect(waits.map(Math.round)).toEqual([63, 97, 150])
  })
})

test('a later attempt has a name of its own', () => {
  const again = { run_count: 1 }
  expect(outcome(state('SCHEDULED', { name: 'AwaitingRetry' }), proposal('RUNNING'), again).as).toBe('RUNNING Retrying')
  expect(outcome(state('PENDING'), proposal('RUNNING'), again).as).toBe('RUNNING Rerunning')
})

describe('a cache key', () => {
  const keyed = (type: StateType, key = 'key') => proposal(type, { details: { cache_key: key } })

  test('keeps what a task run completed', () => {
    expect(outcome(state('RUNNING'), keyed('COMPLETED')).effects).toEqual([
      { kind: 'cache-state', cacheKey: 'key', expiration: null },
    ])
    expect(outcome(state('RUNNING'), keyed('COMPLETED', 'k'.repeat(2001)))).toMatchObject({
      status: 'REJECT',
      reason: 'Cache key exceeded maximum allowed length of 2000 characters.',
      as: 'COMPLETED Completed',
    })
  })

  test('has at most 2000 characters, however many bytes they take', () => {
    for (const key of ['k'.repeat(2000), '🗝'.repeat(2000)]) {
      expect(outcome(state('RUNNING'), keyed('COMPLETED', key)).status).toBe('ACCEPT')
    }
    expect(outcome(state('RUNNING'), keyed('COMPLETED', '🗝'.repeat(2001))).status).toBe('REJECT')
  })

  test('gives what was kept instead of running, unless it is to be made anew', () => {
    const cached = state('COMPLETED', { data: { a: 1 } })
    expect(outcome(state('PENDING'), keyed('RUNNING'), {}, { cached })).toMatchObject({
      status: 'REJECT',
      reason: 'Retrieved state from cache',
      as: 'COMPLETED Cached',
      written: { data: { a: 1 } },
    })
    const tagLimits = [limit({ name: 'tag:a' })]
    expect(outcome(state('PENDING'), keyed('RUNNING'), {}, { cached, tagLimits }).effects).not.toContainEqual(
      expect.objectContaining({ kind: 'take-slots' }),
    )
    const anew = proposal('RUNNING', { details: { cache_key: 'key', refresh_cache: true } })
    expect(outcome(state('PENDING'), anew, {}, { cached }).as).toBe('RUNNING Running')
  })
})

describe('a background task', () => {
  test('is handed over when it is scheduled, and again for each retry', () => {
    const details = { deferred: true }
    const scheduled = proposal('SCHEDULED', { details })
    expect(outcome(null, scheduled, {}, {}, 'background').effects).toEqual([{ kind: 'enqueue-task', isRetry: false }])
    const retry = proposal('SCHEDULED', { name: 'AwaitingRetry', details })
    expect(outcome(state('RUNNING'), retry, {}, {}, 'background').effects).toEqual([
      { kind: 'enqueue-task', isRetry: true },
    ])
    expect(outcome(null, proposal('SCHEDULED'), {}, {}, 'background').effects).toEqual([])
  })

  test('keeps its parameters, and is submitted once', () => {
    const scheduled = state('SCHEDULED', { details: { task_parameters_id: 'p' } })
    const pending = outcome(scheduled, proposal('PENDING'), {}, {}, 'background')
    expect(pending.written?.state_details.task_parameters_id).toBe('p')
    expect(outcome(pending.written, proposal('PENDING'), {}, {}, 'background').status).toBe('ABORT')
    const other = proposal('PENDING', { details: { task_parameters_id: 'q' } })
    expect(outcome(scheduled, other, {}, {}, 'background').written?.state_details.task_parameters_id).toBe('q')
  })
})
