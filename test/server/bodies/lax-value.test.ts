import { expect, test } from 'vitest'
import { checkedBody } from '../../../src/server/bodies/checked-body.ts'
import { laxValue } from '../../../src/server/bodies/lax-value.ts'
import { Problem } from '../../../src/server/problem.ts'

test.for<[unknown, string | undefined]>([
  [0, '1970-01-01T00:00:00.000000Z'],
  [-0.5, '1969-12-31T23:59:59.500000Z'],
  ['1700000000', '2023-11-14T22:13:20.000000Z'],
  [1_700_000_000_123, '2023-11-14T22:13:20.123000Z'],
  [20_000_000_000, '2603-10-11T11:33:20.000000Z'],
  [20_000_000_001, '1970-08-20T11:33:20.001000Z'],
  [1e30, undefined],
  [' 5 ', undefined],
  ['1e3', undefined],
  [true, undefined],
])('the moment of %j is %s', ([sent, moment]) => {
  expect(laxValue('moment', sent)).toBe(moment)
})

test.for(['nan', 'inf', '-Infinity', `1e999`, '', '.', '+', '1e', '٥'])('%j is no number', (sent) => {
  expect(laxValue('number', sent)).toBeUndefined()
})

test('what was sent stays as it is: the converted body is a copy', () => {
  const sent = { name: 'x', limit: '5', active: 'on' }
  expect(checkedBody('ConcurrencyLimitV2Create', sent)).toEqual({ name: 'x', limit: 5, active: true })
  expect(sent).toEqual({ name: 'x', limit: '5', active: 'on' })
})

test('a body that fits is not copied', () => {
  const sent = { name: 'x', limit: 5 }
  expect(checkedBody('ConcurrencyLimitV2Create', sent)).toBe(sent)
})

test('a field named like part of an object prototype converts nothing else', () => {
  const sent: object = JSON.parse('{"name":"x","limit":"5","__proto__":"7","constructor":"8"}')
  expect(() => checkedBody('ConcurrencyLimitV2Create', { ...sent })).toThrow(Problem)
  expect({}.constructor).toBe(Object)
})

test('a body with very many fields too many is refused with all of them', () => {
  const extras = Object.fromEntries(Array.from({ length: 150_000 }, (_, index) => [`k${index}`, 1]))
  expect(() => checkedBody('FlowCreate', { name: 'x', ...extras })).toThrow(Problem)
})

test('a text of very many digits that is no moment is seen to be none at once', () => {
  expect(laxValue('moment', `${'1'.repeat(2_000_000)}x`)).toBeUndefined()
  expect(laxValue('moment', `${'1'.repeat(2_000_000)}.x`)).toBeUndefined()
  expect(laxValue('number', `${'1'.repeat(2_000_000)}x`)).toBeUndefined()
  expect(laxValue('integer', `${'1_'.repeat(1_000_000)}x`)).toBeUndefined()
})
