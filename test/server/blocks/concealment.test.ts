import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { silentLog } from '../../../src/server/log.ts'
import { createServer } from '../../../src/server/server.ts'

const SECRET = 'the-secret-itself'

test.for([
  ['POST', '/block_documents/', { name: 'Upper', data: { value: SECRET } }],
  ['POST', '/block_documents/', { name: 'n', date: { value: SECRET } }],
  ['POST', '/block_documents/', { name: 'n', data: [SECRET] }],
  ['POST', '/block_documents/', `{"name":"n","data":{"value":"${SECRET}}`],
  ['POST', '/block_documents/', SECRET],
  ['PATCH', `/block_documents/${randomUUID()}`, { data: SECRET }],
  ['PATCH', `/block_documents/${randomUUID()}`, { data: { value: SECRET } }],
] as const)('a refused %s %s repeats nothing of the block', async ([method, path, body]) => {
  const lines: string[] = []
  const heard = (fields: object, message: string) => void lines.push(JSON.stringify(fields) + message)
  const log = { ...silentLog, info: heard, warn: heard, error: heard }
  const server = await createServer({ data: ':memory:', clock: Date.now, uuid: randomUUID, isActive: false, log })
  onTestFinished(() => server.close())
  const sent = typeof body === 'string' ? body : JSON.stringify(body)
  const init = { method, body: sent, headers: { 'content-type': 'application/json' } }
  const answer = await server.fetch(new Request(`http://localhost/api${path}`, init))
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.status).toBeLessThan(500)
  expect(await answer.text()).not.toContain(SECRET)
  expect(lines.join('\n')).not.toContain(SECRET)
})
