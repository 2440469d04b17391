import Database from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { serverBackup } from '../../src/cli/commands/server-backup.ts'
import { serverVacuum } from '../../src/cli/commands/server-vacuum.ts'
import { withEmbeddedServer } from '../../src/cli/embedded-server.ts'
import { fakeContext } from '../support/context.ts'
import { folderWith } from '../support/folder.ts'

const JSON_BODY = { 'content-type': 'application/json' }

async function postFlow(url: string, name: string): Promise<void> {
  await post(`${url}/api/flows/`, { name })
}

function flowNames(file: string): readonly unknown[] {
  const database = new Database(file, { readonly: true, fileMustExist: true })
  try {
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    return database.prepare('select name from flow order by name').pluck().all()
  } finally {
    database.close()
  }
}

test('a backup of a running server holds what was acknowledged before it, and the server goes on', async () => {
  const root = await folderWith({})
  const context = fakeContext(root)
  await withEmbeddedServer(context, { port: 0 }, async ({ url }) => {
    await postFlow(url, 'a')
    await serverBackup(context, {}, 'copies/one.db')
    await postFlow(url, 'b')
  })
  expect(flowNames(join(root, 'copies/one.db'))).toEqual(['a'])
  expect(context.out()).toContain("a copy of the running server's data")
  await serverBackup(context, { json: true }, 'copies/two.db')
  expect(flowNames(join(root, 'copies/two.db'))).toEqual(['a', 'b'])
  expect(context.out()).toContain('"server": "idle"')
})

test('a backup of a protected server is made with its auth string, and refused with a hint without', async () => {
  const root = await folderWith({})
  const env = { PREFECT_SERVER_API_AUTH_STRING: 'admin:geheim' }
  await withEmbeddedServer(fakeContext(root, { env }), { port: 0 }, async () => {
    await expect(serverBackup(fakeContext(root), {}, 'copy.db')).rejects.toMatchObject({
      code: 'server_refused',
      hint: expect.stringContaining('PREFECT_SERVER_API_AUTH_STRING'),
    })
    expect(existsSync(join(root, 'copy.db'))).toBe(false)
    await serverBackup(fakeContext(root, { env }), {}, 'copy.db')
  })
  expect(flowNames(join(root, 'copy.db'))).toEqual([])
})

test('a backup never overwrites a file unless it is told to', async () => {
  const root = await folderWith({ 'precious.db': 'mine' })
  const context = fakeContext(root)
  await withEmbeddedServer(context, { port: 0 }, ({ url }) => postFlow(url, 'a'))
  await expect(serverBackup(context, {}, 'precious.db')).rejects.toMatchObject({ code: 'file_exists' })
  await serverBackup(context, { force: true }, 'precious.db')
  expect(flowNames(join(root, 'precious.db'))).toEqual(['a'])
})

test('without a database there is nothing to copy, and a file that is none is named', async () => {
  const root = await folderWith({})
  const context = fakeContext(root)
  await expect(serverBackup(context, {}, 'copy.db')).rejects.toMatchObject({
    message: expect.stringContaining('there is no database'),
  })
  await writeFile(join(root, 'registrar.db'), 'no database')
  await expect(serverBackup(context, { data: '.' }, 'copy.db')).rejects.toMatchObject({ code: 'data_file_unusable' })
  expect(existsSync(join(root, 'copy.db'))).toBe(false)
})

test('what --keep lets go leaves the file, and vacuum makes it smaller still', async () => {
  const root = await folderWith({})
  const context = fakeContext(root)
  const file = join(root, '.registrar/registrar.db')
  await withEmbeddedServer(context, { port: 0 }, async ({ url }) => {
    const line = { name: 'old', level: 20, message: 'x'.repeat(20_000), timestamp: '2020-01-01T00:00:00Z' }
    for (let index = 0; index < 20; index += 1)
      await post(
        `${url}/api/logs/`,
        Array.from({ length: 20 }, () => line),
      )
  })
  const full = (await stat(file)).size
  expect(full).toBeGreaterThan(400 * 20_000)
  await withEmbeddedServer(context, { port: 0, keep: 30 * 86_400_000 }, async ({ url }) => {
    await expect.poll(async () => post(`${url}/api/logs/filter`, {}), { timeout: 30_000 }).toEqual([])
    await serverVacuum(context, {})
  })
  const { size } = await stat(file)
  expect(size).toBeLessThan(full / 4)
  await serverVacuum(context, { json: true })
  expect((await stat(file)).size).toBeLessThanOrEqual(size)
  expect(context.out()).toContain('"before"')
})

async function post(url: string, body: unknown): Promise<unknown> {
  const answer = await fetch(url, { method: 'POST', headers: JSON_BODY, body: JSON.stringify(body) })
  expect(answer.ok).toBe(true)
  return answer.json()
}
