import { describe, expect, test } from 'vitest'
import {
  type Body,
  NOWHERE,
  type TheApi,
  each,
  fresh,
  items,
  newDeployment,
  newFlow,
  newPool,
  places,
  text,
} from './api.ts'
import { newFlowRun } from './flow-run-create.ts'

const SCHEDULED = { type: 'SCHEDULED', state_details: { scheduled_time: '2030-01-01T00:00:00Z' } }
/** More tags than are looked for one by one. */
const MANY = Array.from({ length: 10 }, (_, index) => `tag-${index}`)
const LATER = { type: 'SCHEDULED', name: 'Late', state_details: { scheduled_time: '2031-01-01T00:00:00Z' } }

export function flowRunFilterContract(api: TheApi): void {
  /** The names of the runs of a flow that a filter finds, in alphabetical order. */
  const found = async ({ id }: Body, query: object, sort = 'NAME_ASC') => {
    const flows = { id: { any_: [id] } }
    return each((await api().post('/flow_runs/filter', { flows, sort, ...query })).body, 'name')
  }

  /** A flow with three runs: `a` is scheduled, `b` late, `c` done. */
  const three = async (): Promise<{ readonly flow: Body; readonly a: Body; readonly b: Body; readonly c: Body }> => {
    const flow = await newFlow(api())
    const of = (fields: object) => newFlowRun(api(), { flow_id: flow.id, ...fields })
    return {
      flow,
      a: await of({ name: 'a', state: SCHEDULED, tags: ['x', 'y'], flow_version: '1', idempotency_key: 'ka' }),
      b: await of({ name: 'b', state: LATER, tags: ['y'], flow_version: '2', work_queue_name: 'q' }),
      c: await of({ name: 'c', state: { type: 'COMPLETED', name: 'Done' }, idempotency_key: 'kc' }),
    }
  }

  test('runs are found by what they are', async () => {
    const { flow, a, b, c } = await three()
    const filters: readonly (readonly [object, readonly string[]])[] = [
      [{}, ['a', 'b', 'c']],
      [{ id: { any_: [a.id, c.id] } }, ['a', 'c']],
      [{ id: { any_: [a.id, c.id], not_any_: [c.id] } }, ['a']],
      [{ id: { any_: [] } }, []],
      [{ id: { not_any_: [] } }, ['a', 'b', 'c']],
      [{ name: { any_: ['b'] } }, ['b']],
      [{ name: { like_: 'B' } }, ['b']],
      [{ tags: { all_: ['y'] } }, ['a', 'b']],
      [{ tags: { all_: ['y', 'x'] } }, ['a']],
      [{ tags: { all_: ['y', 'x', ...MANY] } }, []],
      [{ tags: { any_: ['x', ...MANY] } }, ['a']],
      [{ tags: { any_: ['x', 'nope'] } }, ['a']],
      [{ tags: { is_null_: true } }, ['c']],
      [{ tags: { operator: 'or_', all_: ['x'], is_null_: true } }, ['a', 'c']],
      [{ deployment_id: { is_null_: true } }, ['a', 'b', 'c']],
      [{ deployment_id: { any_: [NOWHERE] } }, []],
      [{ deployment_id: { operator: 'or_', any_: [NOWHERE], is_null_: true } }, ['a', 'b', 'c']],
      [{ work_queue_name: { any_: ['q'] } }, ['b']],
      [{ work_queue_name: { is_null_: false } }, ['b']],
      [{ state: { type: { any_: ['SCHEDULED'] } } }, ['a', 'b']],
      [{ state: { type: { not_any_: ['SCHEDULED'] } } }, ['c']],
      [{ state: { name: { any_: ['Late', 'Done'] } } }, ['b', 'c']],
      [{ state: { type: { any_: ['SCHEDULED'], not_any_: ['SCHEDULED'] } } }, ['a', 'b', 'c']],
      [{ state: { name: { not_any_: ['Late'] } } }, ['a', 'c']],
      [{ state: { operator: 'or_', type: { any_: ['COMPLETED'] }, name: { any_: ['Late'] } } }, ['b', 'c']],
      [{ state: { type: { any_: ['SCHEDULED'] }, name: { any_: ['Late'] } } }, ['b']],
      [{ flow_version: { any_: ['1', '2'] } }, ['a', 'b']],
      [{ start_time: { is_null_: true } }, ['a', 'b']],
      [{ start_time: { after_: '2030-06-01T00:00:00Z' } }, ['b']],
      [{ start_time: { before_: '2030-01-01T00:00:00Z' } }, ['a', 'c']],
      [{ end_time: { is_null_: false } }, ['c']],
      [{ end_time: { before_: '2030-01-01T00:00:00Z' } }, ['c']],
      [{ end_time: { after_: '2030-01-01T00:00:00Z' } }, []],
      [{ expected_start_time: { after_: '2030-01-01T00:00:00Z' } }, ['a', 'b']],
      [{ expected_start_time: { after_: '2030-01-01T00:00:00Z', before_: '2030-02-01T00:00:00+02:00' } }, ['a']],
      [{ next_scheduled_start_time: { before_: '2030-12-31T00:00:00Z' } }, ['a']],
      [{ parent_task_run_id: { is_null_: true } }, ['a', 'b', 'c']],
      [{ parent_task_run_id: { any_: [NOWHERE] } }, []],
      [{ parent_flow_run_id: { any_: [NOWHERE] } }, []],
      [{ idempotency_key: { any_: ['ka', 'nope'] } }, ['a']],
      [{ idempotency_key: { not_any_: ['ka'] } }, ['c']],
      [{ created_by: { is_null_: true } }, ['a', 'b', 'c']],
      [{ operator: 'or_', id: { any_: [b.id] }, name: { any_: ['c'] } }, ['b', 'c']],
    ]
    for (const [filter, names] of filters) {
      expect([filter, await found(flow, { flow_runs: filter })]).toEqual([filter, names])
    }
  })

  test('runs are found by who made them', async () => {
    const { id } = await newFlow(api())
    const headers = { 'prefect-automation-id': NOWHERE, 'prefect-automation-name': btoa('mine') }
    await api().call('POST', '/flow_runs/', { flow_id: id, name: 'auto' }, headers)
    await newFlowRun(api(), { flow_id: id, name: 'mine' })
    const by = (created_by: object) => found({ id } as unknown as Body, { flow_runs: { created_by } })
    expect(await by({ id_: [NOWHERE] })).toEqual(['auto'])
    expect(await by({ type_: ['AUTOMATION', 'SCHEDULE'] })).toEqual(['auto'])
    expect(await by({ type_: ['SCHEDULE'] })).toEqual([])
    expect(await by({ is_null_: true })).toEqual(['mine'])
    expect(await by({ operator: 'or_', type_: ['AUTOMATION'], is_null_: true })).toEqual(['auto', 'mine'])
  })

  test('runs are found through their flows, deployments, pools and queues', async () => {
    const pool = await newPool(api())
    const made = await newDeployment(api(), { tags: ['t'], work_pool_name: pool.name, work_queue_name: 'q' })
    const { body: run } = await api().post(`/deployments/${text(made.id)}/create_flow_run`, { name: 'deployed' })
    const plain = await newFlowRun(api(), { flow_id: made.flow_id, name: 'plain' })
    const flow = { id: made.flow_id } as unknown as Body
    expect(await found(flow, {})).toEqual(['deployed', 'plain'])
    expect(await found(flow, { deployments: { id: { any_: [made.id] } } })).toEqual(['deployed'])
    expect(await found(flow, { deployments: { tags: { all_: ['t'] } } })).toEqual(['deployed'])
    expect(await found(flow, { deployments: { name: { any_: ['nope'] } } })).toEqual([])
    expect(await found(flow, { work_pools: { name: { any_: [pool.name] } } })).toEqual(['deployed'])
    expect(await found(flow, { work_pool_queues: { name: { any_: ['q'] } } })).toEqual(['deployed'])
    expect(await found(flow, { work_pool_queues: { id: { any_: [run.work_queue_id] } } })).toEqual(['deployed'])
    const count = async (query: object) => (await api().post('/flow_runs/count', query)).body
    expect(await count({ deployments: { id: { any_: [made.id] } } })).toBe(1)
    expect(await count({ flows: { id: { any_: [made.flow_id] } } })).toBe(2)
    expect(
      await count({ flow_runs: { id: { any_: [plain.id, run.id] } }, work_pools: { id: { any_: [pool.id] } } }),
    ).toBe(1)
    const flows = async (flow_runs: object) => each((await api().post('/flows/filter', { flow_runs })).body, 'id')
    expect(await flows({ id: { any_: [plain.id] } })).toEqual([made.flow_id])
    const deployments = await api().post('/deployments/filter', { flow_runs: { id: { any_: [plain.id, run.id] } } })
    expect(each(deployments.body, 'id')).toEqual([made.id])
  })

  test('runs are found through their task runs, and subflows through their parents', async () => {
    const parent = await newFlowRun(api(), { name: 'parent' })
    const { body: task } = await api().post('/task_runs/', {
      flow_run_id: parent.id,
      task_key: fresh('task'),
      dynamic_key: '0',
    })
    const child = await newFlowRun(api(), { parent_task_run_id: task.id, name: 'child' })
    const names = async (query: object) => each((await api().post('/flow_runs/filter', query)).body, 'name')
    expect(await names({ task_runs: { id: { any_: [task.id] } } })).toEqual(['parent'])
    expect(await names({ flow_runs: { parent_flow_run_id: { any_: [parent.id] } } })).toEqual(['child'])
    expect(await names({ flow_runs: { parent_task_run_id: { any_: [task.id] } } })).toEqual(['child'])
    const ids = { id: { any_: [parent.id, child.id] } }
    expect(await names({ flow_runs: { ...ids, parent_task_run_id: { is_null_: true } } })).toEqual(['parent'])
    const counts = await api().post('/ui/flow_runs/count-task-runs', { flow_run_ids: [parent.id, child.id] })
    expect(counts.body).toEqual({ [text(parent.id)]: 0, [text(child.id)]: 0 })
    await api().post('/task_runs/', { flow_run_id: child.id, task_key: 't', dynamic_key: '0' })
    const again = await api().post('/ui/flow_runs/count-task-runs', { flow_run_ids: [child.id] })
    expect(again.body).toEqual({ [text(child.id)]: 1 })
  })

  test('runs are sorted', async () => {
    const { flow, a, b, c } = await three()
    const orders: readonly (readonly [string, readonly string[]])[] = [
      ['NAME_ASC', ['a', 'b', 'c']],
      ['NAME_DESC', ['c', 'b', 'a']],
      ['EXPECTED_START_TIME_ASC', ['c', 'a', 'b']],
      ['EXPECTED_START_TIME_DESC', ['b', 'a', 'c']],
      ['START_TIME_ASC', ['c', 'a', 'b']],
      ['START_TIME_DESC', ['b', 'a', 'c']],
      ['NEXT_SCHEDULED_START_TIME_ASC', ['c', 'a', 'b']],
    ]
    for (const [sort, names] of orders) expect([sort, await found(flow, {}, sort)]).toEqual([sort, names])
    expect((await found(flow, {}, 'END_TIME_DESC'))[0]).toBe('c')
    const byId = [a, b, c].toSorted((one, other) => (text(one.id) < text(other.id) ? 1 : -1)).map(({ name }) => name)
    expect(await found(flow, {}, 'ID_DESC')).toEqual(byId)
  })

  test('runs come in pages', async () => {
    const { flow } = await three()
    expect(await found(flow, { limit: 1, offset: 1 })).toEqual(['b'])
    expect(await found(flow, { limit: 0 })).toEqual([])
    const query = { flows: { id: { any_: [flow.id] } }, sort: 'NAME_ASC', limit: 2, page: 2 }
    const { body } = await api().post('/flow_runs/paginate', query)
    expect(body).toMatchObject({ count: 3, limit: 2, pages: 2, page: 2 })
    expect(each(body.results, 'name')).toEqual(['c'])
    const refused = await api().post('/flow_runs/filter', { limit: 201 })
    expect([refused.status, refused.body.detail]).toEqual([422, 'Invalid limit: must be less than or equal to 200.'])
  })

  test.for<[object, string]>([
    [{ flow_runs: { nope: 1 } }, 'body.flow_runs.nope'],
    [{ flow_runs: { state: { type: { any_: ['X'] } } } }, 'body.flow_runs.state.type.any_.0'],
    [{ flow_runs: { id: { any_: ['x'] } } }, 'body.flow_runs.id.any_.0'],
    [{ flow_runs: { start_time: { before_: 'soon' } } }, 'body.flow_runs.start_time.before_'],
    [{ sort: 'X' }, 'body.sort'],
    [{ offset: -1 }, 'body.offset'],
  ])('%j is refused', async ([query, where]) => {
    const refused = await api().post('/flow_runs/filter', query)
    expect([refused.status, places(refused)]).toEqual([422, [where]])
  })

  describe('history', () => {
    const history = async ({ id }: Body, query: object) =>
      api().post('/flow_runs/history', { flows: { id: { any_: [id] } }, ...query })
    const days = (history_start: string, history_end: string, history_interval_seconds = 86_400) => ({
      history_start,
      history_end,
      history_interval_seconds,
    })

    test('counts runs by interval and state', async () => {
      const { flow } = await three()
      await newFlowRun(api(), { flow_id: flow.id, state: { ...SCHEDULED, message: 'second' } })
      const { body } = await history(flow, days('2029-12-31T12:00:00Z', '2030-01-02T00:00:00Z'))
      expect(body).toEqual([
        {
          interval_start: '2029-12-31T12:00:00Z',
          interval_end: '2030-01-01T12:00:00Z',
          states: [
            {
              state_type: 'SCHEDULED',
              state_name: 'Scheduled',
              count_runs: 2,
              sum_estimated_run_time: 0,
              sum_estimated_lateness: 0,
            },
          ],
        },
        { interval_start: '2030-01-01T12:00:00Z', interval_end: '2030-01-02T12:00:00Z', states: [] },
      ])
    })

    test('adds up how late runs are and how long they ran', async () => {
      const flow = await newFlow(api())
      const anHourAgo = new Date(Date.now() - 3_600_000).toISOString()
      const state = { type: 'SCHEDULED', state_details: { scheduled_time: anHourAgo } }
      const run = await newFlowRun(api(), { flow_id: flow.id, state })
      const lateness = async () =>
        Number((await api().post('/flow_runs/lateness', { flow_runs: { id: { any_: [run.id] } } })).body)
      expect(await lateness()).toBeGreaterThan(3590)
      expect(await lateness()).toBeLessThan(3700)
      const from = new Date(Date.now() - 7_200_000).toISOString()
      const { body } = await history(flow, days(from, new Date().toISOString(), 7200))
      const [late] = items(items(body)[0]?.states)
      expect(late).toMatchObject({ state_name: 'Scheduled', count_runs: 1, sum_estimated_run_time: 0 })
      expect(Math.abs(Number(late?.sum_estimated_lateness) - 3600)).toBeLessThan(100)
      const simple = await api().post('/ui/flow_runs/history', { flow_runs: { id: { any_: [run.id] } } })
      expect(simple.body).toEqual([
        {
          id: run.id,
          state_type: 'SCHEDULED',
          timestamp: run.expected_start_time,
          duration: 0,
          lateness: expect.any(Number),
        },
      ])
      expect(Number(items(simple.body)[0]?.lateness)).toBeGreaterThan(3590)
      await api().post(`/flow_runs/${text(run.id)}/set_state`, { state: { type: 'COMPLETED' }, force: true })
      expect(await lateness()).toBeGreaterThan(3590)
    })

    test('of nothing is nothing', async () => {
      const flow = await newFlow(api())
      expect((await history(flow, days('2030-01-01T00:00:00Z', '2030-01-01T00:00:00Z'))).body).toEqual([])
      expect((await history(flow, days('2030-01-02T00:00:00Z', '2030-01-01T00:00:00Z'))).body).toEqual([])
      expect((await api().post('/flow_runs/lateness', { flow_runs: { id: { any_: [NOWHERE] } } })).body).toBeNull()
      const most = await history(flow, days('2030-01-01T00:00:00Z', '2031-01-01T00:00:00Z', 60))
      expect(items(most.body)).toHaveLength(500)
    })

    test('has intervals of a second at least, and needs all three', async () => {
      const short = await history(await newFlow(api()), days('2030-01-01T00:00:00Z', '2030-01-02T00:00:00Z', 0.5))
      expect(short).toEqual({ status: 422, body: { detail: 'History interval must not be less than 1 second.' } })
      expect(places(await api().post('/flow_runs/history', {}))).toEqual([
        'body.history_start',
        'body.history_end',
        'body.history_interval_seconds',
      ])
      expect(places(await api().post('/ui/flow_runs/history', { limit: 1001 }))).toEqual(['body.limit'])
    })
  })

  test('pages about flows show deployments and next runs', async () => {
    const made = await newDeployment(api())
    await newDeployment(api(), { flow_id: made.flow_id })
    const bare = await newFlow(api())
    const flow_ids = [made.flow_id, bare.id]
    const counts = await api().post('/ui/flows/count-deployments', { flow_ids })
    expect(counts.body).toEqual({ [text(made.flow_id)]: 2, [text(bare.id)]: 0 })
    await newFlowRun(api(), { flow_id: made.flow_id, name: 'second', state: LATER })
    const first = await newFlowRun(api(), { flow_id: made.flow_id, name: 'first', state: SCHEDULED })
    const next = await api().post('/ui/flows/next-runs', { flow_ids })
    expect(next.body).toEqual({
      [text(bare.id)]: null,
      [text(made.flow_id)]: {
        id: first.id,
        flow_id: made.flow_id,
        name: 'first',
        state_name: 'Scheduled',
        state_type: 'SCHEDULED',
        next_scheduled_start_time: first.next_scheduled_start_time,
      },
    })
    expect(places(await api().post('/ui/flows/next-runs', {}))).toEqual(['body.flow_ids'])
  })
}
