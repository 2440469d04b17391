import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Logger } from '../../../src/server/log.ts'
import { startMemory } from '../../support/memory-server.ts'

function collected() {
  const lines: { level: string; fields: Record<string, unknown>; message: string }[] = []
  const at = (level: string) => (fields: object, message: string) => {
    lines.push({ level, fields: { ...fields }, message })
  }
  const log: Logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  return { log, lines }
}

test('a request is one line for who looks closely, without query, headers and body', async () => {
  const { log, lines } = collected()
  const server = await startMemory({ log, authString: 'admin:secret' })
  const authorization = `Basic ${Buffer.from('admin:secret').toString('base64')}`
  await server.post('/api/flows?token=sesame', { name: 'hidden' }, { authorization })
  expect(lines).toEqual([
    {
      level: 'debug',
      message: 'request',
      fields: {
        method: 'POST',
        path: '/api/flows',
        status: 201,
        ms: expect.any(Number),
        requestId: expect.any(String),
      },
    },
  ])
  expect(JSON.stringify(lines)).not.toMatch(/secret|sesame|hidden|Basic/)
  await server.close()
})

test('a refused request can be found by the id that its answer has', async () => {
  const { log, lines } = collected()
  const server = await startMemory({ log })
  const first = await server.get('/api/nothing')
  const second = await server.get('/api/nothing')
  const ids = [first, second].map(({ headers }) => headers.get('x-request-id'))
  expect(new Set(ids).size).toBe(2)
  expect(lines.map(({ fields }) => fields['requestId'])).toEqual(ids)
  await server.close()
})

test("a client's own id comes back and stands in the log, unless it could break a line", async () => {
  const { log, lines } = collected()
  const server = await startMemory({ log })
  const own = await server.get('/api/hello', { 'x-request-id': 'run-1/a.b:c' })
  expect(own.headers.get('x-request-id')).toBe('run-1/a.b:c')
  expect(lines[0]?.fields['requestId']).toBe('run-1/a.b:c')
  const bad = await server.get('/api/nothing', { 'x-request-id': 'a b "c"' })
  expect(bad.headers.get('x-request-id')).toMatch(/^[0-9a-z]+$/)
  const long = await server.get('/api/hello', { 'x-request-id': 'x'.repeat(129) })
  expect(long.headers.get('x-request-id')).toBeNull()
  await server.close()
})

test('what failed is told with the id of its request', async () => {
  const { log, lines } = collected()
  let hasIds = true
  const uuid = () => {
    if (hasIds) return randomUUID()
    throw new Error('no more ids')
  }
  const server = await startMemory({ log, uuid, isActive: false })
  hasIds = false
  const answer = await server.post('/api/flows/', { name: 'x' })
  const requestId = answer.headers.get('x-request-id')
  expect(lines.map(({ level, fields }) => [level, fields['requestId']])).toEqual([
    ['error', requestId],
    ['debug', requestId],
  ])
  await server.close()
})
