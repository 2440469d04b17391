import { test as property, fc } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { momentOf } from '../../../src/server/model/moment.ts'
import { stampText } from '../../../src/server/model/stamp.ts'

test.for([
  ['2026-08-21T10:00:00Z', '2026-08-21T10:00:00Z'],
  ['2026-08-21 10:00:00.123456+00:00', '2026-08-21T10:00:00.123456Z'],
  ['2026-08-21T10:00:00.1', '2026-08-21T10:00:00.100000Z'],
  ['2026-08-21T10:00-04:00', '2026-08-21T14:00:00Z'],
  ['2026-08-21 10:00:00+0530', '2026-08-21T04:30:00Z'],
  ['2026-08-21', '2026-08-21T00:00:00Z'],
] as const)('%s is %s', ([text, moment]) => {
  expect(stampText(momentOf(text) ?? 0)).toBe(moment)
})

test.for(['', 'zz', '2026', '2026-13-01', '2026-08-21T25:00:00', '10:00', '2026-08-21Tnoon'])(
  '"%s" is no moment',
  (text) => {
    expect(momentOf(text)).toBeUndefined()
  },
)

property.prop([fc.integer({ min: 0, max: 4_000_000_000_000_000 })])('what the API writes is read again', (stamp) => {
  expect(momentOf(stampText(stamp))).toBe(stamp)
})
