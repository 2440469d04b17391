import { expect, test } from 'vitest'
import { clientVersionOf } from '../../../src/server/http/client-version.ts'
import { keepsLeases, keepsToLimits } from '../../../src/server/orchestration/rules/client-version.ts'

test.each(['3.4.11', '3.4.11+7.gabcdef', '3.4.11.post1', '3.4.12.dev1', '3.5.0', '3.8.8', '4.0.0rc1', '3.10.0'])(
  'a client of version %s renews its leases',
  (version) => {
    expect(keepsLeases(version)).toBe(true)
  },
)

test.each([undefined, '3.4.11.dev1', '3.4.11rc1', '3.4.10', '3.3.99', '2.20.0', 'none'])(
  'a client of version %s does not renew its leases',
  (version) => {
    expect(keepsLeases(version)).toBe(false)
  },
)

test('only workers of the first releases keep to limits by themselves', () => {
  expect(['3.0.0rc20', '3.0.0', '3.0.3', '3.0.4', undefined].map(keepsToLimits)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
})

test.each([
  ['prefect/3.8.8 (API 0.8.4)', '3.8.8'],
  ['prefect/3.4.11.dev1 (API 0.8.4)', '3.4.11.dev1'],
  ['prefect/3.4.11+7.gabc (API 0.8.4)', '3.4.11+7.gabc'],
  ['prefect/3.8 (API 0.8.4)', undefined],
  ['prefect/3.8.8', undefined],
  ['curl/8.0 prefect/3.8.8 (API 0.8.4)', undefined],
  [undefined, undefined],
])('the client that calls itself %s has version %s', (userAgent, version) => {
  expect(clientVersionOf(userAgent)).toBe(version)
})
