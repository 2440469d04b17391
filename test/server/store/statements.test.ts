import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import { ensureFlow } from '../../../src/server/store/flow.ts'
import { steady } from '../../../src/server/store/statements.ts'
import { openStore } from '../../../src/server/store/store.ts'

test.each([
  ['select * from a limit ? offset ?', 'select * from a limit +? offset ?'],
  ['select * from a where name like ?', 'select * from a where name like +?'],
  [
    'select * from a left join b on b.id = a.b where a.id = ?',
    'select * from a left join b on b.id = a.b where a.id = +?',
  ],
  ['select * from a left join b where a.id is not ?', 'select * from a left join b where a.id is not +?'],
  ['select * from a join b where a.id = ?', 'select * from a join b where a.id = +?'],
  ['select * from a where a.id = ?', 'select * from a where a.id = ?'],
  ['update a set "limit" = ?, x = ? where id = ?', 'update a set "limit" = ?, x = ? where id = ?'],
])('%s is compiled as %s', (text, compiled) => {
  expect(steady(text)).toBe(compiled)
})

test('a statement is compiled once, however often it is run with other values', async () => {
  const store = await openStore({ data: ':memory:', clock: () => 1_000, uuid: randomUUID })
  const flow = { tags: [], labels: {}, at: 1 }
  for (const id of NAMES) await store.write((trx) => ensureFlow(trx, { ...flow, id, name: id }))
  const found = (id: string) =>
    store.read(async (db) => {
      const { rows: one } = await sql`select flow.id from flow left join deployment on deployment.flow_id = flow.id
        where flow.id = ${id}`.execute(db)
      const { rows: two } = await sql`select id from flow where name like ${id} limit ${id.length}`.execute(db)
      return [...one, ...two]
    })
  await found('a')
  // better-sqlite3 makes a function for the rows of each compiled statement
  const compilations = vi.spyOn(globalThis, 'Function')
  for (const id of NAMES) expect(await found(id)).toEqual([{ id }, { id }])
  expect(compilations).not.toHaveBeenCalled()
  compilations.mockRestore()
  await store.close()
})

const NAMES = ['a', 'bc', 'def']
