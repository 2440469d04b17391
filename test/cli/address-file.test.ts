import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readAddress, removeAddress, writeAddress } from '../../src/cli/address-file.ts'
import { folderWith } from '../support/folder.ts'

const address = { url: 'http://127.0.0.1:4200', pid: 4711, data: '/srv/etl/.registrar' }
const alive = (pid: number) => pid === 4711

test('what a server says of itself is found, as long as its process runs', async () => {
  const root = await folderWith({})
  expect(await readAddress(root, alive)).toBeUndefined()
  await writeAddress(root, address)
  expect(await readAddress(root, alive)).toEqual(address)
  expect(await readAddress(root, () => false)).toBeUndefined()
  expect(await readdir(root)).toEqual(['server.json'])
})

test('a server takes back its own address only', async () => {
  const root = await folderWith({})
  await writeAddress(root, address)
  await removeAddress(root, 1)
  expect(await readAddress(root, alive)).toEqual(address)
  await removeAddress(root, 4711)
  expect(await readAddress(root, alive)).toBeUndefined()
  await removeAddress(root, 4711)
})

test.each(['{"url":', '', 'null', '{"url":"http://127.0.0.1:1","pid":"1"}'])(
  'a broken file is no address: %s',
  async (text) => {
    const root = await folderWith({ 'server.json': text })
    expect(await readAddress(root, alive)).toBeUndefined()
  },
)

test('a file that cannot be read is an error that names it', async () => {
  const root = await folderWith({ 'server.json/': '' })
  await expect(readAddress(root, alive)).rejects.toThrow('server.json: cannot be read')
})

test('where it cannot be written, the error says so and nothing half written stays', async () => {
  const folder = await folderWith({ 'server.json/in-the-way': '' })
  const writing = writeAddress(folder, { url: 'http://127.0.0.1:4200', data: folder, pid: 5 })
  await expect(writing).rejects.toMatchObject({ code: 'address_unwritable', subject: join(folder, 'server.json') })
  expect(await readdir(folder)).toEqual(['server.json'])
})
