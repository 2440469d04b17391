import { beforeAll, expect, test } from 'vitest'
import { type Api, apiAt, items, newFlow, text } from '../../contract/api.ts'
import { startEmbedded } from '../../support/embedded.ts'

let api: Api

beforeAll(async () => {
  const server = await startEmbedded()
  api = apiAt(server.api, false)
  return () => server.close()
})

test('an input that several parameters take is told once', async () => {
  const flow = await newFlow(api)
  const run = (await api.post('/flow_runs/', { flow_id: flow.id })).body
  const inputs = [
    { input_type: 'task_run', id: text(flow.id) },
    { input_type: 'parameter', name: 'p' },
  ]
  const task = { flow_run_id: run.id, task_key: 't', dynamic_key: '0', task_inputs: { x: inputs, y: inputs.slice(1) } }
  expect((await api.post('/task_runs/', task)).status).toBe(201)
  const [found] = items((await api.get(`/flow_runs/${text(run.id)}/graph`)).body)
  expect(found?.upstream_dependencies).toEqual(inputs)
})
