import Database from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, realpath, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writeAddress } from '../../src/cli/address-file.ts'
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

test('a backup never takes the place of the data that it copies', async () => {
  const root = await folderWith({})
  const context = fakeContext(root)
  const data = join(root, 'elsewhere')
  await withEmbeddedServer(context, { port: 0, data }, async ({ url }) => {
    await postFlow(url, 'a')
    await expect(serverBackup(context, { force: true }, 'elsewhere/registrar.db')).rejects.toMatchObject({
      code: 'own_database',
    })
    await postFlow(url, 'b')
  })
  await expect(serverBackup(context, { data, force: true }, 'elsewhere/registrar.db')).rejects.toMatchObject({
    code: 'own_database',
  })
  expect(flowNames(join(data, 'registrar.db'))).toEqual(['a', 'b'])
})

test('a running server is found by its data folder, also from elsewhere', async () => {
  const [root, elsewhere] = [await folderWith({}), await folderWith({})]
  const data = join(root, 'data')
  const [context, other] = [fakeContext(root), fakeContext(elsewhere)]
  await withEmbeddedServer(context, { port: 0, data: 'data' }, async ({ url }) => {
    await postFlow(url, 'a')
    await serverBackup(other, { data }, 'one.db')
    await serverBackup(context, { data: 'data' }, 'two.db')
    await serverVacuum(other, { data })
    const second = withEmbeddedServer(other, { port: 0, data }, async () => undefined)
    await expect(second).rejects.toMatchObject({ code: 'already_runs', subject: url })
  })
  expect(flowNames(join(elsewhere, 'one.db'))).toEqual(['a'])
  expect(flowNames(join(root, 'two.db'))).toEqual(['a'])
  expect(other.out()).toContain('The running server has given')
  expect(await readdir(data)).toEqual(['blocks.key', 'registrar.db'])
})

test("another folder's data is not the running server's", async () => {
  const root = await folderWith({})
  const context = fakeContext(root)
  await withEmbeddedServer(context, { port: 0 }, ({ url }) => postFlow(url, 'own'))
  await withEmbeddedServer(context, { port: 0, data: 'other' }, async ({ url }) => {
    await postFlow(url, 'other')
    await serverBackup(context, { data: '.registrar' }, 'own.db')
  })
  expect(flowNames(join(root, 'own.db'))).toEqual(['own'])
})

test('where a server was killed and its process id has passed on, its data is idle', async () => {
  const root = await folderWith({})
  const context = fakeContext(root)
  await withEmbeddedServer(context, { port: 0 }, ({ url }) => postFlow(url, 'a'))
  const data = await realpath(join(root, '.registrar'))
  await writeAddress(data, { url: 'http://127.0.0.1:9', pid: process.pid, data })
  await serverBackup(context, {}, 'copy.db')
  expect(flowNames(join(root, 'copy.db'))).toEqual(['a'])
})

test.each([
  ['a folder', 'folder', 'it is a folder'],
  ['a file as the folder', 'file/copy.db', 'cannot be written'],
  ['a folder that cannot be made', '/proc/registrar/copy.db', 'cannot be written'],
  ['a folder that lets nothing be made', '/proc/copy.db', 'cannot be written'],
])('a backup to %s is an error that says so, of a running and an idle server', async (_, path, message) => {
  const root = await folderWith({ file: '', 'folder/': '' })
  const context = fakeContext(root)
  const failure = { code: 'backup_failed', message: expect.stringContaining(message), hint: expect.any(String) }
  await withEmbeddedServer(context, { port: 0 }, async () => {
    await expect(serverBackup(context, { force: true }, path)).rejects.toMatchObject(failure)
  })
  await expect(serverBackup(context, { force: true }, path)).rejects.toMatchObject(failure)
})

test('a copy that breaks off leaves nothing behind and says why', async () => {
  const root = await folderWith({})
  const url = await breakingServer()
  const data = join(root, '.registrar')
  await mkdir(data)
  await writeAddress(data, { url, pid: process.pid, data: await realpath(data) })
  const context = fakeContext(root)
  await expect(serverBackup(context, {}, 'copy.db')).rejects.toMatchObject({ code: 'server_unreachable' })
  const stopped = serverBackup(context, {}, 'copy.db')
  context.abort()
  await expect(stopped).rejects.toMatchObject({ code: 'interrupted' })
  await expect(serverVacuum(context, {})).rejects.toMatchObject({ code: 'interrupted' })
  expect(await readdir(root)).toEqual(['.registrar'])
})

/** A server that is well and breaks off in the midst of every backup. */
async function breakingServer(): Promise<string> {
  const server = createServer((request, response) => {
    if (request.url === '/api/health') return response.end('true')
    response.writeHead(200, { 'content-length': 1_000_000 })
    return response.write('SQLite format 3', () => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

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
    await expect.poll(async () => post(`${url}/api/logs/filter`, {})).toEqual([])
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

test('a database that cannot be written anew stays as it was, and the error says why', async () => {
  const root = await folderWith({})
  const context = fakeContext(root)
  await withEmbeddedServer(context, { port: 0 }, async ({ url }) => postFlow(url, 'a'))
  const file = join(root, '.registrar/registrar.db')
  const bytes = await readFile(file)
  // all pages but those of the schema
  await writeFile(file, Buffer.concat([bytes.subarray(0, 4096 * 30), Buffer.alloc(bytes.length - 4096 * 30, 'x')]))
  const damaged = await readFile(file)
  await expect(serverVacuum(context, {})).rejects.toMatchObject({ code: 'vacuum_failed', subject: file })
  expect(damaged.equals(await readFile(file))).toBe(true)
})
