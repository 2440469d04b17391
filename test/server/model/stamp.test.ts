import { test as property, fc } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { momentOf } from '../../../src/server/model/moment.ts'
import { stampText, stamps } from '../../../src/server/model/stamp.ts'

test('stamps are microseconds of the clock', () => {
  const now = stamps(() => 1_795_256_168_960)
  expect(stampText(now())).toBe('2026-11-21T10:16:08.960000Z')
})

property.prop([fc.array(fc.integer({ min: 0, max: 4_000_000_000_000 }), { minLength: 2 })])(
  'stamps go forward, and back only with a clock that is set back',
  (times) => {
    const clock = times.values()
    const now = stamps(() => clock.next().value ?? 0)
    let last = -1
    for (const time of times) {
      const taken = now()
      if (time * 1000 > last - 1_000_000) expect(taken).toBe(Math.max(last + 1, time * 1000))
      else expect(taken).toBe(time * 1000)
      last = taken
    }
  },
)

property.prop([fc.array(fc.integer({ min: 500, max: 1000 }), { minLength: 2 })])(
  'a clock that trembles gives no moment twice',
  (times) => {
    const clock = times.values()
    const now = stamps(() => clock.next().value ?? 0)
    const taken = times.map(() => now())
    expect(taken).toEqual([...new Set(taken)].toSorted((a, b) => a - b))
  },
)

property.prop([fc.integer({ min: -10_000_000, max: 4_000_000_000_000_000 })])(
  'a text is read back as the stamp it was made from',
  (stamp) => {
    expect(momentOf(stampText(stamp))).toBe(stamp)
  },
)

test('whole seconds have no decimals', () => {
  expect(stampText(1_795_256_168_000_000)).toBe('2026-11-21T10:16:08Z')
})
