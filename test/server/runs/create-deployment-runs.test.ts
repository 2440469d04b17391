import { expect, test } from 'vitest'
import { INTEGRITY, NOWHERE, each, text } from '../../contract/api.ts'
import { deployed, movedServer } from '../../support/moved-server.ts'

// a real Prefect fails all that come after such a run, and answers with its SQL
test('one of many runs that names what there is not fails alone', async () => {
  const server = await movedServer()
  const made = await deployed(server, [])
  const { results } = await server.post(`/deployments/${text(made.id)}/create_flow_run/bulk`, [
    {},
    { parent_task_run_id: NOWHERE },
    {},
  ])
  expect(each(results, 'status')).toEqual(['CREATED', 'FAILED', 'CREATED'])
  expect(each(results, 'error')).toEqual([null, INTEGRITY, null])
  expect(await server.post('/flow_runs/count')).toBe(2)
  await server.close()
})
