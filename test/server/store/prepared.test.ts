import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { ensureFlow } from '../../../src/server/store/flow.ts'
import { prepared } from '../../../src/server/store/prepared.ts'
import { planning } from '../../support/query-plans.ts'

const { db } = planning()

test('a prepared query is built once and asked with what is given each time, in whichever order it stands', async () => {
  const flow = (name: string) => ({ id: randomUUID(), name, tags: [], labels: {}, at: 1 })
  await db.transaction().execute(async (trx) => {
    for (const name of ['a', 'b', 'c']) await ensureFlow(trx, flow(name))
  })
  let built = 0
  const named = prepared((reader, last: string, first: string) => {
    built += 1
    return reader
      .selectFrom('flow')
      .select('name')
      .where('name', '>=', first)
      .where('name', '<=', last)
      .where('name', '<>', 'x')
      .orderBy('name')
  })
  expect(await named(db, 'b', 'a')).toEqual([{ name: 'a' }, { name: 'b' }])
  expect(await named(db, 'c', 'c')).toEqual([{ name: 'c' }])
  expect(await named(db, 'a', 'c')).toEqual([])
  expect(built).toBe(1)
})
