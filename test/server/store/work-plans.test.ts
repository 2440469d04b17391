import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  nextStart,
  readCancelling,
  readPauses,
  startableBefore,
  subflowsOfCancelled,
  tasksOfCancelled,
} from '../../../src/server/store/due-run.ts'
import { MIGRATIONS } from '../../../src/server/store/migrations/all.ts'
import { countBusy, findStartable, findStartableOf } from '../../../src/server/store/poll.ts'
import { pageCoverage, readCoverage } from '../../../src/server/store/schedule-coverage.ts'
import { steady } from '../../../src/server/store/statements.ts'
import type { Reader } from '../../../src/server/store/store.ts'
import type { Tables } from '../../../src/server/store/tables.ts'

const database = new Database(':memory:')
let asked = { text: '', values: [] as readonly unknown[] }

/** The database, which notes what was asked of it last. */
const noting: SqliteDatabase = {
  close: () => void database.close(),
  prepare(wanted) {
    const text = steady(wanted)
    const statement = database.prepare(text)
    return {
      reader: statement.reader,
      all(values) {
        asked = { text, values }
        return statement.all(values)
      },
      run: (values) => statement.run(values),
      iterate: (values) => statement.iterate(values),
    }
  },
}

const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: noting }) })
beforeAll(async () => void (await new Migrator({ db, provider: MIGRATIONS }).migrateToLatest()))
afterAll(() => db.destroy())

const [id, within] = [randomUUID(), { after: 1, before: 2 }]
const LOOKS: readonly (readonly [string, (reader: Reader) => Promise<unknown>])[] = [
  ['how far the runs of schedules reach', (reader) => readCoverage(reader, [id], 1)],
  ['how far they all reach', (reader) => pageCoverage(reader, { deploymentId: '', scheduleId: '' }, 1, 9)],
  ['what is late', (reader) => startableBefore(reader, 1, 9)],
  ['what will be late next', nextStart],
  ['what is paused', readPauses],
  ['what is being cancelled', (reader) => readCancelling(reader, 9)],
  ['the tasks of cancelled runs', (reader) => tasksOfCancelled(reader, within, 9)],
  ['the subflows of cancelled runs', (reader) => subflowsOfCancelled(reader, within)],
  ['who holds slots', (reader) => countBusy(reader, [id])],
  ['what a worker may begin', (reader) => findStartable(reader, id, within, 9)],
  ['what is to be served', (reader) => findStartableOf(reader, [id], { before: 1, limit: 9 })],
]

test.for(LOOKS)('%s is looked up: no table of runs is gone through', async ([, look]) => {
  await look(db)
  const steps = database.prepare<unknown[], { detail: string }>(`explain query plan ${asked.text}`).all(...asked.values)
  const details = steps.map(({ detail }) => detail)
  expect(details.filter((detail) => /^SCAN (?!json_each|value)/.test(detail))).toEqual([])
})
