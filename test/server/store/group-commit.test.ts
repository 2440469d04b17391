import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { join } from 'node:path'
import { announce } from '../../../src/server/store/announcement.ts'
import { ensureFlow, findFlows } from '../../../src/server/store/flow.ts'
import { type Store, openStore } from '../../../src/server/store/store.ts'
import { folderWith } from '../../support/folder.ts'

async function opened(data = ':memory:'): Promise<Store> {
  const store = await openStore({ data, clock: Date.now, uuid: randomUUID })
  onTestFinished(() => store.close())
  return store
}

function add(store: Store, name: string, after?: () => void) {
  return store.write(async (trx) => {
    await ensureFlow(trx, { id: randomUUID(), name, tags: [], labels: {}, at: store.now() })
    announce(trx, { kind: 'schedules_changed', deploymentId: name })
    after?.()
    return name
  })
}

async function names(store: Store): Promise<readonly string[]> {
  const flows = await store.read((db) => findFlows(db, { sort: 'NAME_ASC' }, { limit: 100, offset: 0 }))
  return flows.map(({ name }) => name)
}

function fail(): never {
  throw new Error('on purpose')
}

test('writes that are wanted at once are all done, and each gets its own answer', async () => {
  const store = await opened()
  const wanted = Array.from({ length: 80 }, (_, index) => `flow-${String(index).padStart(2, '0')}`)
  expect(await Promise.all(wanted.map((name) => add(store, name)))).toEqual(wanted)
  expect(await names(store)).toEqual(wanted)
})

test('one that throws is undone alone, and only what was committed is announced', async () => {
  const store = await opened()
  const heard: string[] = []
  store.subscribe((announcement) => announcement.kind === 'schedules_changed' && heard.push(announcement.deploymentId))
  const [first, bad, last] = await Promise.allSettled([add(store, 'a'), add(store, 'b', fail), add(store, 'c')])
  expect([first.status, bad.status, last.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(bad).toMatchObject({ reason: { message: 'on purpose' } })
  expect(await names(store)).toEqual(['a', 'c'])
  expect(heard).toEqual(['a', 'c'])
})

test('what is acknowledged can be read by another connection: it is committed', async () => {
  const folder = await folderWith({})
  const store = await openStore({ data: folder, clock: Date.now, uuid: randomUUID })
  await Promise.all([add(store, 'a'), add(store, 'b')])
  await store.close()
  const database = new Database(join(folder, 'registrar.db'), { readonly: true })
  expect(database.prepare('select name from flow order by name').pluck().all()).toEqual(['a', 'b'])
  database.close()
})

test('when the disk is full, no write is half there, and later ones work', async () => {
  const store = await opened()
  await add(store, 'before')
  const limit = (pages: number) =>
    store.read((db) => sql`pragma max_page_count = ${sql.raw(String(pages))}`.execute(db))
  await limit(1)
  const big = store.write(async (trx) => {
    await ensureFlow(trx, { id: randomUUID(), name: 'big', tags: ['x'.repeat(5_000_000)], labels: {}, at: store.now() })
  })
  const outcomes = await Promise.allSettled([add(store, 'a'), big, add(store, 'c')])
  expect(outcomes[1]).toMatchObject({ status: 'rejected', reason: { code: 'SQLITE_FULL' } })
  const kept = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [['a', 'big', 'c'][index] ?? ''] : []))
  expect(await names(store)).toEqual(['before', ...kept].sort())
  await limit(1_000_000)
  await add(store, 'after')
  expect(await names(store)).toContain('after')
})

test('what cannot be committed fails alone: the others of the moment are done again, and told of once', async () => {
  const store = await opened()
  await store.read((db) =>
    sql`create table mark (flow_id text references flow (id) deferrable initially deferred)`.execute(db),
  )
  const heard: string[] = []
  store.subscribe((announcement) => announcement.kind === 'schedules_changed' && heard.push(announcement.deploymentId))
  const guilty = store.write(async (trx) => {
    announce(trx, { kind: 'schedules_changed', deploymentId: 'guilty' })
    await sql`insert into mark values ('nothing')`.execute(trx)
  })
  const outcomes = await Promise.allSettled([add(store, 'a'), guilty, add(store, 'b', fail), add(store, 'c')])
  expect(outcomes).toMatchObject([
    { value: 'a' },
    { reason: { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' } },
    { reason: { message: 'on purpose' } },
    { value: 'c' },
  ])
  expect(await names(store)).toEqual(['a', 'c'])
  expect(heard).toEqual(['a', 'c'])
  await add(store, 'd')
  expect(heard).toEqual(['a', 'c', 'd'])
})

test('one write too large for the disk leaves room for the others of the moment', async () => {
  const store = await opened()
  await add(store, 'before')
  const { rows } = await store.read((db) => sql<{ page_count: number }>`pragma page_count`.execute(db))
  const pages = (rows[0]?.page_count ?? 0) + 20
  await store.read((db) => sql`pragma max_page_count = ${sql.raw(String(pages))}`.execute(db))
  const tags = ['x'.repeat(5_000_000)]
  const big = store.write((trx) =>
    ensureFlow(trx, { id: randomUUID(), name: 'big', tags, labels: {}, at: store.now() }),
  )
  const outcomes = await Promise.allSettled([add(store, 'a'), big, add(store, 'c')])
  expect(outcomes).toMatchObject([{ value: 'a' }, { reason: { code: 'SQLITE_FULL' } }, { value: 'c' }])
  expect(await names(store)).toEqual(['a', 'before', 'c'])
})

test('a write sees what the one before it in the same moment has done', async () => {
  const store = await opened()
  const [, again] = await Promise.all([
    add(store, 'a'),
    store.write(async (trx) => ensureFlow(trx, { id: randomUUID(), name: 'a', tags: [], labels: {}, at: 1 })),
  ])
  expect(again.created).toBe(false)
})

test('one after the other, each as soon as the one before is there', async () => {
  const store = await opened()
  const wanted = Array.from({ length: 30 }, (_, index) => `flow-${String(index).padStart(2, '0')}`)
  for (const name of wanted) await add(store, name)
  expect(await names(store)).toEqual(wanted)
})
