import { expect, onTestFinished, test } from 'vitest'
import { startMemory } from '../../support/memory-server.ts'

test.for([1e30, -1e30, -1, 0])('a limit of %s inputs is no error', async (limit) => {
  const server = await startMemory({ isActive: false })
  onTestFinished(() => server.close())
  const path = '/api/flow_runs/00000000-0000-4000-8000-000000000000/input/filter'
  expect(await server.post(path, { prefix: '', limit })).toMatchObject({ status: 200, body: [] })
})
