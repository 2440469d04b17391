import { randomUUID } from 'node:crypto'
import { chmod, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openVault } from '../../../src/server/blocks/vault.ts'
import { createServer } from '../../../src/server/server.ts'
import { folderWith } from '../../support/folder.ts'

type Server = Awaited<ReturnType<typeof createServer>>

const open = (data: string) => createServer({ data, clock: Date.now, uuid: randomUUID, isActive: false })

async function send(server: Server, method: string, path: string, body?: object): Promise<{ [key: string]: string }> {
  const answer = await server.fetch(
    new Request(`http://localhost/api${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    }),
  )
  return answer.json() as Promise<{ [key: string]: string }>
}

async function saveSecret(server: Server, value: string): Promise<string> {
  const { id: typeId } = await send(server, 'GET', '/block_types/slug/secret')
  const checksum = 'sha256:c078ed9c1e813e224c0b353d7ad4564a11d51d3198d9ac0686478165a1911c78'
  const { id: schemaId } = await send(server, 'GET', `/block_schemas/checksum/${checksum}`)
  const body = { name: 's', data: { value }, block_type_id: typeId, block_schema_id: schemaId }
  return String((await send(server, 'POST', '/block_documents/', body)).id)
}

async function folderWithSecret(value: string): Promise<{ folder: string; key: string; id: string }> {
  const folder = await folderWith({})
  const server = await open(folder)
  const id = await saveSecret(server, value)
  await server.close()
  return { folder, key: join(folder, 'blocks.key'), id }
}

describe('a secret', () => {
  test('is not in any file of the data folder, and read again after a restart', async () => {
    const { folder, id } = await folderWithSecret('the secret itself')
    for (const file of await readdir(folder)) {
      expect((await readFile(join(folder, file))).includes('the secret itself')).toBe(false)
    }
    const server = await open(folder)
    onTestFinished(() => server.close())
    expect(await send(server, 'GET', `/block_documents/${id}?include_secrets=true`)).toMatchObject({
      data: { value: 'the secret itself' },
    })
  })

  test('is sealed anew each time, for its block alone', async () => {
    const vault = await openVault(':memory:', undefined as never)
    const sealed = vault.seal('one', 'text')
    expect(vault.seal('one', 'text')).not.toBe(sealed)
    expect(vault.open('one', sealed)).toBe('text')
    expect(() => vault.open('two', sealed)).toThrow()
    const other = await openVault(':memory:', undefined as never)
    expect(() => other.open('one', sealed)).toThrow()
  })
})

describe('the key', () => {
  test('is made once, for its owner alone', async () => {
    const { folder, key } = await folderWithSecret('s')
    const made = await readFile(key, 'utf8')
    expect((await stat(key)).mode & 0o777).toBe(0o600)
    await (await open(folder)).close()
    expect(await readFile(key, 'utf8')).toBe(made)
    expect((await readdir(folder)).filter((name) => name.startsWith('blocks.key'))).toEqual(['blocks.key'])
  })

  test.for([
    ['others may read it', 'key_file_open', (key: string) => chmod(key, 0o640)],
    ['it is gone', 'key_file_missing', (key: string) => rm(key)],
    [
      'it is cut short',
      'key_file_damaged',
      async (key: string) => writeFile(key, (await readFile(key)).subarray(0, 40)),
    ],
    [
      'it is another one',
      'key_file_foreign',
      (key: string) => writeFile(key, `registrar-blocks-1 ${'A'.repeat(43)}\n`, { mode: 0o600 }),
    ],
  ] as const)('is refused when %s', async ([, code, spoil]) => {
    const { folder, key } = await folderWithSecret('s')
    await spoil(key)
    await expect(open(folder)).rejects.toMatchObject({ name: 'ServerError', code, subject: key })
    // the folder was let go of: the next server is refused for the same reason
    await expect(open(folder)).rejects.toMatchObject({ code })
  })

  test('is made anew when it is gone and no block needs it', async () => {
    const folder = await folderWith({})
    await (await open(folder)).close()
    await rm(join(folder, 'blocks.key'))
    const server = await open(folder)
    onTestFinished(() => server.close())
    expect(await saveSecret(server, 's')).toMatch(/^[0-9a-f-]{36}$/)
  })
})
