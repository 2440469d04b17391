import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startEmbedded } from '../../support/embedded.ts'
import { folderWith } from '../../support/folder.ts'

test('a data folder is made with the folders above it', async () => {
  const root = await folderWith({})
  const server = await startEmbedded({ data: join(root, 'a/b/c') })
  expect((await fetch(`${server.api}/health`)).status).toBe(200)
  await server.close()
})

test('a data folder below a file, or where the file is, is an error that names it', async () => {
  const root = await folderWith({})
  const file = join(root, 'file')
  await writeFile(file, '')
  for (const data of [file, join(file, 'below')]) {
    await expect(startEmbedded({ data })).rejects.toMatchObject({
      code: 'data_folder_unusable',
      subject: join(data, 'registrar.db'),
    })
  }
})

// Node's own recursive mkdir never comes back from there
test('a data folder where nothing can be made is an error', async () => {
  await expect(startEmbedded({ data: '/proc/registrar/data' })).rejects.toMatchObject({ code: 'data_folder_unusable' })
})
