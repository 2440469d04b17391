import { fc } from '@fast-check/vitest'
import type { StateType } from '../../../src/server/orchestration/state.ts'

/** A state that a command proposes, the same for every server: moments are hours from the beginning of the sequence. */
export type Proposed = {
  readonly type: StateType
  readonly name?: string | undefined
  readonly message?: string | undefined
  readonly data?: unknown
  readonly hours?: number | undefined
  readonly transition?: number | undefined
  readonly pause?: { readonly key?: string; readonly hours?: number; readonly reschedule: boolean } | undefined
  readonly retriable?: boolean | undefined
}

/** What the sequence takes place in. */
export type Setting = {
  /** The deployment's limit; null for none. */
  readonly limit: number | null
  readonly strategy: 'ENQUEUE' | 'CANCEL_NEW' | null
  /**
   * The limit on the tag of all task runs; null for none. With any other, the real server on SQLite waits for its own
   * lock until it answers 503.
   */
  readonly tagLimit: 0 | null
}

/** A Prefect client by its `User-Agent`; null for any other. */
export type Client = '3.8.8' | '3.4.10' | '3.0.3' | null

/** One request. Runs and tasks are named by their order of making, taken modulo how many there are. */
export type Command =
  | {
      readonly kind: 'make run'
      readonly from: 'nothing' | 'deployment' | 'task run'
      readonly state: Proposed | null
      readonly policy: Policy
    }
  | { readonly kind: 'make task'; readonly run: number; readonly state: Proposed | null; readonly policy: Policy }
  | {
      readonly kind: 'set run'
      readonly run: number
      readonly state: Proposed
      readonly force: boolean
      readonly client: Client
    }
  | { readonly kind: 'set task'; readonly task: number; readonly state: Proposed; readonly force: boolean }
  // Of one run: of several, the real server mixes up the details of their states.
  | {
      readonly kind: 'set by filter'
      readonly run: number
      readonly state: Proposed
      readonly force: boolean
      readonly client: Client
    }
  | { readonly kind: 'resume'; readonly run: number; readonly client: Client }
  | { readonly kind: 'give infrastructure'; readonly run: number }
  /** Ends the lease of the run's deployment slot, as happens to one that nobody renews. */
  | { readonly kind: 'lose lease'; readonly run: number }
  | { readonly kind: 'delete run'; readonly run: number }

export type Policy = { readonly retries?: number; readonly retry_delay?: number }

export type Sequence = { readonly setting: Setting; readonly commands: readonly Command[] }

const TYPES: readonly [StateType, number][] = [
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

const proposals = (): fc.Arbitrary<Proposed> =>
  fc.oneof(...TYPES.map(([type, weight]) => ({ arbitrary: fc.constant(type), weight }))).chain((type) => {
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

/** Sequences of that many commands after the runs that they begin with. */
export const sequences = (steps: number): fc.Arbitrary<Sequence> =>
  fc.record({
    setting: fc.record({
      limit: fc.constantFrom(null, 0, 1, 1, 1, 2),
      strategy: fc.constantFrom('ENQUEUE', 'CANCEL_NEW', null),
      tagLimit: fc.constantFrom(null, null, 0 as const),
    }),
    commands: fc
      .tuple(
        fc.array(made(), { minLength: 1, maxLength: 2 }),
        fc.array(commands(), { minLength: steps, maxLength: steps }),
      )
      .map(([first, rest]) => [...first, ...rest]),
  })
