import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dev } from '../../src/cli/commands/dev.ts'
import { serverStart } from '../../src/cli/commands/server-start.ts'
import { withEmbeddedServer } from '../../src/cli/embedded-server.ts'
import { fakeContext } from '../support/context.ts'
import { folderWith } from '../support/folder.ts'

test('the server ends with its work, even when the file that tells where it is cannot be taken back', async () => {
  const root = await folderWith({})
  const file = join(root, '.registrar/server.json')
  let address = ''
  const served = withEmbeddedServer(fakeContext(root), { port: 0 }, async ({ url }) => {
    address = url
    await rm(file)
    await mkdir(file)
  })
  await expect(served).rejects.toMatchObject({ code: 'address_unreadable' })
  await expect(fetch(`${address}/api/health`)).rejects.toThrow('fetch failed')
})

test.each([
  ['dev', dev],
  ['server start', serverStart],
])('a Ctrl-C while the server of %s starts ends it in order', async (_, command) => {
  const root = await folderWith({})
  const context = fakeContext(root)
  context.abort()
  await command(context, { port: 0 })
  expect(context.out()).toBe('')
  expect(await readdir(join(root, '.registrar'))).toEqual(['.gitignore', 'blocks.key', 'registrar.db'])
})
