import { fc } from '@fast-check/vitest'
import type { StateType } from '../../../src/server/model/state.ts'
import type { Client, Command, Policy, Proposed, Sequence } from './commands.ts'

type Weights = readonly (readonly [StateType, number])[]

/** How often each type is proposed where anything may happen. */
const ANYTHING: Weights = [
  ['SCHEDULED', 2],
  ['PENDING', 6],
  ['RUNNING', 6],
  ['COMPLETED', 2],
  ['FAILED', 3],
  ['CANCELLED', 1],
  ['CRASHED', 1],
  ['PAUSED', 3],
  ['CANCELLING', 1],
]

const NAMES: Readonly<Partial<Record<StateType, readonly string[]>>> = {
  SCHEDULED: ['Late', 'AwaitingRetry', 'Resuming', 'Mine'],
  PENDING: ['Submitting', 'InfrastructurePending', 'Pending'],
  RUNNING: ['Retrying'],
  PAUSED: ['Suspended'],
  COMPLETED: ['Cached'],
  FAILED: ['TimedOut'],
}

const HOURS = fc.constantFrom(-1, 1)

/** Every third time or so. */
function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ arbitrary: fc.constant(undefined), weight: 2 }, { arbitrary, weight: 1 })
}

const weighted = (weights: Weights): fc.Arbitrary<StateType> =>
  fc.oneof(...weights.map(([type, weight]) => ({ arbitrary: fc.constant(type), weight })))

const proposals = (): fc.Arbitrary<Proposed> =>
  weighted(ANYTHING).chain((type) => {
    const hasTime = type === 'SCHEDULED' || type === 'PENDING'
    return fc.record({
      type: fc.constant(type),
      name: seldom(fc.constantFrom(...(NAMES[type] ?? [undefined]))),
      message: seldom(fc.constant('said')),
      data:
        type === 'COMPLETED'
          ? fc.constantFrom<unknown>(undefined, null, { type: 'unpersisted' }, { type: 'reference', key: 'k' }, {})
          : seldom(fc.constant({ type: 'reference', key: 'k' })),
      hours: hasTime ? seldom(HOURS) : fc.constant(undefined),
      transition: seldom(fc.nat(1)),
      pause: type === 'PAUSED' ? fc.option(pauses(), { nil: undefined }) : fc.constant(undefined),
      retriable: type === 'FAILED' ? seldom(fc.boolean()) : fc.constant(undefined),
    })
  })

const pauses = () =>
  fc.record(
    { key: fc.constantFrom('a', 'b'), hours: HOURS, reschedule: fc.boolean() },
    { requiredKeys: ['reschedule'] },
  )

const policies = (): fc.Arbitrary<Policy> =>
  fc.oneof(
    fc.constant({}),
    fc.record({ retries: fc.nat(2), retry_delay: fc.constantFrom(0, 3600) }, { requiredKeys: ['retries'] }),
  )

const clients = () =>
  fc.oneof(
    { arbitrary: fc.constant<Client>('3.8.8'), weight: 6 },
    { arbitrary: fc.constantFrom<Client>(null, '3.4.10', '3.0.3'), weight: 1 },
  )

const forced = () => fc.nat(7).map((roll) => roll === 0)

/** Without data: with it, the real server cannot make a run. */
const firstStates = (): fc.Arbitrary<Proposed> => proposals().map((state) => ({ ...state, data: undefined }))

const made = () =>
  fc.record({
    kind: fc.constant('make run' as const),
    from: fc.constantFrom('nothing' as const, 'deployment' as const, 'deployment' as const, 'task run' as const),
    state: fc.oneof({ arbitrary: fc.constant(null), weight: 2 }, { arbitrary: firstStates(), weight: 1 }),
    policy: policies(),
  })

const commands = (): fc.Arbitrary<Command> =>
  fc.oneof(
    { arbitrary: made(), weight: 2 },
    {
      arbitrary: fc.record({
        kind: fc.constant('set run' as const),
        run: fc.nat(3),
        state: proposals(),
        force: forced(),
        client: clients(),
      }),
      weight: 12,
    },
    {
      arbitrary: fc.record({
        kind: fc.constant('make task' as const),
        run: fc.nat(3),
        state: fc.oneof({ arbitrary: fc.constant(null), weight: 2 }, { arbitrary: firstStates(), weight: 1 }),
        policy: policies(),
      }),
      weight: 1,
    },
    {
      arbitrary: fc.record({
        kind: fc.constant('set task' as const),
        task: fc.nat(2),
        state: proposals(),
        force: forced(),
      }),
      weight: 5,
    },
    {
      arbitrary: fc.record({
        kind: fc.constant('set by filter' as const),
        run: fc.nat(3),
        state: proposals(),
        force: forced(),
        client: clients(),
      }),
      weight: 1,
    },
    { arbitrary: fc.record({ kind: fc.constant('resume' as const), run: fc.nat(3), client: clients() }), weight: 2 },
    { arbitrary: fc.record({ kind: fc.constant('give infrastructure' as const), run: fc.nat(3) }), weight: 1 },
    { arbitrary: fc.record({ kind: fc.constant('lose lease' as const), run: fc.nat(3) }), weight: 1 },
    { arbitrary: fc.record({ kind: fc.constant('delete run' as const), run: fc.nat(3) }), weight: 1 },
  )

/** How often each type is proposed where runs want the slots of their deployment. */
const CROWD: Weights = [
  ['PENDING', 6],
  ['RUNNING', 5],
  ['FAILED', 3],
  ['COMPLETED', 2],
  ['CANCELLED', 1],
  ['CANCELLING', 1],
  ['PAUSED', 1],
  ['SCHEDULED', 1],
]

const slotCommands = (): fc.Arbitrary<Command> =>
  fc.oneof(
    {
      arbitrary: fc.record({
        kind: fc.constant('set run' as const),
        run: fc.nat(2),
        state: weighted(CROWD).map((type): Proposed => ({ type })),
        force: fc.nat(15).map((roll) => roll === 0),
        client: clients(),
      }),
      weight: 14,
    },
    { arbitrary: fc.record({ kind: fc.constant('lose lease' as const), run: fc.nat(2) }), weight: 2 },
    { arbitrary: fc.record({ kind: fc.constant('delete run' as const), run: fc.nat(2) }), weight: 1 },
  )

/** Three runs of a deployment that lets one or two at a time. */
const crowded = (steps: number): fc.Arbitrary<Sequence> =>
  fc.record({
    setting: fc.record({
      limit: fc.constantFrom(1, 1, 2),
      strategy: fc.constantFrom('ENQUEUE', 'CANCEL_NEW', null),
      tagLimit: fc.constant(null),
    }),
    commands: fc
      .tuple(fc.array(policies(), { minLength: 3, maxLength: 3 }), fc.array(slotCommands(), sized(steps)))
      .map(([first, rest]) => [...first.map(waiting), ...rest]),
  })

function waiting(policy: Policy): Command {
  return { kind: 'make run', from: 'deployment', state: null, policy }
}

const diverse = (steps: number): fc.Arbitrary<Sequence> =>
  fc.record({
    setting: fc.record({
      limit: fc.constantFrom(null, 0, 1, 1, 1, 2),
      strategy: fc.constantFrom('ENQUEUE', 'CANCEL_NEW', null),
      tagLimit: fc.constantFrom(null, null, 0 as const),
    }),
    commands: fc
      .tuple(fc.array(made(), { minLength: 1, maxLength: 2 }), fc.array(commands(), sized(steps)))
      .map(([first, rest]) => [...first, ...rest]),
  })

function sized(steps: number) {
  return { minLength: steps, maxLength: steps }
}

/** Sequences of that many commands after the runs that they begin with. */
export const sequences = (steps: number): fc.Arbitrary<Sequence> =>
  fc.oneof({ arbitrary: diverse(steps), weight: 2 }, { arbitrary: crowded(steps), weight: 1 })
