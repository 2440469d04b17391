import { expect, test } from 'vitest'
import { createdByOf } from '../../../src/server/http/provenance.ts'

const ID = '0190a7f6-93a5-7d2f-a2f6-0f3b7d8d6d10'
const base64 = (text: string) => Buffer.from(text).toString('base64')
const maker = (headers: Readonly<Record<string, string>>) => createdByOf((name) => headers[name], {})

test('an automation says who it is in headers', () => {
  const headers = { 'prefect-automation-id': ID.toUpperCase(), 'prefect-automation-name': base64('Über 9') }
  expect(maker(headers)).toEqual({ id: ID, type: 'AUTOMATION', display_value: 'Über 9' })
})

test.each<Readonly<Record<string, string>>>([
  {},
  { 'prefect-automation-id': ID },
  { 'prefect-automation-name': base64('mine') },
  { 'prefect-automation-id': ID, 'prefect-automation-name': '' },
  { 'prefect-automation-id': ID, 'prefect-automation-name': 'not base64!' },
  { 'prefect-automation-id': ID, 'prefect-automation-name': Buffer.from([0xff, 0xfe]).toString('base64') },
])('nobody is named by %j', (headers) => {
  expect(maker(headers)).toBeNull()
})

test('an id that is none is refused', () => {
  expect(() => maker({ 'prefect-automation-id': 'x' })).toThrow(
    expect.objectContaining({
      status: 422,
      body: expect.objectContaining({
        exception_detail: [expect.objectContaining({ loc: ['header', 'prefect-automation-id'] })],
      }),
    }),
  )
})
