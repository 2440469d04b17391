import { expect, onTestFinished, test } from 'vitest'
import { apiAt } from '../../contract/api.ts'
import { startEmbedded } from '../../support/embedded.ts'

test('a reader of logs who is far behind is told so and cut off', async () => {
  const server = await startEmbedded()
  onTestFinished(() => server.close())
  const api = apiAt(server.api, false)
  const socket = await api.socket('/logs/out')
  socket.send({ type: 'filter', filter: {} })
  await socket.ping()
  socket.ws.pause()
  const timestamp = new Date().toISOString()
  const lines = Array.from({ length: 1000 }, () => ({ name: 'n', level: 20, message: 'x'.repeat(500), timestamp }))
  for (let count = 0; count < 40; count += 1) await api.post('/logs/', lines)
  socket.ws.resume()
  expect(await socket.closed).toEqual({ code: 1008, reason: 'Too many lines wait to be read' })
})
