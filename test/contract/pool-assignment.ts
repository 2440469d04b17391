import { expect, test } from 'vitest'
import { type Body, type TheApi, deployment, fresh, newDeployment, newPool, text } from './api.ts'

export function poolAssignmentContract(api: TheApi): void {
  const patched = async (made: Body, change: unknown): Promise<Body> => {
    const { status, body } = await api().patch(`/deployments/${text(made.id)}`, change)
    if (status !== 204) throw new Error(`${status} ${JSON.stringify(body)}`)
    return deployment(api(), made)
  }

  test('a pool alone puts a deployment on the default queue of the pool', async () => {
    const pool = await newPool(api())
    const onDefault = { work_pool_name: pool.name, work_queue_name: 'default', work_queue_id: pool.default_queue_id }
    expect(await newDeployment(api(), { work_pool_name: pool.name })).toMatchObject(onDefault)
    expect(await patched(await newDeployment(api()), { work_pool_name: pool.name })).toMatchObject(onDefault)
  })

  test('a queue that the pool does not have is made', async () => {
    const pool = await newPool(api())
    const first = await newDeployment(api(), { work_pool_name: pool.name, work_queue_name: 'fast' })
    expect(first).toMatchObject({ work_pool_name: pool.name, work_queue_name: 'fast' })
    const queue = (await api().get(`/work_pools/${text(pool.name)}/queues/fast`)).body
    expect(queue).toMatchObject({ id: first.work_queue_id, priority: 2, description: '', is_paused: false })
    const second = await patched(await newDeployment(api()), { work_pool_name: pool.name, work_queue_name: 'slow' })
    expect(second.work_queue_name).toBe('slow')
  })

  test('a deployment moves to another pool', async () => {
    const one = await newPool(api())
    const two = await newPool(api())
    const made = await newDeployment(api(), { work_pool_name: one.name, work_queue_name: 'fast' })
    const moved = await patched(made, { work_pool_name: two.name, work_queue_name: 'default' })
    expect(moved).toMatchObject({
      work_pool_name: two.name,
      work_queue_name: 'default',
      work_queue_id: two.default_queue_id,
    })
  })

  test('a pool of null takes the deployment off; the name of the queue that was sent stays behind', async () => {
    const pool = await newPool(api())
    const made = await newDeployment(api(), { work_pool_name: pool.name, work_queue_name: 'fast' })
    expect(await patched(made, { work_pool_name: null })).toMatchObject({
      work_pool_name: null,
      work_queue_id: null,
      work_queue_name: 'fast',
    })
    expect(await patched(made, { work_pool_name: null, work_queue_name: null })).toMatchObject({
      work_pool_name: null,
      work_queue_name: null,
    })
  })

  test('a queue alone moves the deployment to the pool of agents', async () => {
    const queue = fresh('queue')
    const made = await newDeployment(api(), { work_queue_name: queue })
    expect(made).toMatchObject({ work_pool_name: 'default-agent-pool', work_queue_name: queue })
    const pool = await newPool(api())
    const other = await newDeployment(api(), { work_pool_name: pool.name })
    expect((await patched(other, { work_queue_name: queue })).work_pool_name).toBe('default-agent-pool')
  })

  test('a PATCH to an unknown pool is refused and changes nothing', async () => {
    const made = await newDeployment(api())
    const answer = await api().patch(`/deployments/${text(made.id)}`, {
      work_pool_name: 'no-such-pool',
      description: 'x',
    })
    // Prefect itself fails here instead of refusing.
    expect([404, 500]).toContain(answer.status)
    expect(await deployment(api(), made)).toEqual(made)
  })

  test('deleting a pool leaves its deployments without one', async () => {
    const pool = await newPool(api())
    const made = await newDeployment(api(), { work_pool_name: pool.name })
    expect((await api().delete(`/work_pools/${text(pool.name)}`)).status).toBe(204)
    expect(await deployment(api(), made)).toMatchObject({
      work_pool_name: null,
      work_queue_id: null,
      work_queue_name: null,
    })
  })
}
