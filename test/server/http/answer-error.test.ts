import Database from 'better-sqlite3'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { answerError } from '../../../src/server/http/answer-error.ts'
import { silentLog } from '../../../src/server/log.ts'

/** The error that SQLite itself raises for the statement. */
function sqliteError(...statements: readonly string[]): unknown {
  const database = new Database(':memory:')
  try {
    for (const statement of statements) database.exec(statement)
    return undefined
  } catch (error) {
    return error
  } finally {
    database.close()
  }
}

async function answered(error: unknown) {
  const lines: string[] = []
  const note = (_fields: object, message: string) => lines.push(message)
  const app = new Hono().get('/', () => {
    throw error
  })
  app.onError((thrown, c) => answerError(thrown, c, { ...silentLog, error: note, warn: note }, () => 'id'))
  const answer = await app.request('/')
  return { status: answer.status, body: await answer.json(), lines }
}

test('a full disk is a 507, which clients do not try again, and the log says so', async () => {
  const full = sqliteError('pragma max_page_count = 2', 'create table t (x)', 'insert into t values (zeroblob(100000))')
  expect(await answered(full)).toEqual({
    status: 507,
    body: { detail: 'On the server, the disk of the data folder is full: nothing was written.' },
    lines: ['the disk of the data folder is full: nothing was written'],
  })
})

test('a violated constraint is a 409 in the words of Prefect', async () => {
  const twice = sqliteError('create table t (x unique)', 'insert into t values (1)', 'insert into t values (1)')
  const { status, body } = await answered(twice)
  expect(status).toBe(409)
  expect(body).toMatchObject({ detail: expect.stringContaining('Data integrity conflict') })
})

test('a mistake in our SQL is a 500', async () => {
  expect((await answered(sqliteError('select * from nothing'))).status).toBe(500)
})
