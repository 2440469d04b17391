import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import {
  type Portion,
  deleteLogsBefore,
  deleteRunsEndedBefore,
  deleteTaskRunsEndedBefore,
} from '../../../src/server/store/retention.ts'
import { type Store, openStore } from '../../../src/server/store/store.ts'

const PORTION: Portion = { runs: 2, tasks: 3, rows: 5 }
const TABLES = ['flow_run', 'task_run', 'log', 'flow_run_input'] as const
const RUN = { created: 1, updated: 1, name: 'n', tags: '[]', labels: '{}', state_type: 'COMPLETED', end_time: 10 }

async function opened() {
  const store = await openStore({ data: ':memory:', clock: () => 1000, uuid: randomUUID })
  onTestFinished(() => store.close())
  const insert = (table: string, row: Record<string, unknown>) =>
    store.write((trx) =>
      sql`insert into ${sql.table(table)} (${sql.join(Object.keys(row).map((name) => sql.ref(name)))})
        values (${sql.join(Object.values(row))})`.execute(trx),
    )
  await insert('flow', { id: 'flow', created: 1, updated: 1, name: 'f', tags: '[]', labels: '{}' })
  const log = (row: object) => insert('log', { ...LINE, id: randomUUID(), ...row })
  return { store, insert, log }
}

const LINE = { created: 1, name: 'n', level: 20, message: 'm', timestamp: 10 }

function counts(store: Store): Promise<readonly number[]> {
  return store.read((db) =>
    Promise.all(
      TABLES.map(async (table) => {
        const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db)
        return rows[0]?.n ?? 0
      }),
    ),
  )
}

/** What is gone of each table with each step, until there is no more. */
async function steps(store: Store, work: typeof deleteRunsEndedBefore): Promise<(readonly number[])[]> {
  const gone: (readonly number[])[] = []
  for (let isMore = true; isMore;) {
    const before = await counts(store)
    isMore = await store.write((trx) => work(trx, 20, PORTION))
    const after = await counts(store)
    gone.push(before.map((count, index) => count - (after[index] ?? 0)))
  }
  return gone
}

test('a run goes a little at a time, however much belongs to it, and nothing of it is left', async () => {
  const { store, insert, log } = await opened()
  for (const id of ['large', 'other', 'third', 'young']) {
    const end_time = id === 'young' ? 30 : 10
    await insert('flow_run', { ...RUN, id, flow_id: 'flow', parameters: '{}', end_time })
  }
  for (let index = 0; index < 12; index += 1) {
    const task = { ...RUN, id: `task ${index}`, flow_run_id: 'large', task_key: 'k', dynamic_key: `${index}` }
    await insert('task_run', task)
    await log({ flow_run_id: 'large' })
    await log({ task_run_id: task.id })
    const input = { id: randomUUID(), created: 1, updated: 1, flow_run_id: 'large', key: `${index}`, value: '1' }
    await insert('flow_run_input', input)
  }
  await log({ flow_run_id: 'young' })

  const gone = await steps(store, deleteRunsEndedBefore)
  for (const [runs = 0, tasks = 0, ...others] of gone) {
    expect(runs).toBeLessThanOrEqual(PORTION.runs)
    expect(tasks).toBeLessThanOrEqual(PORTION.tasks)
    for (const rows of others) expect(rows).toBeLessThanOrEqual(2 * PORTION.rows)
  }
  expect(await counts(store)).toEqual([1, 0, 1, 0])
})

test('tasks outside any run and old lines go a little at a time, too', async () => {
  const { store, insert, log } = await opened()
  for (let index = 0; index < 7; index += 1) {
    await insert('task_run', { ...RUN, id: `task ${index}`, task_key: 'k', dynamic_key: `${index}` })
    await log({ task_run_id: `task ${index}` })
    await log({})
  }
  expect((await steps(store, deleteTaskRunsEndedBefore)).map(([, tasks]) => tasks)).toEqual([3, 3, 1])
  expect((await steps(store, deleteLogsBefore)).map(([, , lines]) => lines)).toEqual([5, 2])
  expect(await counts(store)).toEqual([0, 0, 0, 0])
})
