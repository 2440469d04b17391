import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, type Body, apiAt, items, newDeployment, newFlow, newPool, text } from '../../contract/api.ts'
import { type TestServer, startEmbedded } from '../../support/embedded.ts'

let server: TestServer
let api: Api

beforeAll(async () => {
  server = await startEmbedded()
  api = apiAt(server.api, false)
})

afterAll(async () => {
  await server?.close()
})

async function eventsOf(run: Body): Promise<readonly Body[]> {
  const filter = { resource: { id: [`prefect.flow-run.${text(run.id)}`] }, order: 'ASC' }
  return items((await api.post('/events/filter', { filter, limit: 50 })).body.events)
}

test('each state of a flow run is told, by its own id, with all that the run has to do with', async () => {
  const flow = await newFlow(api, { tags: ['of-flow'] })
  const pool = await newPool(api)
  const fields = { flow_id: flow.id, work_pool_name: pool.name, work_queue_name: 'urgent', tags: ['of-deployment'] }
  const deployment = await newDeployment(api, fields)
  const queue = (await api.get(`/work_pools/${text(pool.name)}/queues/urgent`)).body
  const run = (
    await api.post(`/deployments/${text(deployment.id)}/create_flow_run`, { name: 'mine', tags: ['of-run'] })
  ).body
  const { state } = (
    await api.post(`/flow_runs/${text(run.id)}/set_state`, { state: { type: 'RUNNING', message: 'go' } })
  ).body
  const [scheduled, running] = await eventsOf(run)
  expect(scheduled).toMatchObject({ id: run.state_id, event: 'prefect.flow-run.Scheduled', follows: null })
  expect(running).toMatchObject({
    id: state?.id,
    occurred: state?.timestamp,
    event: 'prefect.flow-run.Running',
    follows: run.state_id,
    resource: {
      'prefect.resource.id': `prefect.flow-run.${text(run.id)}`,
      'prefect.resource.name': 'mine',
      'prefect.run-count': '1',
      'prefect.state-message': 'go',
      'prefect.state-name': 'Running',
      'prefect.state-timestamp': text(state?.timestamp).replace('Z', '+00:00'),
      'prefect.state-type': 'RUNNING',
    },
    payload: {
      intended: { from: 'SCHEDULED', to: 'RUNNING' },
      initial_state: { type: 'SCHEDULED', name: 'Scheduled' },
      validated_state: { type: 'RUNNING', name: 'Running', message: 'go' },
    },
  })
  const related = items(running?.related).map((one) => one as unknown as Readonly<Record<string, string>>)
  expect(related.map((one) => `${one['prefect.resource.role']} ${one['prefect.resource.id']}`)).toEqual([
    `flow prefect.flow.${text(flow.id)}`,
    `deployment prefect.deployment.${text(deployment.id)}`,
    `work-queue prefect.work-queue.${text(queue.id)}`,
    `work-pool prefect.work-pool.${text(pool.id)}`,
    'tag prefect.tag.of-deployment',
    'tag prefect.tag.of-flow',
    'tag prefect.tag.of-run',
  ])
  expect(related[3]).toMatchObject({ 'prefect.resource.name': pool.name, 'prefect.work-pool.type': 'process' })
})

test('a pause tells whether the run is started anew, and what is refused is not told', async () => {
  const { id } = await newFlow(api)
  const run = (await api.post('/flow_runs/', { flow_id: id, state: { type: 'RUNNING' } })).body
  const set = (state: object) => api.post(`/flow_runs/${text(run.id)}/set_state`, { state })
  await set({ type: 'PAUSED' })
  await set({ type: 'PENDING' })
  const events = await eventsOf(run)
  expect(events.map(({ event }) => event)).toEqual(['prefect.flow-run.Running', 'prefect.flow-run.Paused'])
  expect(events[1]?.payload?.validated_state).toEqual({ type: 'PAUSED', name: 'Paused', pause_reschedule: 'false' })
})

test('a message of any length makes a small event', async () => {
  const { id } = await newFlow(api)
  const state = { type: 'FAILED', message: 'x'.repeat(300_000) }
  const run = (await api.post('/flow_runs/', { flow_id: id, state })).body
  const message = text((await eventsOf(run))[0]?.payload?.validated_state?.message)
  expect(message).toContain('...200000 additional characters...')
  expect(message.length).toBeLessThan(100_100)
})

test('a subflow is told with the tags of its task, and a run with what created it', async () => {
  const parent = (await api.post('/flow_runs/', { flow_id: (await newFlow(api)).id })).body
  const task = { flow_run_id: parent.id, task_key: 'k', dynamic_key: '0', tags: ['of-task'] }
  const around = (await api.post('/task_runs/', task)).body
  const automation = randomUUID()
  const headers = {
    'prefect-automation-id': automation,
    'prefect-automation-name': Buffer.from('mine').toString('base64'),
  }
  const made = await newDeployment(api)
  const body = { parent_task_run_id: around.id }
  const path = `/deployments/${text(made.id)}/create_flow_run`
  const run = (await api.call('POST', path, body, headers)).body
  const [scheduled] = await eventsOf(run)
  expect(scheduled?.related).toEqual(
    expect.arrayContaining([
      { 'prefect.resource.id': 'prefect.tag.of-task', 'prefect.resource.role': 'tag' },
      {
        'prefect.resource.id': `prefect.automation.${automation}`,
        'prefect.resource.role': 'creator',
        'prefect.resource.name': 'mine',
      },
    ]),
  )
})
