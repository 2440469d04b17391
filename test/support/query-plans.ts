import Database from 'better-sqlite3'
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { afterAll, beforeAll } from 'vitest'
import { MIGRATIONS } from '../../src/server/store/migrations/all.ts'
import { steady } from '../../src/server/store/statements.ts'
import type { Tables } from '../../src/server/store/tables.ts'

/** An empty database for the tests of a file, and how it would go about what it is asked. */
export type Planning = {
  readonly db: Kysely<Tables>
  /** The steps of SQLite's plan for the last query of `asking`. */
  planOf(asking: Promise<unknown>): Promise<readonly string[]>
}

export function planning(): Planning {
  const database = new Database(':memory:')
  let asked: { readonly text: string; readonly values: readonly unknown[] } = { text: '', values: [] }
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
  return {
    db,
    async planOf(asking) {
      await asking
      const steps = database.prepare<unknown[], { detail: string }>(`explain query plan ${asked.text}`)
      return steps.all(...asked.values).map(({ detail }) => detail)
    },
  }
}
