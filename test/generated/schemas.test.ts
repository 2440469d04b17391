import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { isJsonObject } from '../../src/model/json.ts'
import { generatedFiles, SCHEMAS } from '../support/generate.ts'

const ROOT = new URL('../../', import.meta.url)

test('the generated files are what the schemas give', async () => {
  const made = await generatedFiles()
  const committed = await readdir(new URL('src/generated/', ROOT))
  expect([...made.keys()].sort()).toEqual(committed.sort())
  for (const [name, text] of made) {
    expect(await readFile(new URL(`src/generated/${name}`, ROOT), 'utf8'), name).toBe(text)
  }
})

test('every schema of the folder is in the table', async () => {
  const files = (await readdir(new URL('schemas/', ROOT))).filter((name) => name.endsWith('.schema.json'))
  const names = files.map((name) => name.replace('.schema.json', ''))
  expect(SCHEMAS.map(({ schema }) => schema)).toEqual(expect.arrayContaining(names))
})

test.for(['deployment', 'registrar'])('every field of %s has a title, a description and an example', async (name) => {
  const schema: unknown = JSON.parse(await readFile(new URL(`schemas/${name}.schema.json`, ROOT), 'utf8'))
  const lacking = fieldsOf(schema, '').filter(({ field }) => {
    const { title, description, examples }: Record<string, unknown> = isJsonObject(field) ? field : {}
    return (
      typeof title !== 'string' || typeof description !== 'string' || !Array.isArray(examples) || examples.length === 0
    )
  })
  expect(lacking.map(({ path }) => path)).toEqual([])
})

/** Every schema under a `properties`, with its path. */
function fieldsOf(schema: unknown, path: string): { readonly path: string; readonly field: unknown }[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    if (key === 'examples') return []
    if (key !== 'properties' || typeof value !== 'object' || value === null) return fieldsOf(value, `${path}/${key}`)
    return Object.entries(value).flatMap(([name, field]) => [
      { path: `${path}/${name}`, field },
      ...fieldsOf(field, `${path}/${name}`),
    ])
  })
}
