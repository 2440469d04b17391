import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { encoded } from '../../../src/server/http/encoding.ts'

const TEXT = JSON.stringify(Array.from({ length: 2000 }, (_, index) => ({ index, name: `näme ${index}` })))

test('a long text is compressed as was asked', async () => {
  const gzip = await encoded(TEXT, 'gzip, deflate')
  expect(gzip?.name).toBe('gzip')
  expect(gunzipSync(gzip?.bytes ?? '').toString()).toBe(TEXT)
  const brotli = await encoded(TEXT, 'gzip, deflate, br')
  expect(brotli?.name).toBe('br')
  expect(brotliDecompressSync(brotli?.bytes ?? new Uint8Array()).toString()).toBe(TEXT)
})

test('a very long text is compressed, too', async () => {
  const text = TEXT.repeat(30)
  const gzip = await encoded(text, 'gzip')
  expect(gunzipSync(gzip?.bytes ?? '').toString()).toBe(text)
})

test.for([undefined, '', 'identity', 'deflate', 'gzip;q=0', 'gzip; q=0.0, br;q=0', 'xgzip', '*'])(
  '"%s" asks for nothing of the kind',
  async (accepted) => {
    expect(await encoded(TEXT, accepted)).toBeUndefined()
  },
)

test('a preference below 1 is a wish all the same', async () => {
  expect((await encoded(TEXT, 'GZIP;q=0.5'))?.name).toBe('gzip')
})

test('a short text goes as it is', async () => {
  expect(await encoded('"short"', 'gzip, br')).toBeUndefined()
})
