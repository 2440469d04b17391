import { expect, test } from 'vitest'
import { type Body, NOWHERE, type TheApi, each, fresh, isNewer, messages, newFlow, places, text } from './api.ts'

export function artifactContract(api: TheApi): void {
  const NOT_FOUND = { status: 404, body: { detail: 'Artifact not found.' } }
  const newKey = () => fresh('key').toLowerCase()
  const newArtifact = async (fields: object = {}) => (await api().post('/artifacts/', fields)).body
  const latest = async (key: string) => (await api().get(`/artifacts/${key}/latest`)).body

  test('an artifact is made and read', async () => {
    const key = newKey()
    const fields = { key, type: 'table', description: 'd', data: [{ a: 1 }], metadata_: { m: 'v' } }
    const made = await api().post('/artifacts/', fields)
    expect(made).toMatchObject({ status: 201, body: { ...fields, flow_run_id: null, task_run_id: null } })
    expect((await api().get(`/artifacts/${text(made.body.id)}`)).body).toEqual(made.body)
    expect(await api().get(`/artifacts/${NOWHERE}`)).toEqual(NOT_FOUND)
    expect(await newArtifact()).toMatchObject({ key: null, type: null, data: null, metadata_: null })
  })

  test('the latest artifact of a key is kept under an id of its own', async () => {
    const key = newKey()
    const one = await newArtifact({ key, type: 'a', data: 1 })
    const first = await latest(key)
    expect(first).toMatchObject({ key, type: 'a', data: 1, created: one.created })
    expect(first.id).not.toBe(one.id)
    const two = await newArtifact({ key, data: { b: 2 } })
    const second = await latest(key)
    expect(second).toMatchObject({
      id: first.id,
      type: null,
      data: { b: 2 },
      created: one.created,
      updated: two.updated,
    })
    expect(await api().get(`/artifacts/${newKey()}/latest`)).toEqual(NOT_FOUND)
  })

  test('a change reaches the artifact and, if it is the latest, its key', async () => {
    const key = newKey()
    const one = await newArtifact({ key, data: 1, description: 'd' })
    const two = await newArtifact({ key, data: 2, description: 'd' })
    expect((await api().patch(`/artifacts/${text(one.id)}`, { data: 10 })).status).toBe(204)
    expect((await latest(key)).data).toBe(2)
    expect((await api().patch(`/artifacts/${text(two.id)}`, { data: null, metadata_: { m: 'v' } })).status).toBe(204)
    expect(await latest(key)).toMatchObject({ data: null, description: 'd', metadata_: { m: 'v' } })
    const changed = (await api().get(`/artifacts/${text(one.id)}`)).body
    expect(changed).toMatchObject({ data: 10, description: 'd' })
    expect(isNewer(changed, one)).toBe(true)
    expect(await api().patch(`/artifacts/${NOWHERE}`, {})).toEqual(NOT_FOUND)
    expect(places(await api().patch(`/artifacts/${text(one.id)}`, { key: 'x' }))).toEqual(['body.key'])
  })

  test('when the latest is deleted, the one before it takes its place', async () => {
    const key = newKey()
    const one = await newArtifact({ key, data: 1 })
    const two = await newArtifact({ key, data: 2 })
    const three = await newArtifact({ key, data: 3 })
    const remove = async ({ id }: Body) => (await api().delete(`/artifacts/${text(id)}`)).status
    expect(await remove(one)).toBe(204)
    expect((await latest(key)).data).toBe(3)
    expect(await remove(three)).toBe(204)
    expect(await latest(key)).toMatchObject({ data: 2, created: two.created, updated: two.updated })
    expect(await remove(two)).toBe(204)
    expect(await latest(key)).toEqual(NOT_FOUND.body)
    expect(await remove(two)).toBe(404)
  })

  test('long metadata are cut', async () => {
    const made = await newArtifact({ metadata_: { short: 'x'.repeat(500), long: 'é'.repeat(501) } })
    expect(made.metadata_).toEqual({ short: 'x'.repeat(500), long: `${'é'.repeat(500)}...` })
  })

  test.for<[object, string, string]>([
    [
      { key: 'Upper' },
      'body.key',
      'Value error, Artifact key must only contain lowercase letters, numbers, and dashes.',
    ],
    [{ metadata_: { a: 1 } }, 'body.metadata_.a', 'Input should be a valid string'],
    [{ id: NOWHERE }, 'body.id', 'Extra inputs are not permitted'],
  ])('an artifact is refused for its %j', async ([fields, place, message]) => {
    const refused = await api().post('/artifacts/', fields)
    expect(refused.status).toBe(422)
    expect(places(refused)).toEqual([place])
    expect(messages(refused)).toEqual([message])
  })

  test('artifacts are found by key, type and id, sorted and counted', async () => {
    const part = newKey()
    const [a, b] = [`${part}-a`, `${part}-b`]
    const one = await newArtifact({ key: b, type: 't1', data: 1 })
    const two = await newArtifact({ key: a, type: 't2', data: 2 })
    const three = await newArtifact({ key: a, type: 't2', data: 3 })
    const mine = { id: { any_: [one.id, two.id, three.id] } }
    const found = async (filter: object, rest: object = {}) => {
      const query = { artifacts: { ...mine, ...filter } }
      const data = each(
        (await api().post('/artifacts/filter', { sort: 'CREATED_DESC', ...query, ...rest })).body,
        'data',
      )
      if (Object.keys(rest).length === 0) expect((await api().post('/artifacts/count', query)).body).toBe(data.length)
      return data
    }
    expect(await found({})).toEqual([3, 2, 1])
    expect(await found({}, { limit: 1, offset: 1 })).toEqual([2])
    expect((await found({}, { sort: 'KEY_DESC' })).at(0)).toBe(1)
    expect((await found({}, { sort: 'KEY_ASC' })).at(-1)).toBe(1)
    expect(await found({ key: { any_: [b] } })).toEqual([1])
    expect(await found({ key: { like_: a.toUpperCase() } })).toEqual([3, 2])
    expect(await found({ key: { exists_: false } })).toEqual([])
    expect(await found({ key: { exists_: true } })).toEqual([3, 2, 1])
    expect(await found({ type: { not_any_: ['t2'] } })).toEqual([1])
    expect(await found({ type: { any_: ['t2'], not_any_: [] } })).toEqual([3, 2])
    expect(await found({ flow_run_id: { any_: [NOWHERE] } })).toEqual([])

    const keys = { artifacts: { key: { any_: [a, b] } }, sort: 'KEY_ASC' }
    const collections = await api().post('/artifacts/latest/filter', keys)
    expect(each(collections.body, 'latest_id')).toEqual([three.id, one.id])
    expect((await api().post('/artifacts/latest/count', keys)).body).toBe(2)
    const ofOne = { artifacts: { latest_id: { any_: [one.id] } } }
    expect(each((await api().post('/artifacts/latest/filter', ofOne)).body, 'key')).toEqual([b])
    expect((await api().post('/artifacts/filter', { sort: 'NAME_ASC' })).status).toBe(422)
    expect((await api().post('/artifacts/latest/filter', { limit: 201 })).status).toBe(422)
  })

  test('artifacts are found by the run that left them', async () => {
    const flow = await newFlow(api())
    const run = (await api().post('/flow_runs/', { flow_id: flow.id })).body
    const key = newKey()
    await newArtifact({ key, flow_run_id: run.id, data: 'of the run' })
    const [runs, flows] = [{ flow_runs: { id: { any_: [run.id] } } }, { flows: { id: { any_: [flow.id] } } }]
    for (const query of [runs, flows, { ...runs, ...flows }]) {
      expect(each((await api().post('/artifacts/filter', query)).body, 'data')).toEqual(['of the run'])
      expect(each((await api().post('/artifacts/latest/filter', query)).body, 'key')).toEqual([key])
    }
    expect((await api().post('/artifacts/count', { ...runs, deployments: {} })).body).toBe(0)
    expect((await api().post('/artifacts/count', { ...runs, task_runs: {} })).body).toBe(0)
    const byRun = { artifacts: { flow_run_id: { any_: [run.id] } } }
    expect((await api().post('/artifacts/latest/count', byRun)).body).toBe(1)
  })
}
