import Database from 'better-sqlite3'
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { expect, onTestFinished, test } from 'vitest'
import { MIGRATIONS } from '../../src/server/store/migrations/all.ts'
import { openStore } from '../../src/server/store/store.ts'
import { folderWith } from '../support/folder.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const RUNS = 5000

/** A project whose data the first releases left, with runs that the next migrations write anew. */
async function olderProject(): Promise<{ readonly root: string; readonly data: string }> {
  const root = await folderWith({})
  const data = join(root, '.registrar')
  await mkdir(data)
  const database = new Database(join(data, 'registrar.db'))
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) })
  const released = Object.fromEntries(Object.entries(await MIGRATIONS.getMigrations()).slice(0, 2))
  await new Migrator({ db, provider: { getMigrations: async () => released } }).migrateToLatest()
  database.exec(`insert into flow (id, created, updated, name, tags, labels) values ('f', 1, 1, 'f', '[]', '{}')`)
  const insert = database.prepare(`insert into flow_run
    (id, created, updated, name, state_id, state_type, state_name, state, tags, labels, flow_id, parameters,
      run_count, auto_scheduled, expected_start_time)
    values (?, 1, 1, 'r', ?, 'SCHEDULED', 'Scheduled', ?, '[]', '{}', 'f', '{}', 0, 0, 1)`)
  const state = JSON.stringify({ message: 'm'.repeat(500), state_details: {} })
  database.transaction(() => {
    for (let run = 0; run < RUNS; run += 1) insert.run(randomUUID(), randomUUID(), state)
  })()
  await db.destroy()
  return { root, data }
}

test.for([0, 15, 40, 80, 150])(
  'a server that is killed %i ms after it began to migrate starts again, with all that was there',
  async (ms) => {
    const { root, data } = await olderProject()
    const env = { PATH: process.env['PATH'], HOME: root, NO_COLOR: '1' }
    const child = spawn(process.execPath, [MAIN, 'server', 'start', '--port', '0'], { cwd: root, env, stdio: 'ignore' })
    onTestFinished(() => void child.kill('SIGKILL'))
    const ended = once(child, 'exit')
    const files = async () => (await readdir(data)).join(' ')
    await expect.poll(files, { interval: 1, timeout: 60_000 }).toContain('before-0003-runs')
    await new Promise((resolve) => setTimeout(resolve, ms))
    child.kill('SIGKILL')
    await ended

    const store = await openStore({ data, clock: Date.now, uuid: randomUUID })
    await store.close()
    expect(await files()).not.toContain('.part')
    for (const name of ['registrar.db', 'registrar.db.before-0003-runs']) {
      const database = new Database(join(data, name), { readonly: true })
      expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
      expect(database.prepare('select count(*) from flow_run').pluck().get()).toBe(RUNS)
      database.close()
    }
  },
)
