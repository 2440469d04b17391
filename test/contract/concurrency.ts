import { expect, test } from 'vitest'
import {
  INTEGRITY,
  NOWHERE,
  type Body,
  type TheApi,
  deployment,
  each,
  items,
  newDeployment,
  newLimit,
  places,
  text,
} from './api.ts'

export function concurrencyContract(api: TheApi): void {
  const limitOf = (id: unknown) => api().get(`/v2/concurrency_limits/${text(id)}`)
  const patched = async (made: Body, change: unknown): Promise<Body> => {
    const { status, body } = await api().patch(`/deployments/${text(made.id)}`, change)
    if (status !== 204) throw new Error(`${status} ${JSON.stringify(body)}`)
    return deployment(api(), made)
  }

  test('a limit of a new deployment is one of its own, named after its id', async () => {
    const made = await newDeployment(api(), { concurrency_limit: 3 })
    expect(made.concurrency_limit).toBeNull()
    expect(made.global_concurrency_limit).toMatchObject({
      name: `deployment:${text(made.id)}`,
      limit: 3,
      active: true,
      active_slots: 0,
      slot_decay_per_second: 0,
    })
  })

  test('a number makes the limit where there is none, keeps it where it is the same, and rewrites it otherwise', async () => {
    const made = await newDeployment(api())
    const first = (await patched(made, { concurrency_limit: 3 })).global_concurrency_limit
    expect(first).toMatchObject({ name: `deployment:${text(made.id)}`, limit: 3 })
    expect((await patched(made, { concurrency_limit: 3 })).global_concurrency_limit).toEqual(first)
    const rewritten = (await patched(made, { concurrency_limit: 5 })).global_concurrency_limit
    expect(rewritten).toMatchObject({ id: first?.id, limit: 5 })
  })

  test('a number rewrites an attached limit even where others share it', async () => {
    const shared = await newLimit(api(), 9)
    const made = await newDeployment(api(), { global_concurrency_limit_id: shared.id })
    await patched(made, { concurrency_limit: 4 })
    expect((await limitOf(shared.id)).body).toMatchObject({ name: shared.name, limit: 4 })
  })

  test('null deletes the attached limit even where others share it, and is nothing where there is none', async () => {
    const shared = await newLimit(api(), 9)
    const one = await newDeployment(api(), { global_concurrency_limit_id: shared.id })
    const other = await newDeployment(api(), { global_concurrency_limit_id: shared.id })
    expect((await patched(one, { concurrency_limit: null })).global_concurrency_limit).toBeNull()
    expect((await limitOf(shared.id)).status).toBe(404)
    expect((await deployment(api(), other)).global_concurrency_limit).toBeNull()
    expect((await patched(one, { concurrency_limit: null })).global_concurrency_limit).toBeNull()
  })

  test('a limit of which nothing is said stays', async () => {
    const made = await newDeployment(api(), { concurrency_limit: 3 })
    expect((await patched(made, { description: 'x' })).global_concurrency_limit).toEqual(made.global_concurrency_limit)
    const again = { name: made.name, flow_id: made.flow_id }
    expect((await api().post('/deployments/', again)).body.global_concurrency_limit).toEqual(
      made.global_concurrency_limit,
    )
  })

  test('a second POST with a limit of null deletes it', async () => {
    const made = await newDeployment(api(), { concurrency_limit: 3 })
    const again = { name: made.name, flow_id: made.flow_id, concurrency_limit: null }
    expect((await api().post('/deployments/', again)).body.global_concurrency_limit).toBeNull()
    expect((await limitOf(`deployment:${text(made.id)}`)).status).toBe(404)
  })

  test('a shared limit is attached by id and detached by null, and outlives that', async () => {
    const shared = await newLimit(api(), 9)
    const made = await newDeployment(api())
    const attached = await patched(made, { global_concurrency_limit_id: shared.id })
    expect(attached.global_concurrency_limit).toMatchObject({ id: shared.id, limit: 9 })
    expect((await patched(made, { global_concurrency_limit_id: null })).global_concurrency_limit).toBeNull()
    expect((await limitOf(shared.id)).status).toBe(200)
  })

  test('attaching a limit that does not exist is a 404', async () => {
    const made = await newDeployment(api())
    const answer = await api().patch(`/deployments/${text(made.id)}`, { global_concurrency_limit_id: NOWHERE })
    expect(answer).toEqual({ status: 404, body: { detail: 'Concurrency limit not found' } })
  })

  test('the id and a null of the number together attach and then delete', async () => {
    const shared = await newLimit(api(), 9)
    const made = await newDeployment(api())
    const after = await patched(made, { global_concurrency_limit_id: shared.id, concurrency_limit: null })
    expect(after.global_concurrency_limit).toBeNull()
    expect((await limitOf(shared.id)).status).toBe(404)
  })

  test('deleting a deployment deletes the limit attached to it, its own or not', async () => {
    const own = await newDeployment(api(), { concurrency_limit: 3 })
    await api().delete(`/deployments/${text(own.id)}`)
    expect((await limitOf(own.global_concurrency_limit?.id)).status).toBe(404)
    const shared = await newLimit(api(), 9)
    const made = await newDeployment(api(), { global_concurrency_limit_id: shared.id })
    await api().delete(`/deployments/${text(made.id)}`)
    expect((await limitOf(shared.id)).status).toBe(404)
  })

  test('options are stored whole, cleared by null, and stay when the limit goes', async () => {
    const options = { collision_strategy: 'CANCEL_NEW', grace_period_seconds: 120 }
    const made = await newDeployment(api(), { concurrency_limit: 3, concurrency_options: options })
    expect(made.concurrency_options).toEqual(options)
    const without = await patched(made, { concurrency_limit: null })
    expect(without.concurrency_options).toEqual(options)
    expect((await patched(made, { concurrency_options: null })).concurrency_options).toBeNull()
    const filled = await patched(made, { concurrency_options: { collision_strategy: 'ENQUEUE' } })
    expect(filled.concurrency_options).toEqual({ collision_strategy: 'ENQUEUE', grace_period_seconds: null })
  })

  test('limits are made, read by id and by name, changed, listed by name and deleted', async () => {
    const made = await newLimit(api(), 3)
    expect(made).toMatchObject({ limit: 3, active: true, active_slots: 0, denied_slots: 0 })
    expect((await limitOf(made.name)).body).toEqual((await limitOf(made.id)).body)
    expect((await api().patch(`/v2/concurrency_limits/${text(made.name)}`, { limit: 9, active: false })).status).toBe(
      204,
    )
    expect((await limitOf(made.id)).body).toMatchObject({ limit: 9, active: false, name: made.name })
    const listed = each((await api().post('/v2/concurrency_limits/filter')).body, 'name')
    expect(listed).toContain(made.name)
    expect(listed.map(String)).toEqual(listed.map(String).toSorted((a, b) => (a < b ? -1 : 1)))
    expect(items((await api().post('/v2/concurrency_limits/filter', { limit: 1 })).body)).toHaveLength(1)
    expect((await api().delete(`/v2/concurrency_limits/${text(made.id)}`)).status).toBe(204)
    expect(await limitOf(made.id)).toEqual({ status: 404, body: { detail: 'Concurrency Limit not found' } })
  })

  test('a second limit of a name, and a null where none can be, are integrity conflicts', async () => {
    const made = await newLimit(api(), 3)
    const conflict = { status: 409, body: { detail: INTEGRITY } }
    expect(await api().post('/v2/concurrency_limits/', { name: made.name, limit: 3 })).toEqual(conflict)
    expect(await api().patch(`/v2/concurrency_limits/${text(made.id)}`, { limit: null })).toEqual(conflict)
  })

  test('a limit with a bad name or below 0 is refused', async () => {
    const refused = await api().post('/v2/concurrency_limits/', { name: 'a/b', limit: -1 })
    expect(refused.status).toBe(422)
    expect(places(refused)).toEqual(['body.name', 'body.limit'])
  })
}
