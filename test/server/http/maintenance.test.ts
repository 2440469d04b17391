import { readdir } from 'node:fs/promises'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { folderWith } from '../../support/folder.ts'
import { startMemory } from '../../support/memory-server.ts'

afterEach(() => void vi.unstubAllEnvs())

/** Asks for a copy, whose file is made in a folder of its own until it has been sent. */
async function asked() {
  const folder = await folderWith({})
  vi.stubEnv('TMPDIR', folder)
  const server = await startMemory()
  onTestFinished(() => server.close())
  const copy = () => server.fetch(new Request('http://localhost/api/registrar/backup'))
  return { folder, copy }
}

test('a copy that was sent leaves no file behind', async () => {
  const { folder, copy } = await asked()
  const answer = await copy()
  expect(await readdir(folder)).toHaveLength(1)
  const bytes = Buffer.from(await answer.arrayBuffer())
  expect(bytes.toString('latin1', 0, 15)).toBe('SQLite format 3')
  expect(String(bytes.length)).toBe(answer.headers.get('content-length'))
  await expect.poll(() => readdir(folder)).toEqual([])
})

test('a copy whose reader leaves in the midst of it leaves no file behind', async () => {
  const { folder, copy } = await asked()
  const { body } = await copy()
  await body?.cancel()
  await expect.poll(() => readdir(folder)).toEqual([])
})

test('one copy is made at a time', async () => {
  const { copy } = await asked()
  const answers = await Promise.all([copy(), copy()])
  expect(answers.map(({ status }) => status)).toEqual([200, 409])
  for (const answer of answers) await answer.arrayBuffer()
  const again = await copy()
  expect(again.status).toBe(200)
  await again.arrayBuffer()
})

test('where no copy can be made, the answer says where and why', async () => {
  const { folder, copy } = await asked()
  vi.stubEnv('TMPDIR', `${folder}/gone`)
  const answer = await copy()
  expect(answer.status).toBe(507)
  expect(Object(await answer.json()).detail).toMatch(
    `In the server's folder ${folder}/gone no copy can be made: ENOENT`,
  )
  vi.stubEnv('TMPDIR', folder)
  expect((await copy()).status).toBe(200)
})
