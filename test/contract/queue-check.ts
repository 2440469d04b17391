import { expect, test } from 'vitest'
import { NOWHERE, type TheApi, each, fresh, newDeployment, text } from './api.ts'

export function queueCheckContract(api: TheApi): void {
  test('queues whose filter lets a deployment through are told', async () => {
    const deployment = await newDeployment(api(), { tags: ['a', 'b'] })
    const part = fresh('queue')
    const filters: Record<string, unknown> = {
      none: null,
      empty: {},
      tags: { tags: ['b', 'a'] },
      others: { tags: ['a', 'z'] },
      own: { deployment_ids: [deployment.id], tags: [] },
      foreign: { deployment_ids: [NOWHERE] },
    }
    for (const [name, filter] of Object.entries(filters)) {
      const { status } = await api().post('/work_queues/', { name: `${part}-${name}`, filter })
      expect(status).toBe(201)
    }
    const { body } = await api().get(`/deployments/${text(deployment.id)}/work_queue_check`)
    const names = each(body, 'name').map(text)
    expect(names.filter((name) => name.startsWith(part)).toSorted()).toEqual(
      ['empty', 'none', 'own', 'tags'].map((name) => `${part}-${name}`),
    )
    expect(Object.keys(body[0] ?? {})).not.toContain('work_pool_name')
    expect(await api().get(`/deployments/${NOWHERE}/work_queue_check`)).toEqual({
      status: 404,
      body: { detail: 'Deployment not found' },
    })
  })
}
