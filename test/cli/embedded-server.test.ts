import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
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
