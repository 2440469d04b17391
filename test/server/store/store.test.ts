import { randomUUID } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureFlow, readFlowByName } from '../../../src/server/store/flow.ts'
import { openIdle } from '../../../src/server/store/backup.ts'
import { MIGRATIONS } from '../../../src/server/store/migrations/all.ts'
import { openStore } from '../../../src/server/store/store.ts'
import type { Tables } from '../../../src/server/store/tables.ts'

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'registrar-store-'))
})
afterAll(() => rm(home, { recursive: true }))

function opened(folder: string) {
  return openStore({ data: join(home, folder), clock: () => 1_000, uuid: randomUUID })
}

const flow = (name: string) => ({ id: randomUUID(), name, tags: [], labels: {}, at: 1 })

test('a folder that is not there is made, and what was written is there after a restart', async () => {
  const first = await opened('new/deep')
  await first.write((trx) => ensureFlow(trx, flow('kept')))
  await first.close()
  expect((await readdir(join(home, 'new/deep'))).filter((name) => name.includes('before'))).toEqual([])
  const second = await opened('new/deep')
  expect(await second.read((db) => readFlowByName(db, 'kept'))).toMatchObject({ name: 'kept' })
  await second.close()
})

test('a folder that is in use is refused, and free again after that', async () => {
  const first = await opened('shared')
  await expect(opened('shared')).rejects.toMatchObject({
    code: 'data_folder_in_use',
    subject: join(home, 'shared', 'registrar.db'),
    hint: expect.stringContaining('--data'),
  })
  await first.close()
  await (await opened('shared')).close()
})

test('a folder that cannot be made is refused with the reason', async () => {
  await writeFile(join(home, 'file'), '')
  await expect(opened('file/inside')).rejects.toMatchObject({
    code: 'data_folder_unusable',
    message: expect.stringContaining('ENOTDIR'),
  })
})

test('a file that is no database is refused, and stays as it is', async () => {
  const store = await opened('damaged')
  await store.close()
  await writeFile(join(home, 'damaged', 'registrar.db'), 'not a database at all '.repeat(100))
  await expect(opened('damaged')).rejects.toMatchObject({ code: 'data_file_damaged' })
})

test('a file that a newer registrar has written is refused', async () => {
  const store = await opened('newer')
  await store.close()
  const database = new Database(join(home, 'newer', 'registrar.db'))
  database.prepare(`insert into kysely_migration (name, timestamp) values ('9999-future', '2030-01-01')`).run()
  database.close()
  await expect(opened('newer')).rejects.toMatchObject({ code: 'migration_failed' })
})

test('a write that throws leaves nothing behind', async () => {
  const store = await opened('rollback')
  const failing = store.write(async (trx) => {
    await ensureFlow(trx, flow('half'))
    throw new Error('stop')
  })
  await expect(failing).rejects.toThrow('stop')
  expect(await store.read((db) => readFlowByName(db, 'half'))).toBeUndefined()
  await store.close()
})

test('a write that was wanted before the end is done before it', async () => {
  const store = await opened('ending')
  const writes = Array.from({ length: 40 }, (_, index) => store.write((trx) => ensureFlow(trx, flow(`f${index}`))))
  await store.close()
  expect((await Promise.all(writes)).every(({ created }) => created)).toBe(true)
  const again = await opened('ending')
  expect(await again.read((db) => readFlowByName(db, 'f39'))).toMatchObject({ name: 'f39' })
  await again.close()
})

test('a copy that cannot get its name leaves nothing behind', async () => {
  const store = await opened('copied')
  await mkdir(join(home, 'copies', 'taken.db', 'full'), { recursive: true })
  await expect(store.backup(join(home, 'copies', 'taken.db'))).rejects.toMatchObject({ code: 'backup_failed' })
  expect(await readdir(join(home, 'copies'))).toEqual(['taken.db'])
  await store.close()
})

test('a file whose pages cannot be given back one by one is left as large as it is', async () => {
  const database = new Database(await older('large'))
  database.exec('create table filler (text)')
  database.prepare('insert into filler values (?)').run('x'.repeat(1_000_000))
  database.exec('drop table filler')
  expect(database.pragma('freelist_count', { simple: true })).toBeGreaterThan(100)
  database.close()
  const store = await opened('large')
  expect(store.reclaim(10)).toBe(false)
  await store.close()
})

test('writers take turns', async () => {
  const store = await opened('turns')
  const made = await Promise.all(
    Array.from({ length: 20 }, () => store.write((trx) => ensureFlow(trx, flow('one of many')))),
  )
  expect(made.filter(({ created }) => created)).toHaveLength(1)
  expect(new Set(made.map(({ flow: { id } }) => id)).size).toBe(1)
  await store.close()
})

test('a disk that is full is the error that is told, nothing of the write stays, and with room it goes on', async () => {
  const store = await opened('full')
  await store.write((trx) => ensureFlow(trx, flow('before')))
  const pages = (most: number) => store.read((db) => sql.raw(`pragma max_page_count = ${most}`).execute(db))
  await pages(1)
  const large = { ...flow('large'), tags: ['x'.repeat(1_000_000)] }
  await expect(
    store.write(async (trx) => {
      await ensureFlow(trx, flow('half'))
      await ensureFlow(trx, large)
    }),
  ).rejects.toMatchObject({ code: 'SQLITE_FULL' })
  await pages(100_000)
  expect(await store.read((db) => readFlowByName(db, 'half'))).toBeUndefined()
  expect(await store.read((db) => readFlowByName(db, 'before'))).toMatchObject({ name: 'before' })
  await store.write((trx) => ensureFlow(trx, large))
  expect(await store.read((db) => readFlowByName(db, 'large'))).toMatchObject({ name: 'large' })
  await store.close()
})

/** The file of a folder as the first releases left it. */
async function older(folder: string): Promise<string> {
  const file = join(home, folder, 'registrar.db')
  await mkdir(join(home, folder))
  const old = new Kysely<Tables>({ dialect: new SqliteDialect({ database: new Database(file) }) })
  const two = Object.fromEntries(Object.entries(await MIGRATIONS.getMigrations()).slice(0, 2))
  await new Migrator({ db: old, provider: { getMigrations: async () => two } }).migrateToLatest()
  await old.transaction().execute((trx) => ensureFlow(trx, flow('old')))
  await old.destroy()
  return file
}

test('before migrations change the file, a copy of it is kept', async () => {
  const file = await older('older')
  const migrated = await opened('older')
  expect(await migrated.read((db) => readFlowByName(db, 'old'))).toMatchObject({ name: 'old' })
  await migrated.close()
  const kept = new Database(`${file}.before-0003-runs`, { readonly: true })
  expect(kept.prepare('select name from flow').pluck().all()).toEqual(['old'])
  expect(kept.prepare(`select count(*) from sqlite_schema where name = 'task_run'`).pluck().get()).toBe(0)
  kept.close()
})

test('the copy that was kept before an earlier try is left as it is', async () => {
  const copy = `${await older('tried')}.before-0003-runs`
  await writeFile(copy, 'kept')
  const migrated = await opened('tried')
  expect(await migrated.read((db) => readFlowByName(db, 'old'))).toMatchObject({ name: 'old' })
  await migrated.close()
  expect(await readFile(copy, 'utf8')).toBe('kept')
})

test('migrations that break off, wherever it may be, leave the file as it was, and are done again', async () => {
  const file = await older('broken-migration')
  const schema = () => {
    const database = new Database(file)
    const found = database.prepare('select name, sql from sqlite_schema order by name').all()
    database.close()
    return found
  }
  const change = (statement: string) => {
    const database = new Database(file)
    database.exec(statement)
    database.close()
  }
  const tables = [
    'task_run',
    'flow_run_new',
    'flow_run_state',
    'flow_run_input',
    'concurrency_lease',
    'automation',
    'artifact',
  ]
  for (const table of tables) {
    change(`create table ${table} (in_the_way)`)
    const before = schema()
    await expect(opened('broken-migration')).rejects.toMatchObject({ code: 'migration_failed' })
    expect(schema()).toEqual(before)
    change(`drop table ${table}`)
  }
  const migrated = await opened('broken-migration')
  expect(await migrated.read((db) => readFlowByName(db, 'old'))).toMatchObject({ name: 'old' })
  await migrated.close()
})

test('a copy that was broken off is none: it is made anew', async () => {
  const file = await older('broken-off')
  await writeFile(`${file}.before-0003-runs.part`, 'half a database')
  await (await opened('broken-off')).close()
  const kept = new Database(`${file}.before-0003-runs`, { readonly: true })
  expect(kept.prepare('select name from flow').pluck().all()).toEqual(['old'])
  kept.close()
  expect((await readdir(join(home, 'broken-off'))).filter((name) => name.includes('part'))).toEqual([])
})

/** What a killed server leaves: its file, and the log of what it has not carried into the file. */
async function killed(folder: string, names: readonly string[]): Promise<string> {
  const store = await opened(`${folder}-living`)
  for (const name of names) await store.write((trx) => ensureFlow(trx, flow(name)))
  await mkdir(join(home, folder))
  for (const name of ['registrar.db', 'registrar.db-wal']) {
    await copyFile(join(home, `${folder}-living`, name), join(home, folder, name))
  }
  await store.close()
  return join(home, folder, 'registrar.db')
}

test('what a killed server has not carried into its file is there again', async () => {
  await killed('killed', ['in the log'])
  const store = await opened('killed')
  expect(await store.read((db) => readFlowByName(db, 'in the log'))).toMatchObject({ name: 'in the log' })
  await store.close()
})

test("a copy that takes the place of a killed server's file is taken as it is: the log that lies there is not its own", async () => {
  const source = await opened('copied')
  await source.write((trx) => ensureFlow(trx, flow('of the copy')))
  const copy = join(home, 'copy.db')
  await writeFile(`${copy}.part`, 'of a copy that was broken off')
  await source.backup(copy)
  await source.close()
  const file = await killed(
    'replaced',
    Array.from({ length: 300 }, (_, index) => `lost ${index}`),
  )
  await copyFile(copy, file)
  for (let start = 0; start < 2; start += 1) {
    const store = await opened('replaced')
    expect(await store.read((db) => readFlowByName(db, 'of the copy'))).toMatchObject({ name: 'of the copy' })
    expect(await store.read((db) => readFlowByName(db, 'lost 1'))).toBeUndefined()
    const { rows } = await store.read((db) => sql`pragma integrity_check`.execute(db))
    expect(rows).toEqual([{ integrity_check: 'ok' }])
    await store.close()
  }
  expect(await readdir(join(home, 'replaced'))).toContain('registrar.db-wal.foreign')
})

test("the copy that is kept before migrations can take the place of a killed server's file, too", async () => {
  const kept = `${await older('kept-before')}.before-0003-runs`
  await (await opened('kept-before')).close()
  const file = await killed('gone-back', ['lost'])
  await copyFile(kept, file)
  const store = await opened('gone-back')
  expect(await store.read((db) => readFlowByName(db, 'old'))).toMatchObject({ name: 'old' })
  expect(await store.read((db) => readFlowByName(db, 'lost'))).toBeUndefined()
  await store.close()
})

test('whatever a database of ours goes through, it says that it has a log', async () => {
  const version = async () => (await readFile(join(home, 'says', 'registrar.db')))[18]
  const store = await opened('says')
  expect(await version()).toBe(2)
  await store.write((trx) => ensureFlow(trx, flow('one')))
  await store.backup(join(home, 'says', 'copy.db'))
  await store.close()
  const idle = openIdle(join(home, 'says', 'registrar.db'))
  idle.exec('vacuum')
  idle.close()
  expect(await version()).toBe(2)
  expect((await readFile(join(home, 'says', 'copy.db')))[18]).toBe(1)
})
