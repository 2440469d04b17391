import { expect, test } from 'vitest'
import { type Body, type TheApi, eventually, fresh, items, newDeployment, newFlow, newPool, text } from './api.ts'

/** What the server itself tells when something is made, changed or deleted. */
export function toldEventContract(api: TheApi): void {
  /** The events of a resource in their order, as soon as there are so many. */
  const told = async (kind: string, id: unknown, count: number): Promise<readonly Body[]> => {
    const resource = { id: [`prefect.${kind}.${text(id)}`] }
    const page = await eventually(
      async () => (await api().post('/events/filter', { filter: { order: 'ASC', resource } })).body,
      ({ total }) => Number(total) >= count,
    )
    return items(page.events)
  }

  test('a flow that is made, changed and deleted is told of; one that was there already is not', async () => {
    const flow = await newFlow(api(), { tags: ['a'], labels: { team: 'data' } })
    await api().post('/flows/', { name: flow.name })
    await api().patch(`/flows/${text(flow.id)}`, { tags: ['b'] })
    await api().delete(`/flows/${text(flow.id)}`)
    const events = await told('flow', flow.id, 3)
    // a real Prefect tells of a deletion before it has done it, and again when it has to be asked once more
    expect([...new Set(events.map(({ event }) => event as unknown))]).toEqual([
      'prefect.flow.created',
      'prefect.flow.updated',
      'prefect.flow.deleted',
    ])
    expect(events[0]).toMatchObject({
      resource: { 'prefect.resource.id': `prefect.flow.${text(flow.id)}`, 'prefect.resource.name': flow.name },
      related: [],
      payload: { name: flow.name, tags: ['a'], labels: { team: 'data' } },
    })
    expect(events[1]?.payload?.tags).toEqual(['b'])
  })

  test('a variable that is made, changed and deleted is told of with its value', async () => {
    const name = fresh('variable').replaceAll('-', '_')
    const { body: variable } = await api().post('/variables/', { name, value: { a: 1 }, tags: ['x'] })
    await api().patch(`/variables/name/${name}`, { value: 2 })
    await api().delete(`/variables/${text(variable.id)}`)
    const events = await told('variable', variable.id, 3)
    expect(events.map(({ event, payload }) => [event, payload])).toEqual([
      ['prefect.variable.created', { name, value: { a: 1 }, tags: ['x'] }],
      ['prefect.variable.updated', { name, value: 2, tags: ['x'] }],
      ['prefect.variable.deleted', { name, value: 2, tags: ['x'] }],
    ])
  })

  test('a deployment is told of with its flow, queue and pool', async () => {
    const pool = await newPool(api())
    const flow = await newFlow(api())
    const deployment = await newDeployment(api(), { flow_id: flow.id, work_pool_name: pool.name })
    await api().delete(`/deployments/${text(deployment.id)}`)
    const events = await told('deployment', deployment.id, 2)
    expect(events.map(({ event }) => event)).toEqual(['prefect.deployment.created', 'prefect.deployment.deleted'])
    for (const event of events) {
      expect(event).toMatchObject({
        resource: {
          'prefect.resource.id': `prefect.deployment.${text(deployment.id)}`,
          'prefect.resource.name': deployment.name,
        },
        related: [
          {
            'prefect.resource.id': `prefect.flow.${text(flow.id)}`,
            'prefect.resource.name': flow.name,
            'prefect.resource.role': 'flow',
          },
          {
            'prefect.resource.id': `prefect.work-queue.${text(pool.default_queue_id)}`,
            'prefect.resource.name': 'default',
            'prefect.resource.role': 'work-queue',
          },
          {
            'prefect.resource.id': `prefect.work-pool.${text(pool.id)}`,
            'prefect.resource.name': pool.name,
            'prefect.work-pool.type': 'process',
            'prefect.resource.role': 'work-pool',
          },
        ],
        payload: {},
      })
    }
  })

  test('a limit that a change makes is not told of, one that it attaches or takes away is', async () => {
    const deployment = await newDeployment(api(), { description: 'a' })
    const { body: limit } = await api().post('/v2/concurrency_limits/', { name: fresh('limit'), limit: 2 })
    const path = `/deployments/${text(deployment.id)}`
    await api().patch(path, { concurrency_limit: 1 })
    await api().patch(path, { concurrency_limit: 2, description: 'b' })
    await api().patch(path, { concurrency_limit: null })
    await api().patch(path, { global_concurrency_limit_id: limit.id })
    await api().patch(path, { description: 'c' })
    const events = await told('deployment', deployment.id, 5)
    expect(events.slice(1).map(({ payload }) => payload?.updated_fields as unknown)).toEqual([
      ['description'],
      ['concurrency_limit_id'],
      ['concurrency_limit_id'],
      ['description'],
    ])
  })

  test('of a deployment that is changed only what differs is told, and nothing when it is paused', async () => {
    const deployment = await newDeployment(api(), { description: 'a', job_variables: { x: 1 } })
    const path = `/deployments/${text(deployment.id)}`
    await api().patch(path, { description: 'a' })
    await api().patch(path, { description: 'b', job_variables: { x: 2 }, tags: ['t'] })
    await api().post('/deployments/', { name: deployment.name, flow_id: deployment.flow_id, description: 'c' })
    await api().post(`${path}/pause_deployment`)
    await api().post(`${path}/resume_deployment`)
    await api().patch(path, { version: '2' })
    const events = await told('deployment', deployment.id, 4)
    const updates = events.slice(1).map(({ event, payload }) => [event, payload?.updates])
    const updated = 'prefect.deployment.updated'
    expect(updates).toEqual([
      [
        updated,
        {
          description: { from: 'a', to: 'b' },
          infra_overrides: { from: { x: 1 }, to: { x: 2 } },
          tags: { from: [], to: ['t'] },
        },
      ],
      [updated, { description: { from: 'b', to: 'c' } }],
      [updated, { version: { from: null, to: '2' } }],
    ])
    const fields = items(events[1]?.payload?.updated_fields).map(text)
    expect(new Set(fields)).toEqual(new Set(['description', 'infra_overrides', 'tags']))
  })
}
