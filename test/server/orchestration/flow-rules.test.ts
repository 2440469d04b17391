import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/model/json.ts'
import type { FlowContext } from '../../../src/server/model/context.ts'
import { orchestrateFlowRun } from '../../../src/server/orchestration/orchestrate.ts'
import type { FlowPolicyName } from '../../../src/server/orchestration/policies.ts'
import type { FlowRunView } from '../../../src/server/model/run.ts'
import { type ProposedState, type State, TERMINAL, proposal } from '../../../src/server/model/state.ts'
import { NOON, POLICY, SECOND, flowContext, flowRun, lease, limit, state } from './runs.ts'

const DEPLOYED = { deployment_id: 'deployment' } as const
const RESULT = { data: { type: 'reference', key: 'k' } }

/** What becomes of a proposal, short: the status, the reason, and the type and name of what was written. */
function outcome(
  former: State | null,
  proposed: ProposedState,
  fields: Partial<FlowRunView> = {},
  context: Partial<FlowContext> = {},
  policy: FlowPolicyName = 'core',
) {
  const { answer, written, changes, effects } = orchestrateFlowRun(
    policy,
    flowRun(former, fields),
    proposed,
    flowContext(context),
  )
  const reason = 'reason' in answer ? answer.reason : undefined
  return {
    answer,
    status: answer.status,
    reason,
    written,
    as: written && `${written.type} ${written.name}`,
    changes,
    effects,
  }
}

describe('any transition', () => {
  test('keeps the lease that the run has, unless the proposal names one', () => {
    const running = state('RUNNING', { details: lease('held') })
    expect(outcome(running, proposal('RUNNING')).written?.state_details).toMatchObject(lease('held'))
    expect(outcome(running, proposal('RUNNING', { details: lease('other') })).written?.state_details).toMatchObject(
      lease('other'),
    )
  })

  test('is made once by its id', () => {
    const details = { transition_id: 'once' }
    expect(outcome(state('RUNNING', { details }), proposal('COMPLETED', { details }))).toMatchObject({
      status: 'REJECT',
      reason: 'This run has already made this state transition.',
      written: null,
      changes: {},
    })
    expect(outcome(state('RUNNING'), proposal('COMPLETED', { details })).status).toBe('ACCEPT')
  })
})

describe('a flow run that has ended', () => {
  test.each(
    TERMINAL.flatMap((from) => (['CANCELLING', 'PAUSED', 'CRASHED'] as const).map((to) => [from, to] as const)),
  )('from %s does not become %s', (from, to) => {
    expect(outcome(state(from), proposal(to))).toMatchObject({
      status: 'ABORT',
      reason: `Run is already in terminal state ${from}.`,
      written: null,
    })
  })

  test.each(['RUNNING', 'PENDING', 'SCHEDULED'] as const)('with a stored result does not become %s', (to) => {
    expect(outcome(state('COMPLETED', RESULT), proposal(to), DEPLOYED)).toMatchObject({
      status: 'REJECT',
      reason: 'Run is already COMPLETED.',
      written: null,
    })
  })

  test('does not lose its stored result to a state without one', () => {
    const completed = state('COMPLETED', RESULT)
    const lost = {
      status: 'REJECT',
      reason: 'Cannot overwrite a COMPLETED state that carries persisted result data with one that does not.',
      written: null,
    }
    expect(outcome(completed, proposal('COMPLETED'))).toMatchObject(lost)
    expect(outcome(completed, proposal('COMPLETED', { data: { type: 'unpersisted' } }))).toMatchObject(lost)
    expect(outcome(completed, proposal('COMPLETED'), {}, {}, 'minimal')).toMatchObject(lost)
    expect(outcome(completed, proposal('COMPLETED', RESULT)).status).toBe('ACCEPT')
    expect(outcome(completed, proposal('FAILED')).status).toBe('ACCEPT')
  })

  test.each<Json>([null, 'text', ['list'], {}, { type: 'unpersisted' }])(
    'begins again where its data %j is no stored result',
    (data) => {
      expect(outcome(state('COMPLETED', { data }), proposal('RUNNING')).as).toBe('RUNNING Running')
    },
  )

  test('is scheduled again only with a deployment, and forgets its pauses', () => {
    const policy = { ...POLICY, pause_keys: ['a'], resuming: true }
    expect(outcome(state('FAILED'), proposal('SCHEDULED'))).toMatchObject({
      status: 'ABORT',
      reason: 'Cannot reschedule a run without an associated deployment.',
    })
    expect(outcome(state('FAILED'), proposal('SCHEDULED'), { ...DEPLOYED, empirical_policy: policy })).toMatchObject({
      status: 'ACCEPT',
      changes: { empirical_policy: { pause_keys: [], resuming: false, retry_type: 'reschedule' } },
    })
    expect(outcome(state('FAILED'), proposal('RUNNING'), { empirical_policy: policy })).toMatchObject({
      changes: { empirical_policy: { pause_keys: [], resuming: false, retry_type: null }, run_count: 1 },
    })
  })

  test('keeps its pauses where another rule stops it', () => {
    const policy = { ...POLICY, pause_keys: ['a'], resuming: true }
    const aborted = outcome(state('CANCELLED'), proposal('PENDING'), { empirical_policy: policy })
    expect(aborted.status).toBe('ABORT')
    expect(aborted.changes.empirical_policy).toEqual(policy)
  })
})

describe('cancelling a flow run', () => {
  test('ends as cancelled', () => {
    const cancelling = state('CANCELLING')
    const kept = { status: 'REJECT', written: null }
    expect(outcome(cancelling, proposal('COMPLETED'))).toMatchObject({
      ...kept,
      reason: 'Cannot transition flows that are cancelling to a state other than Cancelled.',
    })
    expect(outcome(cancelling, proposal('RUNNING'))).toMatchObject(kept)
    expect(outcome(cancelling, proposal('CANCELLED')).as).toBe('CANCELLED Cancelled')
    expect(outcome(cancelling, proposal('COMPLETED'), {}, {}, 'minimal').as).toBe('COMPLETED Completed')
  })

  test.each(['core', 'minimal'] as const)('is done at once without infrastructure, by policy %s', (policy) => {
    const scheduled = outcome(state('SCHEDULED'), proposal('CANCELLING'), {}, {}, policy)
    expect(scheduled).toMatchObject({
      status: 'REJECT',
      as: 'CANCELLED Cancelled',
      reason: 'Scheduled flow run has no infrastructure to terminate.',
    })
    const suspended = state('PAUSED', { name: 'Suspended', details: { pause_reschedule: true } })
    expect(outcome(suspended, proposal('CANCELLING'), DEPLOYED, {}, policy)).toMatchObject({
      status: 'REJECT',
      as: 'CANCELLED Cancelled',
      reason: 'Suspended flow run has no infrastructure to terminate.',
    })
    const resuming = state('SCHEDULED', { name: 'Resuming' })
    expect(outcome(resuming, proposal('CANCELLING'), { infrastructure_pid: '7' }, {}, policy).as).toBe(
      'CANCELLED Cancelled',
    )
  })

  test('waits for infrastructure where there is some', () => {
    expect(outcome(state('SCHEDULED'), proposal('CANCELLING'), { infrastructure_pid: '7' }).as).toBe(
      'CANCELLING Cancelling',
    )
    expect(outcome(state('PAUSED'), proposal('CANCELLING')).as).toBe('CANCELLING Cancelling')
  })
})

describe('submitting a flow run', () => {
  test.each(['PENDING', 'RUNNING', 'CANCELLED'] as const)('is done once: not from %s', (from) => {
    expect(outcome(state(from), proposal('PENDING'))).toMatchObject({
      status: 'ABORT',
      reason: `This run is in a ${from} state and cannot transition to a PENDING state.`,
      written: null,
    })
  })

  test('goes through pending states of other names, which keep the scheduled time and the lease', () => {
    const details = { scheduled_time: NOON, ...lease('held') }
    const submitting = outcome(state('PENDING', { details }), proposal('PENDING', { name: 'Submitting' }))
    expect(submitting.as).toBe('PENDING Submitting')
    expect(submitting.written?.state_details).toMatchObject(details)
    expect(outcome(submitting.written, proposal('PENDING')).status).toBe('ABORT')
    expect(outcome(submitting.written, proposal('PENDING', { name: 'Submitting' })).status).toBe('ABORT')
  })

  test('keeps the scheduled time unless the proposal has one', () => {
    const scheduled = state('SCHEDULED', { details: { scheduled_time: NOON } })
    expect(outcome(scheduled, proposal('PENDING')).written?.state_details.scheduled_time).toBe(NOON)
    const other = proposal('PENDING', { details: { scheduled_time: NOON + 1 } })
    expect(outcome(scheduled, other).written?.state_details.scheduled_time).toBe(NOON + 1)
  })
})

describe("a deployment's slot", () => {
  const of = (fields: Partial<ReturnType<typeof limit>>, strategy: 'ENQUEUE' | 'CANCEL_NEW' = 'ENQUEUE') => ({
    deployment: { limit: limit(fields), strategy, graceSeconds: 60 },
  })

  test('is taken before infrastructure is made, for a time', () => {
    const pending = outcome(state('SCHEDULED'), proposal('PENDING'), DEPLOYED, of({}))
    expect(pending.written?.state_details).toMatchObject(lease('new-lease'))
    expect(pending.effects).toEqual([
      { kind: 'take-slots', leaseId: 'new-lease', limitIds: ['limit'], seconds: 60, holder: undefined },
    ])
  })

  test('is waited for, or the run is cancelled, as the deployment says', () => {
    const queued = outcome(state('SCHEDULED'), proposal('PENDING'), DEPLOYED, of({ activeSlots: 1 }))
    const reason = 'Deployment concurrency limit reached.'
    expect(queued).toMatchObject({ status: 'REJECT', as: 'SCHEDULED AwaitingConcurrencySlot', reason, effects: [] })
    expect(queued.written?.state_details.scheduled_time).toBe(NOON + 30 * SECOND)
    expect(queued.changes.next_scheduled_start_time).toBe(NOON + 30 * SECOND)
    const cancelled = outcome(state('SCHEDULED'), proposal('PENDING'), DEPLOYED, of({ activeSlots: 1 }, 'CANCEL_NEW'))
    expect(cancelled).toMatchObject({
      status: 'REJECT',
      as: 'CANCELLED Cancelled',
      reason,
      written: { message: reason },
    })
  })

  test('that is not there leaves nothing of the proposal in the state that comes instead', () => {
    const scheduled = state('SCHEDULED', { details: { scheduled_time: NOON - SECOND } })
    const cancelled = outcome(scheduled, proposal('PENDING'), DEPLOYED, of({ activeSlots: 1 }, 'CANCEL_NEW'))
    expect(cancelled.written?.state_details.scheduled_time).toBeNull()
  })

  test('is never there at a limit of 0, nor without the deployment', () => {
    expect(outcome(state('SCHEDULED'), proposal('PENDING'), DEPLOYED, of({ limit: 0 }))).toMatchObject({
      status: 'ABORT',
      reason: 'The deployment concurrency limit is 0. The flow will deadlock if submitted again.',
    })
    expect(outcome(state('SCHEDULED'), proposal('PENDING'), DEPLOYED)).toMatchObject({
      status: 'ABORT',
      reason: 'Deployment not found.',
    })
  })

  test('is not taken for workers that count by themselves, nor where there is no limit', () => {
    const old = outcome(state('SCHEDULED'), proposal('PENDING'), DEPLOYED, { ...of({}), clientVersion: '3.0.3' })
    expect(old).toMatchObject({ status: 'ACCEPT', effects: [] })
    const free = { deployment: { limit: undefined, strategy: 'ENQUEUE', graceSeconds: 60 } } as const
    expect(outcome(state('SCHEDULED'), proposal('PENDING'), DEPLOYED, free)).toMatchObject({
      status: 'ACCEPT',
      effects: [],
    })
  })

  test('is not taken for a pause that cannot become pending', () => {
    expect(outcome(state('PAUSED'), proposal('PENDING'), DEPLOYED, of({}))).toMatchObject({
      status: 'REJECT',
      effects: [],
    })
  })

  const pending = state('PENDING', { details: lease('held') })

  test('is kept by renewing the lease when the run begins', () => {
    const running = outcome(pending, proposal('RUNNING'), DEPLOYED, { ...of({ activeSlots: 1 }), isLeaseHeld: true })
    expect(running.effects).toEqual([{ kind: 'renew-lease', leaseId: 'held', seconds: 60 }])
    expect(running.written?.state_details).toMatchObject(lease('held'))
  })

  test('is taken again when the lease has expired, or the run is cancelled', () => {
    const again = outcome(pending, proposal('RUNNING'), DEPLOYED, of({}))
    expect(again.written?.state_details).toMatchObject(lease('new-lease'))
    expect(again.effects).toMatchObject([{ kind: 'take-slots', holder: { type: 'flow_run', id: 'run' } }])
    const lost = outcome(pending, proposal('RUNNING'), DEPLOYED, of({ activeSlots: 1 }))
    expect(lost).toMatchObject({
      status: 'REJECT',
      as: 'CANCELLED Cancelled',
      reason: 'Deployment concurrency limit reached after lease expiry.',
    })
  })

  test('of an old client is held without its lease', () => {
    const context = { ...of({ activeSlots: 1 }), isLeaseHeld: true, clientVersion: undefined }
    expect(outcome(pending, proposal('RUNNING'), DEPLOYED, context).effects).toEqual([
      { kind: 'revoke-lease', leaseId: 'held' },
    ])
  })

  test.each(['COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED', 'SCHEDULED'] as const)('is given back at %s', (to) => {
    const released = outcome(state('RUNNING', { details: lease('held') }), proposal(to), DEPLOYED, of({}))
    expect(released.effects).toEqual([{ kind: 'release-lease', leaseId: 'held', fallbackLimitId: 'limit' }])
    const leaseless = outcome(state('RUNNING'), proposal(to), DEPLOYED, of({}))
    expect(leaseless.effects).toEqual([{ kind: 'release-slot', limitId: 'limit' }])
  })

  test('is kept while the run is being cancelled, and given back when it is', () => {
    const held = { details: lease('held') }
    expect(outcome(state('RUNNING', held), proposal('CANCELLING'), DEPLOYED, of({})).effects).toEqual([])
    expect(outcome(state('CANCELLING', held), proposal('CANCELLED'), DEPLOYED, of({})).effects).toMatchObject([
      { kind: 'release-lease', leaseId: 'held' },
    ])
  })

  test('is kept between attempts in the same process', () => {
    const fields = { ...DEPLOYED, run_count: 1, empirical_policy: { ...POLICY, retries: 2 } }
    const retried = outcome(state('RUNNING', { details: lease('held') }), proposal('FAILED'), fields, of({}))
    expect(retried).toMatchObject({ as: 'SCHEDULED AwaitingRetry', effects: [] })
    expect(retried.written?.state_details).toMatchObject(lease('held'))
  })

  test('is given back when a transition is forced', () => {
    const forced = outcome(
      state('RUNNING', { details: lease('held') }),
      proposal('CANCELLED'),
      DEPLOYED,
      of({}),
      'minimal',
    )
    expect(forced.effects).toMatchObject([{ kind: 'release-lease' }])
  })
})

describe('a late run', () => {
  const late = proposal('SCHEDULED', { name: 'Late', details: { scheduled_time: NOON } })

  test('is one that is scheduled, and late once', () => {
    expect(outcome(state('RUNNING'), late)).toMatchObject({
      status: 'REJECT',
      reason: 'Only scheduled flows can be marked late.',
      written: null,
    })
    expect(outcome(state('SCHEDULED', { name: 'Late' }), late, {}, {}, 'late')).toMatchObject({
      status: 'REJECT',
      reason: 'This flow run is already marked late.',
      written: null,
    })
    expect(outcome(state('SCHEDULED'), late, {}, {}, 'late').as).toBe('SCHEDULED Late')
  })

  test('is cancelled where the deployment is full and cancels what is new', () => {
    const full = { deployment: { limit: limit({ activeSlots: 1 }), strategy: 'CANCEL_NEW', graceSeconds: 60 } } as const
    expect(outcome(state('SCHEDULED'), late, DEPLOYED, full, 'late')).toMatchObject({
      status: 'REJECT',
      as: 'CANCELLED Cancelled',
      reason: 'Deployment concurrency limit is full and uses the CANCEL_NEW strategy.',
    })
    const off = { deployment: { ...full.deployment, limit: limit({ active: false }) } }
    expect(outcome(state('SCHEDULED'), late, DEPLOYED, off, 'late').as).toBe('SCHEDULED Late')
  })
})

describe('pausing a flow run', () => {
  const paused = proposal('PAUSED', { details: { pause_key: 'k' } })
  const suspended = proposal('PAUSED', { name: 'Suspended', details: { pause_key: 'k', pause_reschedule: true } })

  test('is for runs that run', () => {
    expect(outcome(null, paused)).toMatchObject({ status: 'ABORT', reason: 'Cannot pause flows with no state.' })
    expect(outcome(state('SCHEDULED'), paused)).toMatchObject({
      status: 'REJECT',
      reason: 'Cannot pause flows that are not currently running.',
      written: null,
      changes: {},
    })
    expect(outcome(state('PENDING'), suspended).reason).toBe('Cannot suspend flows that are not currently running.')
  })

  test('is done once by each key', () => {
    expect(outcome(state('RUNNING'), paused)).toMatchObject({
      as: 'PAUSED Paused',
      changes: { empirical_policy: { pause_keys: ['k'] } },
    })
    const fired = { empirical_policy: { ...POLICY, pause_keys: ['k'] } }
    expect(outcome(state('RUNNING'), paused, fired)).toMatchObject({
      status: 'REJECT',
      reason: 'This pause has already fired.',
      written: null,
    })
    expect(outcome(state('RUNNING'), proposal('PAUSED'), fired).changes.empirical_policy?.pause_keys).toEqual([
      'k',
      'new-key',
    ])
  })

  test('with giving up the process is for runs of deployments that are no subflows', () => {
    expect(outcome(state('RUNNING'), suspended, DEPLOYED).as).toBe('PAUSED Suspended')
    expect(outcome(state('RUNNING'), suspended)).toMatchObject({
      status: 'ABORT',
      reason: 'Cannot suspend flows without a deployment.',
    })
    expect(outcome(state('RUNNING'), suspended, { ...DEPLOYED, parent_task_run_id: 'task' })).toMatchObject({
      status: 'ABORT',
      reason: 'Cannot suspend subflows.',
    })
  })
})

describe('resuming a flow run', () => {
  const paused = state('PAUSED', { details: { pause_timeout: NOON + SECOND } })

  test('is no attempt of its own', () => {
    expect(outcome(paused, proposal('RUNNING'), { run_count: 1 }).changes).toMatchObject({
      empirical_policy: { resuming: true },
      run_count: 2,
    })
    const resuming = { run_count: 1, empirical_policy: { ...POLICY, resuming: true } }
    const running = outcome(state('SCHEDULED', { name: 'Resuming' }), proposal('RUNNING'), resuming)
    expect(running.changes).toMatchObject({ empirical_policy: { resuming: false } })
    expect(running.changes.run_count).toBeUndefined()
  })

  test.each(['PENDING', 'PAUSED'] as const)('is not done by %s', (to) => {
    const refused = outcome(paused, proposal(to))
    expect(refused).toMatchObject({ status: 'REJECT', written: null })
    expect(refused.reason).toBe(
      to === 'PAUSED'
        ? 'Cannot pause flows that are not currently running.'
        : 'This run cannot transition to the StateType.PENDING state from the StateType.PAUSED state.',
    )
  })

  test('of what was suspended needs the deployment', () => {
    const suspended = state('PAUSED', { details: { pause_reschedule: true } })
    expect(outcome(suspended, proposal('RUNNING'))).toMatchObject({
      status: 'REJECT',
      reason: 'Cannot reschedule a running flow run without a deployment.',
      written: null,
    })
  })

  test('is in time up to the last moment of the pause', () => {
    const ending = state('PAUSED', { details: { pause_timeout: NOON } })
    expect(outcome(ending, proposal('RUNNING')).as).toBe('RUNNING Running')
  })

  test('fails once the pause has timed out; cancelling does not', () => {
    const expired = state('PAUSED', { details: { pause_timeout: NOON - 1 } })
    expect(outcome(expired, proposal('RUNNING'))).toMatchObject({
      status: 'REJECT',
      as: 'FAILED Failed',
      reason: 'The flow run pause has timed out and can no longer resume.',
      written: { message: 'The flow was running and never resumed.' },
    })
    expect(outcome(expired, proposal('CANCELLING')).as).toBe('CANCELLING Cancelling')
  })
})

describe('the scheduled time', () => {
  test.each([
    [1.5 * SECOND, 1],
    [1.500001 * SECOND, 2],
    [60 * SECOND, 60],
  ])('%d µs ahead is waited for %d s', (ahead, delaySeconds) => {
    const scheduled = state('SCHEDULED', { details: { scheduled_time: NOON + ahead } })
    const waiting = outcome(scheduled, proposal('RUNNING'))
    expect(waiting.answer).toEqual({ status: 'WAIT', delaySeconds, reason: 'Scheduled time is in the future' })
    expect(waiting).toMatchObject({ written: null, changes: {}, effects: [] })
  })

  test.each([0.5 * SECOND, 0, -60 * SECOND])('%d µs ahead is now', (ahead) => {
    const pending = state('PENDING', { details: { scheduled_time: NOON + ahead } })
    expect(outcome(pending, proposal('RUNNING')).status).toBe('ACCEPT')
  })
})

describe('a failed run', () => {
  test('is tried again as often as its policy says', () => {
    const empirical_policy = { ...POLICY, retries: 1, retry_delay: 5, pause_keys: ['k'] }
    const failed = proposal('FAILED', { message: 'oh', data: { a: 1 } })
    const first = outcome(state('RUNNING'), failed, { empirical_policy, run_count: 1 })
    expect(first).toMatchObject({
      status: 'REJECT',
      reason: 'Retrying',
      as: 'SCHEDULED AwaitingRetry',
      written: { message: 'oh', data: { a: 1 }, state_details: { scheduled_time: NOON + 5 * SECOND } },
      changes: { empirical_policy: { retry_type: 'in_process', pause_keys: [], resuming: false } },
    })
    const last = outcome(state('RUNNING'), failed, { empirical_policy, run_count: 2 })
    expect(last).toMatchObject({
      status: 'ACCEPT',
      as: 'FAILED Failed',
      changes: { empirical_policy: { retry_type: null } },
    })
  })

  test('waits no longer than time can be written', () => {
    const empirical_policy = { ...POLICY, retries: 1, retry_delay: 1e15 }
    const { written } = outcome(state('RUNNING'), proposal('FAILED'), { empirical_policy, run_count: 1 })
    expect(written?.state_details.scheduled_time).toBe(Date.UTC(9999, 11, 31, 23, 59, 59) * 1000)
  })
})
