import { expect, test } from 'vitest'
import { NOWHERE, type Body, type TheApi, deployment, items, newDeployment, rowOf, text } from './api.ts'

const HOURLY = { interval: 3600, anchor_date: '2026-01-01T00:00:00Z', timezone: 'UTC' }
const EACH_MINUTE = { cron: '* * * * *', timezone: 'Europe/Berlin' }
/** Long ago: runs that are late already. */
const PAST = { start_time: '2025-03-01T00:00:00Z', end_time: '2025-03-01T03:00:00Z', min_runs: 100, max_runs: 100 }

export function scheduledRunsContract(api: TheApi): void {
  const withTwo = () =>
    newDeployment(api(), {
      tags: ['t'],
      parameters: { a: 1, b: 1 },
      schedules: [
        { schedule: HOURLY, slug: 'one', parameters: { b: 2 } },
        { schedule: HOURLY, slug: 'two' },
      ],
    })
  const path = (made: Body) => `/deployments/${text(made.id)}`
  const scheduled = async (made: Body, window: object = {}) => {
    expect(await api().post(`${path(made)}/schedule`, window)).toEqual({ status: 200, body: null })
  }
  const runsOf = async (made: Body, filter: object = {}): Promise<readonly Body[]> =>
    items(
      (
        await api().post('/flow_runs/filter', {
          flow_runs: { deployment_id: { any_: [made.id] }, ...filter },
          sort: 'EXPECTED_START_TIME_ASC',
        })
      ).body,
    )

  test('asking for runs makes those of every active schedule, at once', async () => {
    const made = await withTwo()
    await scheduled(made)
    const runs = await runsOf(made)
    expect(runs).toHaveLength(6)
    const one = runs.filter(({ created_by: maker }) => text(maker?.display_value) === 'one')
    expect(one).toHaveLength(3)
    expect(one[0]).toMatchObject({
      deployment_id: made.id,
      flow_id: made.flow_id,
      state_type: 'SCHEDULED',
      state_name: 'Scheduled',
      auto_scheduled: true,
      parameters: { a: 1, b: 2 },
      run_count: 0,
      created_by: { id: rowOf(made, 'one').id, type: 'SCHEDULE' },
    })
    expect(items(one[0]?.tags).map(String).toSorted()).toEqual(['auto-scheduled', 't'])
    const start = new Date(text(one[0]?.expected_start_time)).toISOString().replace('T', ' ').replace('.000Z', '+00:00')
    expect(one[0]?.idempotency_key).toBe(`scheduled ${text(made.id)} ${text(rowOf(made, 'one').id)} ${start}`)
  })

  test('asking twice makes nothing twice, and leaves what there is as it was', async () => {
    const made = await withTwo()
    await scheduled(made)
    const runs = async () =>
      (await runsOf(made))
        .map(({ id, updated, state_id: state }) => [id, updated, state].map(text).join(' '))
        .toSorted()
    const first = await runs()
    await scheduled(made, { min_runs: 3, max_runs: 100, min_time: 3600 })
    expect(await runs()).toEqual(first)
  })

  test('a schedule that fires each minute has runs for an hour', async () => {
    const made = await newDeployment(api(), { schedules: [{ schedule: EACH_MINUTE, slug: 's' }] })
    await scheduled(made)
    const count = await api().post('/flow_runs/count', { flow_runs: { deployment_id: { any_: [made.id] } } })
    expect([60, 61]).toContain(count.body)
  })

  test.for<[object, number]>([
    [{ min_runs: 5 }, 5],
    [{ max_runs: 2 }, 2],
    [{ min_time: 7200 }, 3],
    [PAST, 4],
  ])('the window %j holds %i runs', async ([window, count]) => {
    const made = await newDeployment(api(), { schedules: [{ schedule: HOURLY, slug: 's' }] })
    await scheduled(made, window)
    expect(await runsOf(made)).toHaveLength(count)
  })

  test('a paused deployment gets runs, an inactive schedule and an unknown deployment get none', async () => {
    const paused = await newDeployment(api(), { paused: true, schedules: [{ schedule: HOURLY, slug: 's' }] })
    await scheduled(paused)
    expect(await runsOf(paused)).toHaveLength(3)
    const inactive = await newDeployment(api(), { schedules: [{ schedule: HOURLY, slug: 's', active: false }] })
    await scheduled(inactive)
    expect(await runsOf(inactive)).toEqual([])
    expect(await api().post(`/deployments/${NOWHERE}/schedule`)).toEqual({ status: 200, body: null })
  })

  test('asking for runs does not move `updated`', async () => {
    const made = await withTwo()
    await scheduled(made)
    expect((await deployment(api(), made)).updated).toBe(made.updated)
  })

  const future = { expected_start_time: { after_: new Date().toISOString() } }
  const changes: readonly (readonly [string, (made: Body) => Promise<unknown>])[] = [
    ['an empty PATCH', (made) => api().patch(path(made), {})],
    ['a PATCH of one field', (made) => api().patch(path(made), { description: 'x' })],
    [
      'a PATCH of one schedule by slug',
      (made) => api().patch(path(made), { schedules: [{ slug: 'one', schedule: HOURLY }] }),
    ],
    [
      'a PATCH of one schedule row',
      (made) => api().patch(`${path(made)}/schedules/${text(rowOf(made, 'one').id)}`, { active: true }),
    ],
    ['a second POST', (made) => api().post('/deployments/', { name: made.name, flow_id: made.flow_id })],
  ]
  test.for(changes)('%s drops the future runs of every schedule and keeps the late ones', async ([, change]) => {
    const made = await withTwo()
    await scheduled(made)
    await scheduled(made, PAST)
    expect(await runsOf(made)).toHaveLength(14)
    await change(made)
    expect(await runsOf(made, future)).toEqual([])
    expect(await runsOf(made)).toHaveLength(8)
  })

  test.for<[string, (made: Body) => Promise<unknown>]>([
    ['pausing', (made) => api().call('POST', `${path(made)}/pause_deployment`)],
    ['deleting one schedule', (made) => api().delete(`${path(made)}/schedules/${text(rowOf(made, 'one').id)}`)],
    ['deleting the deployment', (made) => api().delete(path(made))],
  ])('%s drops all runs of every schedule, late ones too', async ([, change]) => {
    const made = await withTwo()
    await scheduled(made)
    await scheduled(made, PAST)
    await change(made)
    expect(await runsOf(made)).toEqual([])
  })

  test('pausing leaves runs that somebody asked for', async () => {
    const made = await withTwo()
    await scheduled(made)
    const { id } = (await api().post(`${path(made)}/create_flow_run`)).body
    await api().call('POST', `${path(made)}/pause_deployment`)
    expect((await runsOf(made)).map((run) => run.id)).toEqual([id])
  })

  test.for<[string, (made: Body) => Promise<unknown>]>([
    ['a refused PATCH', (made) => api().patch(path(made), { nope: 1 })],
    ['adding a schedule', (made) => api().post(`${path(made)}/schedules`, [{ schedule: HOURLY, slug: 'three' }])],
    ['resuming', (made) => api().call('POST', `${path(made)}/resume_deployment`)],
  ])('%s drops no runs', async ([, change]) => {
    const made = await withTwo()
    await scheduled(made)
    await change(made)
    expect(await runsOf(made)).toHaveLength(6)
  })

  test('asking again after a PATCH brings the same firings back', async () => {
    const made = await withTwo()
    await scheduled(made)
    const keys = async () => (await runsOf(made)).map(({ idempotency_key: key }) => text(key)).toSorted()
    const before = await keys()
    await api().patch(path(made), { description: 'x' })
    await scheduled(made)
    expect(await keys()).toEqual(before)
  })

  test('runs are filtered by state, time and deployment, and counted', async () => {
    const made = await withTwo()
    await scheduled(made, PAST)
    expect(await runsOf(made, { state: { type: { any_: ['SCHEDULED'] } } })).toHaveLength(8)
    expect(await runsOf(made, { state: { name: { any_: ['Late'] } } })).toEqual([])
    expect(await runsOf(made, { expected_start_time: { before_: '2025-03-01 01:00:00+00:00' } })).toHaveLength(4)
    expect(await runsOf(made, { tags: { all_: ['auto-scheduled'] } })).toHaveLength(8)
    const count = await api().post('/flow_runs/count', { deployments: { id: { any_: [made.id] } } })
    expect(count.body).toBe(8)
  })
}
