import { expect, test } from 'vitest'
import { plainDefinitions, schemaChecksum } from '../../../src/server/blocks/checksum.ts'
import { SYSTEM_BLOCKS } from '../../../src/server/blocks/system-blocks.ts'

test.for(SYSTEM_BLOCKS.map(({ slug, checksum, fields }) => ({ slug, checksum, fields })))(
  'the checksum of $slug is that of the Prefect package',
  ({ checksum, fields }) => {
    expect(schemaChecksum(fields)).toBe(checksum)
  },
)

test('definitions that refer to each other in a circle are found once', () => {
  const a = { properties: { b: { $ref: '#/definitions/b' } } }
  const b = { properties: { a: { $ref: '#/definitions/a' }, k: { $ref: '#/definitions/k' } } }
  const k = { block_type_slug: 'k', properties: { c: { $ref: '#/definitions/c' } } }
  const definitions = { a, b, k, c: { type: 'string' }, empty: {} }
  expect(plainDefinitions({ $ref: '#/definitions/a', x: [{ $ref: '#/definitions/empty' }] }, definitions)).toEqual({
    a,
    b,
  })
})
