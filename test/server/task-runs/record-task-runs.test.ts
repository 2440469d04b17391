import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fc, test as prop } from '@fast-check/vitest'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/model/json.ts'
import type { PrefectEvent } from '../../../src/server/model/event.ts'
import { momentOf } from '../../../src/server/model/moment.ts'
import { ensureFlow } from '../../../src/server/store/flow.ts'
import { type Store, openStore } from '../../../src/server/store/store.ts'
import { readTaskRunStates } from '../../../src/server/store/task-run-state.ts'
import { findTaskRuns } from '../../../src/server/store/task-run.ts'
import { taskRunText } from '../../../src/server/store/task-run-text.ts'
import { recordTaskRunEvents } from '../../../src/server/task-runs/record-task-runs.ts'

const FIXTURES = new URL('../../fixtures/task-runs/', import.meta.url)

/** What Prefect's client sent of a flow with retried, failed and mapped tasks and a subflow, in the order of time. */
const SENT: readonly PrefectEvent[] = fixture('events.json').map(eventOf)
/** What the real server then answered, without what depends on the moment of the question. */
const ANSWERS = fixture('answers.json')

function fixture(name: string): readonly JsonObject[] {
  const value: readonly JsonObject[] = JSON.parse(readFileSync(new URL(name, FIXTURES), 'utf8'))
  return value
}

function eventOf(sent: JsonObject): PrefectEvent {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the client sent it
  return { ...sent, occurred: momentOf(String(sent.occurred)) ?? 0 } as unknown as PrefectEvent
}

let store: Store
beforeEach(async () => {
  store = await openStore({ data: ':memory:', clock: () => Date.parse('2026-11-21T14:00:00Z'), uuid: randomUUID })
  for (const id of new Set(SENT.map(flowRunOf))) await addFlowRun(id)
})
afterEach(() => store.close())

function flowRunOf({ related }: PrefectEvent): string {
  const around = related.find((one) => one['prefect.resource.role'] === 'flow-run')
  return String(around?.['prefect.resource.id']).replace('prefect.flow-run.', '')
}

async function addFlowRun(id: string): Promise<void> {
  await store.write(async (trx) => {
    const { flow } = await ensureFlow(trx, { id: randomUUID(), name: 'f', tags: [], labels: {}, at: 1 })
    await trx
      .insertInto('flow_run')
      .values({
        id,
        created: 1,
        updated: 1,
        name: 'r',
        flow_id: flow.id,
        parameters: '{}',
        context: '{}',
        tags: '[]',
        labels: '{}',
        empirical_policy: '{}',
        run_count: 0,
        total_run_time: 0,
        auto_scheduled: 0,
      })
      .execute()
  })
}

const record = (events: readonly PrefectEvent[]) => store.write((trx) => recordTaskRunEvents(trx, store, events))

/** The runs as the API answers them, without what depends on the moment. */
async function runs(): Promise<readonly JsonObject[]> {
  const page = { limit: 200, offset: 0 }
  const rows = await store.read((db) => findTaskRuns(db, {}, { page, sort: 'ID_DESC' }))
  return rows.toReversed().map((row) => {
    const run: JsonObject = JSON.parse(taskRunText(row, 0))
    const { created: _c, updated: _u, estimated_run_time: _r, estimated_start_time_delta: _d, ...rest } = run
    return rest
  })
}

async function stateNames(id: unknown): Promise<readonly unknown[]> {
  const states = await store.read((db) => readTaskRunStates(db, String(id)))
  return states.map((text) => {
    const state: JsonObject = JSON.parse(text)
    return state.name
  })
}

test('what the client tells becomes the runs that the real server makes of it', async () => {
  expect(await record(SENT)).toEqual([])
  expect(await runs()).toEqual(ANSWERS)
})

test('every state is in the history, the first one first', async () => {
  await record(SENT)
  const retried = (await runs()).find(({ run_count: count }) => count === 2)
  expect(await stateNames(retried?.id)).toEqual(['Pending', 'Running', 'AwaitingRetry', 'Retrying', 'Completed'])
})

prop.prop(
  [
    fc.shuffledSubarray([...SENT], { minLength: SENT.length }),
    fc.array(fc.nat({ max: SENT.length - 1 }), { maxLength: 4 }),
    fc.shuffledSubarray([...SENT]),
  ],
  { numRuns: 30 },
)('events come in any order, in any batches and again', async (events, cuts, repeated) => {
  await store.write((trx) => trx.deleteFrom('task_run').execute())
  const ends = [...cuts, events.length].sort((a, b) => a - b)
  let start = 0
  for (const end of ends) {
    await record(events.slice(start, end))
    start = end
  }
  await record(repeated)
  const found = await runs()
  expect(found.map(({ id, state, run_count }) => ({ id, state, run_count }))).toEqual(
    ANSWERS.map(({ id, state, run_count }) => ({ id, state, run_count })),
  )
  const histories = await Promise.all(found.map(({ id }) => stateNames(id)))
  expect(histories.flat()).toHaveLength(SENT.length)
})

describe('a run', () => {
  const [pending] = SENT
  if (pending === undefined) throw new Error('no events')
  /** The first event with another run, key, time or state. */
  const event = (fields: {
    readonly run?: string
    readonly key?: string
    readonly at?: number
    readonly state?: JsonObject
    readonly task?: JsonObject
    readonly isAlone?: boolean
  }): PrefectEvent => {
    const { run = PENDING_RUN, key, at = 0, state = {}, task = {}, isAlone = false } = fields
    const told = pending.payload
    return {
      ...pending,
      id: randomUUID(),
      occurred: pending.occurred + at,
      resource: { ...pending.resource, 'prefect.resource.id': `prefect.task-run.${run}` },
      related: isAlone ? [] : pending.related,
      payload: {
        ...told,
        validated_state: { type: 'RUNNING', name: 'Running', ...state },
        task_run: { ...objectOf(told.task_run), ...(key === undefined ? {} : { dynamic_key: key }), ...task },
      },
    }
  }
  const objectOf = (value: unknown): JsonObject => {
    const object: JsonObject = JSON.parse(JSON.stringify(value))
    return object
  }
  const PENDING_RUN = '00000000-0000-4000-8000-00000000000a'
  const OTHER_RUN = '00000000-0000-4000-8000-00000000000b'

  test('keeps its first id when it is told of under another', async () => {
    await record([event({})])
    const later = event({ run: OTHER_RUN, at: 1, state: { type: 'COMPLETED', name: 'Completed' } })
    await record([later])
    const [run, ...others] = await runs()
    expect(others).toEqual([])
    expect(run).toMatchObject({
      id: PENDING_RUN,
      state_type: 'COMPLETED',
      state: { id: later.id, state_details: { task_run_id: PENDING_RUN } },
    })
    expect(await stateNames(PENDING_RUN)).toEqual(['Running', 'Completed'])
  })

  test('keeps its id when its key changes', async () => {
    await record([event({ key: 'one' }), event({ key: 'two', at: 1 }), event({ run: OTHER_RUN, key: 'one', at: 2 })])
    expect((await runs()).map(({ id, dynamic_key }) => [id, dynamic_key])).toEqual([
      [PENDING_RUN, 'two'],
      [OTHER_RUN, 'one'],
    ])
  })

  test('outside any flow run is known by its id alone', async () => {
    await record([event({ isAlone: true }), event({ isAlone: true, run: OTHER_RUN }), event({ isAlone: true, at: 1 })])
    expect((await runs()).map(({ id, flow_run_id }) => [id, flow_run_id])).toEqual([
      [PENDING_RUN, null],
      [OTHER_RUN, null],
    ])
  })

  test('keeps what a later event does not tell of', async () => {
    await record([event({ task: { cache_key: 'kept', name: 'first', run_count: 1 } })])
    const { payload } = event({ at: 1 })
    const { name: _name, tags: _tags, ...task } = objectOf(payload.task_run)
    await record([{ ...event({ at: 1 }), payload: { ...payload, task_run: { ...task, run_count: 2 } } }])
    expect(await runs()).toMatchObject([{ cache_key: 'kept', name: 'first', tags: ['red', 'blue'], run_count: 2 }])
  })

  test('keeps what an older event of the same batch tells of alone', async () => {
    const { payload } = event({ at: 1 })
    const { name: _name, ...task } = objectOf(payload.task_run)
    const newer = { ...event({ at: 1, state: { name: 'Late' } }), payload: { ...payload, task_run: task } }
    await record([newer, event({ task: { name: 'first' } })])
    expect(await runs()).toMatchObject([{ name: 'first' }])
    expect(await stateNames(PENDING_RUN)).toHaveLength(2)
  })

  test('is not changed by an older event, which is in its history all the same', async () => {
    await record([event({ at: 5, state: { name: 'Late' } })])
    await record([event({ at: 1, state: { name: 'Early' }, task: { name: 'renamed' } })])
    expect(await runs()).toMatchObject([{ state_name: 'Late', name: 'flaky-9e0' }])
    expect(await stateNames(PENDING_RUN)).toEqual(['Early', 'Late'])
  })

  test('has the first of two states of the same moment', async () => {
    await record([event({ at: 5, state: { name: 'First' } })])
    await record([event({ at: 5, state: { name: 'Second' } })])
    expect(await runs()).toMatchObject([{ state_name: 'First' }])
  })

  test('keeps the data that its state names', async () => {
    const data = { type: 'reference', storage_key: 'k' }
    await record([event({ state: { type: 'COMPLETED', name: null, data, message: 'm' } })])
    expect(await runs()).toMatchObject([{ state: { name: 'Completed', data, message: 'm' } }])
  })
})

describe('nothing is made of', () => {
  const [sent] = SENT
  if (sent === undefined) throw new Error('no events')
  const told = sent.payload

  test('events of other kinds', async () => {
    const other = { ...sent, event: 'prefect.flow-run.Running' }
    const { 'prefect.orchestration': _client, ...resource } = sent.resource
    expect(await record([other, { ...sent, resource }])).toEqual([])
    expect(await runs()).toEqual([])
  })

  test.each([
    ['its resource is no task run', { resource: { ...sent.resource, 'prefect.resource.id': 'prefect.task-run.x' } }],
    ['its resource is no task run', { resource: { ...sent.resource, 'prefect.resource.id': 'x' } }],
    ['its flow run is none', { related: [{ 'prefect.resource.id': 'x', 'prefect.resource.role': 'flow-run' }] }],
    ['its payload tells of no task run', { payload: {} }],
    ['its payload tells of no task run', { payload: { ...told, validated_state: { type: 'NONE' } } }],
    [
      'its payload tells of no task run',
      { payload: { ...told, task_run: { task_key: 'k', dynamic_key: '0', run_count: 1e30 } } },
    ],
    [
      'its payload tells of no task run',
      { payload: { ...told, task_run: { task_key: 'k', dynamic_key: '0', start_time: 'x' } } },
    ],
    [
      'its flow run does not exist',
      { related: [{ 'prefect.resource.id': `prefect.flow-run.${randomUUID()}`, 'prefect.resource.role': 'flow-run' }] },
    ],
  ])('an event of which %s, while the others are recorded', async (reason, fields) => {
    const bad: PrefectEvent = { ...sent, id: randomUUID(), ...fields }
    expect(await record([bad, ...SENT.slice(1)])).toEqual([{ eventId: bad.id, reason }])
    expect(await runs()).toHaveLength(ANSWERS.length)
  })
})

test('hundreds of events are recorded at once', async () => {
  const many = Array.from({ length: 25 }, (_, copy) =>
    SENT.map((one) => ({
      ...one,
      id: randomUUID(),
      resource: {
        ...one.resource,
        'prefect.resource.id': one.resource['prefect.resource.id'].replace(/.{4}$/, String(copy).padStart(4, '0')),
      },
      payload: {
        ...one.payload,
        task_run: { ...taskOf(one), dynamic_key: `${String(taskOf(one).dynamic_key)}-${copy}` },
      },
    })),
  ).flat()
  expect(await record(many)).toEqual([])
  expect(await runs()).toHaveLength(25 * ANSWERS.length)
})

function taskOf({ payload }: PrefectEvent): JsonObject {
  const task: JsonObject = JSON.parse(JSON.stringify(payload.task_run))
  return task
}
