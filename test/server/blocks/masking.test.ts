import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import type { JsonObject } from '../../../src/model/json.ts'
import { MASK, masked, unmasked } from '../../../src/server/blocks/masking.ts'

test('inside a secret object every value is masked, which Prefect shows', () => {
  expect(masked({ value: { password: 'p', n: 1, none: null } }, ['value'])).toEqual({
    value: { password: MASK, n: MASK, none: null },
  })
})

test('secrets of models in a list are masked, which Prefect shows', () => {
  const data = {
    users: [
      { name: 'a', token: 's' },
      { name: 'b', token: 't' },
    ],
  }
  expect(masked(data, ['users.token'])).toEqual({
    users: [
      { name: 'a', token: MASK },
      { name: 'b', token: MASK },
    ],
  })
})

test('a mask for a secret that was never there stays', () => {
  expect(unmasked({ s: MASK, all: { x: MASK } }, {}, ['s', 'all.*'])).toEqual({ s: MASK, all: { x: MASK } })
})

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
const name = fc.constantFrom('a', 'b', 'c', '__proto__', '*')
const { data } = fc.letrec<{ data: JsonObject; value: JsonObject[string] }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value'), { maxLength: 3 }), tie('data')),
  data: fc.dictionary(name, tie('value'), { maxKeys: 4 }),
}))
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'))

property.prop([data, fc.array(path, { maxLength: 4 })])(
  'what is shown, sent back, changes nothing',
  (stored, paths) => {
    expect(unmasked(masked(stored, paths), stored, paths)).toEqual(stored)
  },
)

property.prop([data, path])('a secret text is nowhere in what is shown', (stored, place) => {
  const secret = 'the secret itself'
  const parts = place.split('.').filter((part) => part !== '*')
  const held = parts.reduceRight<JsonObject[string]>((inner, part) => ({ [part]: inner }), secret)
  const whole = { ...stored, ...(held as JsonObject) }
  if (parts.length > 0) expect(JSON.stringify(masked(whole, [place]))).not.toContain(secret)
})
