import { expect, test } from 'vitest'
import {
  INTEGRITY,
  type Answer,
  type Body,
  type TheApi,
  deployment,
  each,
  isNewer,
  items,
  newDeployment,
  rowOf,
  text,
} from './api.ts'

const HOURLY = { interval: 3600, anchor_date: '2026-01-01T00:00:00Z', timezone: 'UTC' }
const DAILY = { cron: '0 2 * * *', timezone: 'Europe/Berlin', day_or: true }

export function schedulePatchContract(api: TheApi): void {
  const withSlugs = () =>
    newDeployment(api(), {
      schedules: [
        { schedule: HOURLY, slug: 'a', parameters: { p: 1 }, active: false },
        { schedule: DAILY, slug: 'b' },
      ],
    })
  const withoutSlugs = () => newDeployment(api(), { schedules: [{ schedule: HOURLY }, { schedule: DAILY, slug: 'b' }] })
  const patch = (made: Body, schedules: unknown): Promise<Answer> =>
    api().patch(`/deployments/${text(made.id)}`, { schedules })
  const patched = async (made: Body, schedules: unknown): Promise<Body> => {
    const { status, body } = await patch(made, schedules)
    if (status !== 204) throw new Error(`${status} ${JSON.stringify(body)}`)
    return deployment(api(), made)
  }
  const slugs = (holder: Body) => each(holder.schedules, 'slug').map(text).toSorted()

  test('where every row has a slug, the named row is changed in place and the others stay as they are', async () => {
    const made = await withSlugs()
    const after = await patched(made, [{ slug: 'b', schedule: HOURLY, active: false, parameters: { q: 2 } }])
    expect(slugs(after)).toEqual(['a', 'b'])
    expect(rowOf(after, 'a')).toEqual(rowOf(made, 'a'))
    expect(rowOf(after, 'b')).toMatchObject({
      id: rowOf(made, 'b').id,
      created: rowOf(made, 'b').created,
      schedule: HOURLY,
      active: false,
      parameters: { q: 2 },
    })
  })

  test('by slug, identical content keeps the id and moves the `updated` of the row', async () => {
    const made = await withSlugs()
    const after = await patched(made, [{ slug: 'b', schedule: DAILY }])
    expect(rowOf(after, 'b').id).toEqual(rowOf(made, 'b').id)
    expect(isNewer(rowOf(after, 'b'), rowOf(made, 'b'))).toBe(true)
  })

  test('by slug, what is absent or null stays, but absent parameters become {}', async () => {
    const made = await withSlugs()
    const after = await patched(made, [{ slug: 'a', active: null, schedule: null, max_scheduled_runs: null }])
    expect(rowOf(after, 'a')).toMatchObject({ active: false, schedule: HOURLY, parameters: {} })
  })

  test('by slug, a new slug with a schedule is a new row, whose limit of runs is lost', async () => {
    const made = await withSlugs()
    const after = await patched(made, [{ slug: 'c', schedule: DAILY, max_scheduled_runs: 5, active: false }])
    expect(slugs(after)).toEqual(['a', 'b', 'c'])
    expect(rowOf(after, 'c')).toMatchObject({ schedule: DAILY, active: false, max_scheduled_runs: null })
    expect(each(after.schedules, 'id')).toEqual(expect.arrayContaining([...each(made.schedules, 'id')]))
  })

  test('by slug, the limit of runs of a row that is there is changed', async () => {
    const made = await withSlugs()
    expect(rowOf(await patched(made, [{ slug: 'a', max_scheduled_runs: 7 }]), 'a').max_scheduled_runs).toBe(7)
  })

  test('by slug, an empty list deletes nothing', async () => {
    const made = await withSlugs()
    expect((await patched(made, [])).schedules).toEqual(made.schedules)
  })

  test('a PATCH that says nothing of schedules leaves them alone', async () => {
    for (const made of [await withSlugs(), await withoutSlugs()]) {
      await api().patch(`/deployments/${text(made.id)}`, { description: 'x' })
      expect((await deployment(api(), made)).schedules).toEqual(made.schedules)
    }
  })

  test('by slug, a row without a slug is refused and nothing changes', async () => {
    const made = await withSlugs()
    const { status, body } = await patch(made, [{ schedule: DAILY }])
    expect(status).toBe(422)
    expect(body.detail).toBe(
      'Please provide a slug for each schedule in your request to ensure schedules are updated correctly.',
    )
    expect(await deployment(api(), made)).toEqual(made)
  })

  test('by slug, a new slug without a schedule is refused', async () => {
    const { status, body } = await patch(await withSlugs(), [{ slug: 'c' }])
    expect(status).toBe(422)
    expect(body.detail).toBe('Unable to create new deployment schedules without a schedule configuration.')
  })

  test('where a row has no slug, the rows sent take the place of all', async () => {
    const made = await withoutSlugs()
    const after = await patched(made, [{ slug: 'b', schedule: DAILY, parameters: { p: 1 } }, { schedule: HOURLY }])
    expect(items(after.schedules)).toHaveLength(2)
    expect(each(after.schedules, 'id')).not.toEqual(expect.arrayContaining([rowOf(made, 'b').id]))
    expect(rowOf(after, 'b')).toMatchObject({ schedule: DAILY, active: true, parameters: { p: 1 } })
  })

  test('where a row has no slug, an empty list clears and rows without a schedule are skipped', async () => {
    expect((await patched(await withoutSlugs(), [])).schedules).toEqual([])
    expect((await patched(await withoutSlugs(), [{ slug: 'x' }])).schedules).toEqual([])
  })

  test('where there is no row, the rows sent are made, without their limits of runs', async () => {
    const made = await newDeployment(api())
    const after = await patched(made, [{ slug: 'a', schedule: DAILY, max_scheduled_runs: 5 }])
    expect(rowOf(after, 'a')).toMatchObject({ schedule: DAILY, active: true, max_scheduled_runs: null })
  })

  test('two new rows of one slug are an integrity conflict, and nothing changes', async () => {
    const made = await withSlugs()
    const twice = [1, 2].map(() => ({ slug: 'c', schedule: DAILY }))
    expect(await patch(made, twice)).toEqual({ status: 409, body: { detail: INTEGRITY } })
    expect((await deployment(api(), made)).schedules).toEqual(made.schedules)
  })

  test('`replaces` gives a row a new slug and keeps its id', async () => {
    const made = await withSlugs()
    const after = await patched(made, [{ slug: 'c', replaces: 'a', schedule: HOURLY }])
    expect(slugs(after)).toEqual(['b', 'c'])
    expect(rowOf(after, 'c').id).toEqual(rowOf(made, 'a').id)
  })

  test('`replaces` lets two rows change slugs with each other', async () => {
    const made = await withSlugs()
    const after = await patched(made, [
      { slug: 'a', replaces: 'b' },
      { slug: 'b', replaces: 'a' },
    ])
    expect([rowOf(after, 'a').id, rowOf(after, 'b').id]).toEqual([rowOf(made, 'b').id, rowOf(made, 'a').id])
  })

  test('`replaces` of a slug that is not there makes a new row', async () => {
    const made = await withSlugs()
    expect(slugs(await patched(made, [{ slug: 'c', replaces: 'gone', schedule: DAILY }]))).toEqual(['a', 'b', 'c'])
    expect((await patch(made, [{ slug: 'd', replaces: 'gone' }])).status).toBe(422)
  })

  test('`replaces` twice of one slug, or into a slug that is taken, is refused', async () => {
    const made = await withSlugs()
    const twice = await patch(made, [
      { slug: 'c', replaces: 'a' },
      { slug: 'd', replaces: 'a' },
    ])
    expect(twice).toEqual({
      status: 422,
      body: { detail: "Multiple schedules have 'replaces' targeting the same slug: a" },
    })
    expect(await patch(made, [{ slug: 'b', replaces: 'a' }])).toEqual({
      status: 422,
      body: { detail: "Cannot rename schedule from 'a' to 'b': a schedule with slug 'b' already exists." },
    })
  })
}
