import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { orchestrateFlowRun } from '../../../src/server/orchestration/orchestrate.ts'
import { FLOW_POLICIES, type FlowPolicyName } from '../../../src/server/orchestration/policies.ts'
import { ANY } from '../../../src/server/orchestration/rules/rule.ts'
import { type State, type StateType, isTerminal, proposal } from '../../../src/server/model/state.ts'
import { NOON, POLICY, SECOND, flowContext, flowRun, limit, state } from './runs.ts'

const types = () => fc.constantFrom(...ANY.filter((type): type is StateType => type !== null))

const fields = () =>
  fc.record({
    name: fc.option(fc.constantFrom('Late', 'Suspended', 'Submitting', 'Pending', 'Resuming', 'AwaitingRetry')),
    data: fc.constantFrom(null, { type: 'reference' }, { type: 'unpersisted' }),
    details: fc.record({
      scheduled_time: fc.constantFrom(null, NOON - SECOND, NOON + 5 * SECOND),
      transition_id: fc.constantFrom(null, 'once', 'twice'),
      pause_reschedule: fc.boolean(),
      pause_timeout: fc.constantFrom(null, NOON - SECOND, NOON + SECOND),
      pause_key: fc.constantFrom(null, 'k'),
      deployment_concurrency_lease_id: fc.constantFrom(null, 'held'),
    }),
  })

const states = () => fc.tuple(types(), fields()).map(([type, said]): State => state(type, said))
const proposals = () => fc.tuple(types(), fields()).map(([type, said]) => proposal(type, said))

const runs = () =>
  fc
    .record({
      former: fc.option(states()),
      deployment_id: fc.constantFrom(null, 'deployment'),
      parent_task_run_id: fc.constantFrom(null, 'task'),
      infrastructure_pid: fc.constantFrom(null, '7'),
      run_count: fc.nat(3),
      start_time: fc.constantFrom(null, NOON - 20 * SECOND),
      retries: fc.constantFrom(null, 0, 2),
      resuming: fc.boolean(),
    })
    .map(({ former, retries, resuming, ...rest }) =>
      flowRun(former, {
        ...rest,
        ...(former !== null && isTerminal(former) ? { start_time: former.timestamp, end_time: former.timestamp } : {}),
        empirical_policy: { ...POLICY, retries, resuming },
      }),
    )

const contexts = () =>
  fc
    .record({
      limit: fc.option(fc.record({ limit: fc.nat(2), activeSlots: fc.nat(2), active: fc.boolean() }), {
        nil: undefined,
      }),
      strategy: fc.constantFrom('ENQUEUE' as const, 'CANCEL_NEW' as const),
      isKnown: fc.boolean(),
      isLeaseHeld: fc.boolean(),
      clientVersion: fc.constantFrom(undefined, '3.0.3', '3.4.10', '3.8.8'),
    })
    .map(({ limit: slots, strategy, isKnown, ...rest }) =>
      flowContext({
        ...rest,
        deployment: isKnown ? { limit: slots && limit(slots), strategy, graceSeconds: 60 } : undefined,
      }),
    )

const policies = () => fc.constantFrom(...(Object.keys(FLOW_POLICIES) as FlowPolicyName[]))

const transitions = () => fc.tuple(policies(), runs(), proposals(), contexts())

describe('whatever a flow run is asked to become', () => {
  test.prop([transitions()])(
    'it does, or keeps its state and all that tells of it',
    ([policy, run, proposed, context]) => {
      const { answer, written, changes } = orchestrateFlowRun(policy, run, proposed, context)
      if (answer.status === 'ACCEPT') expect(written?.type).toBe(proposed.type)
      if (answer.status === 'WAIT' || answer.status === 'ABORT') expect(written).toBeNull()
      if (written === null) {
        const { empirical_policy: _policy, ...columns } = changes
        expect(columns).toEqual({})
      }
    },
  )

  test.prop([transitions()])('what is written is bookkept', ([policy, run, proposed, context]) => {
    const { written, changes } = orchestrateFlowRun(policy, run, proposed, context)
    fc.pre(written !== null)
    expect(changes).toMatchObject({ state_type: written.type, state_name: written.name, state_timestamp: NOON })
    expect(written.state_details.flow_run_id).toBe(run.id)
    expect(changes.next_scheduled_start_time).toBe(
      written.type === 'SCHEDULED' ? written.state_details.scheduled_time : null,
    )
    expect(changes.end_time === null).toBe(!isTerminal(written))
    if (written.type === 'RUNNING' || isTerminal(written)) expect(changes.start_time).not.toBeNull()
    expect((changes.run_count ?? run.run_count) - run.run_count).toBeLessThanOrEqual(written.type === 'RUNNING' ? 1 : 0)
  })

  test.prop([transitions()], { numRuns: 3000 })(
    'slots are taken only where the state that is written holds them',
    ([policy, run, proposed, context]) => {
      const { written, effects } = orchestrateFlowRun(policy, run, proposed, context)
      const taken = effects.find(({ kind }) => kind === 'take-slots')
      if (taken?.kind !== 'take-slots' || written === null) return
      expect(written.state_details.deployment_concurrency_lease_id).toBe(taken.leaseId)
      expect(['PENDING', 'RUNNING']).toContain(written.type)
      expect(context.deployment?.limit?.activeSlots).toBeLessThan(context.deployment?.limit?.limit ?? 0)
    },
  )

  test.prop([transitions()])(
    'by force only a stored result and what has no infrastructure stand in the way',
    ([, run, proposed, context]) => {
      const { answer, written } = orchestrateFlowRun('minimal', run, proposed, context)
      expect(['ACCEPT', 'REJECT']).toContain(answer.status)
      if (answer.status === 'REJECT') expect([null, 'CANCELLED']).toContain(written?.type ?? null)
    },
  )

  test.prop([transitions()])('its answer depends on nothing else', (transition) => {
    expect(orchestrateFlowRun(...transition)).toEqual(orchestrateFlowRun(...transition))
  })
})
