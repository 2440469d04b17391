import { expect, test } from 'vitest'
import {
  INTEGRITY,
  NOWHERE,
  type Body,
  type TheApi,
  deployment,
  each,
  isNewer,
  items,
  newDeployment,
  places,
  rowOf,
  text,
} from './api.ts'

const HOURLY = { interval: 3600, anchor_date: '2026-01-01T00:00:00Z', timezone: 'UTC' }
const DAILY = { cron: '0 2 * * *', timezone: 'Europe/Berlin', day_or: true }

export function scheduleRowContract(api: TheApi): void {
  const rows = (made: Body) => `/deployments/${text(made.id)}/schedules`
  const rowPath = (made: Body, slug: string) => `${rows(made)}/${text(rowOf(made, slug).id)}`
  const withRows = () =>
    newDeployment(api(), {
      schedules: [
        { schedule: HOURLY, slug: 'a', parameters: { p: 1 } },
        { schedule: DAILY, slug: 'b' },
      ],
    })
  const patched = async (made: Body, slug: string, change: unknown): Promise<Body> => {
    const { status, body } = await api().patch(rowPath(made, slug), change)
    if (status !== 204) throw new Error(`${status} ${JSON.stringify(body)}`)
    const after = (await api().get(rows(made))).body
    return items(after).find(({ id }) => text(id) === text(rowOf(made, slug).id)) ?? {}
  }

  test('rows are listed, the last changed first', async () => {
    const made = await withRows()
    await patched(made, 'a', {})
    const { status, body } = await api().get(rows(made))
    expect(status).toBe(200)
    expect(each(body, 'slug')).toEqual(['a', 'b'])
    await patched(made, 'b', {})
    expect(each((await api().get(rows(made))).body, 'slug')).toEqual(['b', 'a'])
    expect(each((await deployment(api(), made)).schedules, 'slug')).toEqual(['b', 'a'])
  })

  test('rows are added with all they say, also their limit of runs', async () => {
    const made = await withRows()
    const sent = { schedule: DAILY, slug: 'c', active: false, parameters: { x: 1 }, max_scheduled_runs: 5 }
    const { status, body } = await api().post(rows(made), [sent, { schedule: HOURLY }])
    expect(status).toBe(201)
    expect(body).toMatchObject([
      { ...sent, deployment_id: made.id },
      { schedule: HOURLY, slug: null, active: true, parameters: {}, max_scheduled_runs: null },
    ])
    expect(items((await api().get(rows(made))).body)).toHaveLength(4)
  })

  test('a slug that the deployment has is an integrity conflict, and no row of the request is added', async () => {
    const made = await withRows()
    const answer = await api().post(rows(made), [
      { schedule: DAILY, slug: 'c' },
      { schedule: DAILY, slug: 'a' },
    ])
    expect(answer).toEqual({ status: 409, body: { detail: INTEGRITY } })
    expect(items((await api().get(rows(made))).body)).toHaveLength(2)
  })

  test('two deployments may have the same slug, and one deployment many rows without', async () => {
    const made = await withRows()
    await withRows()
    expect((await api().post(rows(made), [{ schedule: HOURLY }, { schedule: HOURLY }])).status).toBe(201)
  })

  test('a row is changed in place: id and creation stay', async () => {
    const made = await withRows()
    const before = rowOf(made, 'a')
    const after = await patched(made, 'a', {
      schedule: DAILY,
      active: false,
      slug: 'z',
      max_scheduled_runs: 3,
      parameters: { q: 2 },
    })
    expect(after).toEqual({
      ...before,
      updated: after.updated,
      schedule: DAILY,
      active: false,
      slug: 'z',
      max_scheduled_runs: 3,
      parameters: { q: 2 },
    })
    expect(isNewer(after, before)).toBe(true)
  })

  test('what is absent or null stays as it is', async () => {
    const made = await newDeployment(api())
    await api().post(rows(made), [{ schedule: HOURLY, slug: 'a', active: false, max_scheduled_runs: 5 }])
    const whole = await deployment(api(), made)
    const nothing = { active: null, schedule: null, slug: null, max_scheduled_runs: null }
    for (const change of [{}, nothing]) {
      const after = await patched(whole, 'a', change)
      expect(after).toMatchObject({ active: false, schedule: HOURLY, slug: 'a', max_scheduled_runs: 5 })
    }
  })

  test('absent parameters become {}', async () => {
    const made = await withRows()
    expect((await patched(made, 'a', { active: true })).parameters).toEqual({})
    expect((await patched(made, 'a', { parameters: { q: 2 } })).parameters).toEqual({ q: 2 })
    expect((await patched(made, 'a', {})).parameters).toEqual({})
  })

  test('`replaces` is taken and means nothing; an unknown key is refused', async () => {
    const made = await withRows()
    expect((await patched(made, 'a', { replaces: 'b' })).slug).toBe('a')
    const refused = await api().patch(rowPath(made, 'a'), { nope: 1 })
    expect(refused.status).toBe(422)
    expect(places(refused)).toEqual(['body.nope'])
  })

  test('a slug of another row is an integrity conflict', async () => {
    const made = await withRows()
    expect(await api().patch(rowPath(made, 'a'), { slug: 'b' })).toEqual({ status: 409, body: { detail: INTEGRITY } })
  })

  test('a row is deleted alone', async () => {
    const made = await withRows()
    expect((await api().delete(rowPath(made, 'a'))).status).toBe(204)
    expect((await deployment(api(), made)).schedules).toEqual([rowOf(made, 'b')])
    expect(await api().delete(rowPath(made, 'a'))).toEqual({ status: 404, body: { detail: 'Schedule not found.' } })
  })

  test('adding, changing and deleting rows do not move `updated` of the deployment', async () => {
    const made = await withRows()
    await api().post(rows(made), [{ schedule: DAILY, slug: 'c' }])
    await api().patch(rowPath(made, 'a'), { active: false })
    await api().delete(rowPath(made, 'b'))
    expect((await deployment(api(), made)).updated).toBe(made.updated)
  })

  test('pausing a schedule leaves `paused` alone, and the other way round', async () => {
    const made = await withRows()
    await patched(made, 'a', { active: false })
    expect((await deployment(api(), made)).paused).toBe(false)
    await api().patch(`/deployments/${text(made.id)}`, { paused: true })
    const after = await deployment(api(), made)
    expect([rowOf(after, 'a').active, rowOf(after, 'b').active]).toEqual([false, true])
  })

  test('an unknown deployment and an unknown row are 404s', async () => {
    const made = await withRows()
    const noDeployment = { status: 404, body: { detail: 'Deployment not found.' } }
    expect(await api().get(`/deployments/${NOWHERE}/schedules`)).toEqual(noDeployment)
    expect(await api().post(`/deployments/${NOWHERE}/schedules`, [])).toEqual(noDeployment)
    expect(await api().patch(`/deployments/${NOWHERE}/schedules/${NOWHERE}`, {})).toEqual(noDeployment)
    const noRow = { status: 404, body: { detail: 'Schedule not found.' } }
    expect(await api().patch(`${rows(made)}/${NOWHERE}`, {})).toEqual(noRow)
    expect(await api().delete(`${rows(made)}/${NOWHERE}`)).toEqual(noRow)
  })

  test('a body that is no list, and an unknown key in a row, are refused', async () => {
    const made = await withRows()
    expect(places(await api().post(rows(made), {}))).toEqual(['body'])
    expect(places(await api().post(rows(made), [{ schedule: DAILY, nope: 1 }]))).toEqual(['body.0.nope'])
    expect(places(await api().post(rows(made), [{}]))).toEqual(['body.0.schedule'])
  })
}
