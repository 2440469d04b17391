import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  INTEGRITY,
  NOWHERE,
  type Answer,
  type Body,
  type TheApi,
  each,
  fresh,
  items,
  messages,
  newDeployment,
  newFlow,
  places,
  text,
} from './api.ts'

/** `/task_runs` and `/task_run_states`, as far as clients make task runs themselves. */
export function taskRunContract(api: TheApi): void {
  const newFlowRun = async (fields: object = {}): Promise<Body> => {
    const flow_id = text((await newFlow(api())).id)
    const { status, body } = await api().post('/flow_runs/', { flow_id, ...fields })
    expect(status).toBe(201)
    return body
  }
  const post = (fields: object): Promise<Answer> =>
    api().post('/task_runs/', { task_key: fresh('task'), dynamic_key: '0', ...fields })
  const newTaskRun = async (fields: object = {}): Promise<Body> => {
    const { status, body } = await post(fields)
    expect(status).toBe(201)
    return body
  }
  const read = async ({ id }: Body): Promise<Body> => (await api().get(`/task_runs/${text(id)}`)).body
  const find = async (query: object): Promise<readonly Body[]> =>
    items((await api().post('/task_runs/filter', query)).body)
  /** Which of the runs a filter finds, by their names, in its order. */
  const named = async (query: object): Promise<readonly unknown[]> => {
    const found = await api().post('/task_runs/filter', query)
    expect(found.status).toBe(200)
    expect((await api().post('/task_runs/count', query)).body).toBe(items(found.body).length)
    return each(found.body, 'name')
  }
  const set = (run: Body, state: object, force = false): Promise<Answer> =>
    api().post(`/task_runs/${text(run.id)}/set_state`, { state, force })
  const MISSING = { status: 404, body: { detail: 'Task not found' } }

  test('what was completed under a cache key is not run again until that expires, and the newest counts', async () => {
    const become = async (state: object): Promise<Body> => {
      const run = await newTaskRun()
      return (await api().post(`/task_runs/${text(run.id)}/set_state`, { state })).body
    }
    const key = fresh('cache')
    const completed = (value: number, cache_expiration?: string) =>
      become({
        type: 'COMPLETED',
        data: { type: 'reference', value },
        state_details: { cache_key: key, ...(cache_expiration && { cache_expiration }) },
      })
    const running = () => become({ type: 'RUNNING', state_details: { cache_key: key } })
    await completed(1, '2020-01-01T00:00:00Z')
    expect(await running()).toMatchObject({ status: 'ACCEPT', state: { name: 'Running' } })
    await completed(2)
    await completed(3, '2999-01-01T00:00:00Z')
    expect(await running()).toMatchObject({
      status: 'REJECT',
      details: { reason: 'Retrieved state from cache' },
      state: { type: 'COMPLETED', name: 'Cached', data: { value: 3 } },
    })
  })

  describe('making', () => {
    test('a run is Pending and has the labels of its flow run', async () => {
      const around = await newFlowRun({ labels: { env: 'prod', own: 'no' } })
      const made = await newTaskRun({
        flow_run_id: around.id,
        task_key: 'k',
        dynamic_key: '7',
        name: 'a name',
        tags: ['b', 'a'],
        labels: { own: 1, yes: true },
        task_version: 'v1',
        cache_key: 'key',
        cache_expiration: '2030-01-01T00:00:00Z',
        task_inputs: {
          x: [
            { input_type: 'parameter', name: 'p' },
            { input_type: 'constant', type: 'int' },
          ],
          y: [{ input_type: 'task_run', id: NOWHERE }],
        },
        empirical_policy: { retries: 2, retry_delay: [1, 2], retry_jitter_factor: 0.5 },
      })
      expect(made).toMatchObject({
        flow_run_id: around.id,
        task_key: 'k',
        dynamic_key: '7',
        name: 'a name',
        tags: ['b', 'a'],
        labels: {
          env: 'prod',
          'prefect.flow.id': around.flow_id,
          'prefect.flow-run.id': around.id,
          own: 1,
          yes: true,
        },
        task_version: 'v1',
        cache_key: 'key',
        cache_expiration: expect.stringMatching(/^2030-01-01T00:00:00(\.0+)?Z$/),
        task_inputs: { x: [{ name: 'p' }, { type: 'int' }], y: [{ id: NOWHERE }] },
        empirical_policy: {
          max_retries: 0,
          retry_delay_seconds: 0,
          retries: 2,
          retry_delay: [1, 2],
          retry_jitter_factor: 0.5,
        },
        run_count: 0,
        flow_run_run_count: 0,
        state_type: 'PENDING',
        state_name: 'Pending',
        next_scheduled_start_time: null,
        start_time: null,
        end_time: null,
        total_run_time: 0,
        estimated_run_time: 0,
        state: {
          type: 'PENDING',
          name: 'Pending',
          message: null,
          data: null,
          state_details: { flow_run_id: around.id, task_run_id: made.id, deferred: false, untrackable_result: false },
        },
      })
      expect(made.state_id).toBe(made.state?.id)
      expect(made.expected_start_time).toBe(made.state?.timestamp)
      expect(Object.keys(made).toSorted()).toEqual(KEYS)
    })

    test('a run outside any flow run has what nobody gave', async () => {
      const made = await newTaskRun({ name: null })
      expect(made).toMatchObject({
        flow_run_id: null,
        tags: [],
        labels: {},
        cache_key: null,
        cache_expiration: null,
        task_version: null,
        task_inputs: {},
        empirical_policy: { max_retries: 0, retry_delay_seconds: 0, retries: null, retry_delay: null },
        state: { state_details: { flow_run_id: null, task_run_id: made.id } },
      })
      expect(text(made.name)).toMatch(/^[a-z]+-[a-z]+$/)
    })

    test('former names of the policy still count', async () => {
      const made = await newTaskRun({ empirical_policy: { max_retries: 3, retry_delay_seconds: 1.5, other: 1 } })
      expect(made.empirical_policy).toEqual({
        max_retries: 3,
        retry_delay_seconds: 1.5,
        retries: 3,
        retry_delay: expect.anything(),
        retry_jitter_factor: null,
      })
    })

    test('a run is made once for a flow run, task and dynamic key, within flow runs and outside', async () => {
      const around = await newFlowRun()
      for (const flow_run_id of [around.id, null]) {
        const task_key = fresh('task')
        const first = await newTaskRun({ flow_run_id, task_key })
        const again = await post({ flow_run_id, task_key, name: 'other', state: { type: 'RUNNING' } })
        expect(again.status).toBe(200)
        expect(again.body).toMatchObject({ id: first.id, name: first.name, state: first.state })
        expect((await newTaskRun({ flow_run_id, task_key, dynamic_key: '1' })).id).not.toBe(first.id)
      }
    })

    test('a run may bring its id and its state along', async () => {
      const id = randomUUID()
      const made = await newTaskRun({
        id,
        state: { type: 'SCHEDULED', message: 'later', state_details: { deferred: true } },
      })
      expect(made).toMatchObject({
        id,
        state_type: 'SCHEDULED',
        state: { message: 'later', state_details: { deferred: true, task_run_id: id } },
      })
      expect(made.next_scheduled_start_time).toBe(made.state?.state_details?.scheduled_time)
      expect(made.expected_start_time).toBe(made.next_scheduled_start_time)
      expect(await post({ id })).toEqual({ status: 409, body: { detail: INTEGRITY } })
    })

    test('a run begins in any state, by force', async () => {
      const made = await newTaskRun({ state: { type: 'COMPLETED', data: { type: 'unpersisted' } } })
      expect(made).toMatchObject({ state_type: 'COMPLETED', state: { type: 'COMPLETED', data: null }, run_count: 0 })
      expect(made.start_time).toBe(made.end_time)
    })

    test('a run in a flow run that does not exist is a conflict', async () => {
      expect(await post({ flow_run_id: NOWHERE })).toEqual({ status: 409, body: { detail: INTEGRITY } })
    })

    test.each([
      [{ bogus: 1 }, ['body.bogus'], ['Extra inputs are not permitted']],
      [{ dynamic_key: null }, ['body.dynamic_key'], ['Input should be a valid string']],
      [
        { cache_key: 'k'.repeat(2001) },
        ['body.cache_key'],
        ['Value error, Cache key exceeded maximum allowed length of 2000 characters.'],
      ],
      [
        { empirical_policy: { retry_delay: Array.from({ length: 51 }, () => 1) } },
        ['body.empirical_policy.retry_delay'],
        ['Value error, Can not configure more than 50 retry delays per task.'],
      ],
      [
        { empirical_policy: { retry_jitter_factor: -1 } },
        ['body.empirical_policy.retry_jitter_factor'],
        ['Value error, `retry_jitter_factor` must be >= 0.'],
      ],
    ])('%j is refused', async (fields, place, message) => {
      const answer = await post(fields)
      expect([answer.status, places(answer), messages(answer)]).toEqual([422, place, message])
    })

    test('inputs of an unknown kind are refused', async () => {
      expect((await post({ task_inputs: { a: [{ input_type: 'zzz' }] } })).status).toBe(422)
      expect(places(await api().post('/task_runs/', {}))).toEqual(['body.task_key', 'body.dynamic_key'])
    })
  })

  describe('changing', () => {
    test('a run is renamed', async () => {
      const made = await newTaskRun()
      expect(await api().patch(`/task_runs/${text(made.id)}`, { name: 'new' })).toEqual({ status: 204, body: null })
      expect((await read(made)).name).toBe('new')
      expect((await api().patch(`/task_runs/${text(made.id)}`, {})).status).toBe(204)
      expect((await read(made)).name).toBe('new')
      await api().patch(`/task_runs/${text(made.id)}`, { name: null })
      expect(text((await read(made)).name)).toMatch(/^[a-z]+-[a-z]+$/)
      expect(await api().patch(`/task_runs/${NOWHERE}`, { name: 'new' })).toEqual({
        status: 404,
        body: { detail: 'Task run not found' },
      })
      expect(places(await api().patch(`/task_runs/${text(made.id)}`, { tags: [] }))).toEqual(['body.tags'])
    })

    test('a run is deleted with its states', async () => {
      const made = await newTaskRun()
      expect(await api().delete(`/task_runs/${text(made.id)}`)).toEqual({ status: 204, body: null })
      expect(await api().get(`/task_runs/${text(made.id)}`)).toEqual(MISSING)
      expect(await api().delete(`/task_runs/${text(made.id)}`)).toEqual(MISSING)
      expect((await api().get(`/task_run_states/?task_run_id=${text(made.id)}`)).body).toEqual([])
    })

    test('a run goes with its flow run', async () => {
      const around = await newFlowRun()
      const made = await newTaskRun({ flow_run_id: around.id })
      expect((await api().delete(`/flow_runs/${text(around.id)}`)).status).toBe(204)
      expect(await api().get(`/task_runs/${text(made.id)}`)).toEqual(MISSING)
    })

    test('states are set and kept, the first one first', async () => {
      const made = await newTaskRun()
      const running = await set(made, { type: 'RUNNING' })
      expect(running).toMatchObject({
        status: 201,
        body: { status: 'ACCEPT', details: { type: 'accept_details' }, state: { type: 'RUNNING', name: 'Running' } },
      })
      expect(await read(made)).toMatchObject({
        state: running.body.state,
        state_id: running.body.state?.id,
        start_time: running.body.state?.timestamp,
        run_count: 1,
      })
      const done = await set(made, { type: 'COMPLETED', name: 'Fine', message: 'all well', data: { a: 1 } })
      expect(done.body.state).toMatchObject({ name: 'Fine', message: 'all well', data: { a: 1 } })
      const after = await read(made)
      expect(after).toMatchObject({ state_type: 'COMPLETED', state_name: 'Fine', end_time: done.body.state?.timestamp })
      expect(Number(after.total_run_time)).toBeGreaterThan(0)
      const states = await api().get(`/task_run_states/?task_run_id=${text(made.id)}`)
      expect(each(states.body, 'name')).toEqual(['Pending', 'Running', 'Fine'])
      const last = items(states.body).at(-1)
      expect(await api().get(`/task_run_states/${text(last?.id)}`)).toEqual({ status: 200, body: last })
      expect(last).toEqual(after.state)
    })

    test('a transition that the rules refuse writes nothing, unless it is forced', async () => {
      const made = await newTaskRun()
      await set(made, { type: 'COMPLETED', data: { kept: 1 } })
      const refused = await set(made, { type: 'RUNNING' })
      expect(refused).toMatchObject({
        status: 200,
        body: { status: 'REJECT', details: { type: 'reject_details', reason: 'This run is already completed.' } },
      })
      expect((await set(made, { type: 'RUNNING' }, true)).status).toBe(201)
      expect((await read(made)).state_type).toBe('RUNNING')
    })

    test('an unknown run has no states', async () => {
      expect(await set({ id: NOWHERE } as unknown as Body, { type: 'RUNNING' })).toEqual({
        status: 404,
        body: { exception_message: `Task run with id ${NOWHERE} not found` },
      })
      expect(await api().get(`/task_runs/${NOWHERE}`)).toEqual(MISSING)
      expect(await api().get(`/task_run_states/${NOWHERE}`)).toEqual({
        status: 404,
        body: { detail: 'Flow run state not found' },
      })
      expect(places(await api().get('/task_run_states/'))).toEqual(['query.task_run_id'])
    })
  })

  describe('finding', () => {
    test('runs by what they are', async () => {
      const around = await newFlowRun()
      const key = fresh('key')
      const one = await newTaskRun({ flow_run_id: around.id, name: `${key}-One`, tags: ['a', 'b'] })
      const two = await newTaskRun({
        flow_run_id: around.id,
        name: `${key}-two`,
        state: { type: 'RUNNING', name: 'Busy' },
      })
      const alone = await newTaskRun({ name: `${key}-alone`, tags: ['a'], state: { type: 'COMPLETED' } })
      const mine = (filter: object) => named({ task_runs: { name: { like_: key }, ...filter }, sort: 'NAME_ASC' })
      const [ONE, TWO, ALONE] = [one.name, two.name, alone.name]
      expect(await mine({})).toEqual([ONE, ALONE, TWO])
      expect(await mine({ id: { any_: [one.id, alone.id] } })).toEqual([ONE, ALONE])
      expect(await mine({ id: { any_: [] } })).toEqual([])
      expect(await mine({ tags: { all_: ['a'] } })).toEqual([ONE, ALONE])
      expect(await mine({ tags: { all_: ['a', 'b'] } })).toEqual([ONE])
      expect(await mine({ tags: { is_null_: true } })).toEqual([TWO])
      expect(await mine({ tags: { operator: 'or_', all_: ['b'], is_null_: true } })).toEqual([ONE, TWO])
      expect(await mine({ state: { type: { any_: ['RUNNING', 'COMPLETED'] } } })).toEqual([ALONE, TWO])
      expect(await mine({ state: { name: { any_: ['Busy'] } } })).toEqual([TWO])
      expect(await mine({ state: { operator: 'or_', type: { any_: ['PENDING'] }, name: { any_: ['Busy'] } } })).toEqual(
        [ONE, TWO],
      )
      expect(await mine({ start_time: { is_null_: true } })).toEqual([ONE])
      expect(await mine({ start_time: { after_: two.start_time } })).toEqual([ALONE, TWO])
      expect(await mine({ start_time: { before_: two.start_time } })).toEqual([TWO])
      expect(await mine({ end_time: { is_null_: false } })).toEqual([ALONE])
      expect(await mine({ end_time: { before_: alone.end_time, after_: alone.end_time } })).toEqual([ALONE])
      expect(await mine({ expected_start_time: { before_: one.expected_start_time } })).toEqual([ONE])
      expect(await mine({ flow_run_id: { any_: [around.id] } })).toEqual([ONE, TWO])
      expect(await mine({ flow_run_id: { is_null_: true } })).toEqual([ALONE])
      expect(await mine({ flow_run_id: {} })).toEqual([ONE, TWO])
      expect(await mine({ flow_run_id: { is_null_: null } })).toEqual([ONE, ALONE, TWO])
      expect(
        await named({
          task_runs: { operator: 'or_', id: { any_: [one.id] }, name: { any_: [ALONE] } },
          sort: 'NAME_ASC',
        }),
      ).toEqual([ONE, ALONE])
    })

    test('runs by their flow runs, flows and deployments', async () => {
      const deployment = await newDeployment(api())
      const { body: around } = await api().post(`/deployments/${text(deployment.id)}/create_flow_run`, {
        tags: ['deployed'],
      })
      const other = await newFlowRun({ tags: ['other'] })
      const one = await newTaskRun({ flow_run_id: around.id, name: 'one' })
      const two = await newTaskRun({ flow_run_id: other.id, name: 'two' })
      const alone = await newTaskRun({ name: 'alone' })
      const task_runs = { id: { any_: [one.id, two.id, alone.id] } }
      const mine = (query: object) => named({ task_runs, sort: 'NAME_DESC', ...query })
      expect(await mine({})).toEqual(['two', 'one', 'alone'])
      expect(await mine({ flow_runs: { id: { any_: [around.id] } } })).toEqual(['one'])
      expect(await mine({ flow_runs: { tags: { all_: ['other'] } } })).toEqual(['two'])
      expect(await mine({ flow_runs: {} })).toEqual(['two', 'one'])
      expect(await mine({ flows: { id: { any_: [other.flow_id] } } })).toEqual(['two'])
      expect(await mine({ deployments: { id: { any_: [deployment.id] } } })).toEqual(['one'])
      expect(await mine({ deployments: {}, flows: { id: { any_: [other.flow_id] } } })).toEqual([])
    })

    test('flow runs, flows and deployments by their task runs', async () => {
      const deployment = await newDeployment(api())
      const { body: around } = await api().post(`/deployments/${text(deployment.id)}/create_flow_run`, {})
      const other = await newFlowRun()
      const one = await newTaskRun({ flow_run_id: around.id })
      await newTaskRun({ flow_run_id: other.id })
      const task_runs = { id: { any_: [one.id] } }
      const ids = async (path: string, query: object) => each((await api().post(`${path}/filter`, query)).body, 'id')
      expect(await ids('/flow_runs', { task_runs })).toEqual([around.id])
      expect(await ids('/flows', { task_runs })).toEqual([around.flow_id])
      expect(await ids('/deployments', { task_runs })).toEqual([deployment.id])
      expect(await ids('/deployments', { task_runs, flow_runs: { id: { any_: [other.id] } } })).toEqual([])
    })

    test('runs that stand for subflows', async () => {
      const around = await newFlowRun()
      const parent = await newTaskRun({ flow_run_id: around.id, name: 'parent' })
      const plain = await newTaskRun({ flow_run_id: around.id, name: 'plain' })
      await newFlowRun({ parent_task_run_id: parent.id })
      const mine = (exists_: boolean) =>
        named({ task_runs: { id: { any_: [parent.id, plain.id] }, subflow_runs: { exists_ } } })
      expect(await mine(true)).toEqual(['parent'])
      expect(await mine(false)).toEqual(['plain'])
    })

    test('runs in every order', async () => {
      const around = await newFlowRun()
      const at = (hour: number) => `2031-01-01T0${hour}:00:00Z`
      const scheduled = (name: string, hour: number) =>
        newTaskRun({
          flow_run_id: around.id,
          name,
          state: { type: 'SCHEDULED', state_details: { scheduled_time: at(hour) } },
        })
      const made = [await scheduled('b', 2), await scheduled('a', 3), await scheduled('c', 1)]
      await set(made[0] ?? around, { type: 'COMPLETED' }, true)
      await set(made[2] ?? around, { type: 'COMPLETED' }, true)
      const sorted = (sort: string) => named({ flow_runs: { id: { any_: [around.id] } }, sort })
      expect(await sorted('NAME_ASC')).toEqual(['a', 'b', 'c'])
      expect(await sorted('NAME_DESC')).toEqual(['c', 'b', 'a'])
      expect(await sorted('EXPECTED_START_TIME_ASC')).toEqual(['c', 'b', 'a'])
      expect(await sorted('EXPECTED_START_TIME_DESC')).toEqual(['a', 'b', 'c'])
      expect(await sorted('END_TIME_DESC')).toEqual(['c', 'b', 'a'])
      expect((await sorted('NEXT_SCHEDULED_START_TIME_ASC')).at(-1)).toBe('a')
      const ids = made
        .map(({ id }) => text(id))
        .toSorted()
        .toReversed()
      expect((await find({ flow_runs: { id: { any_: [around.id] } } })).map(({ id }) => text(id))).toEqual(ids)
      expect((await api().post('/task_runs/filter', { sort: 'OTHER' })).status).toBe(422)
    })

    test('runs a page at a time, with less of each', async () => {
      const around = await newFlowRun()
      for (const name of ['a', 'b', 'c']) await newTaskRun({ flow_run_id: around.id, name })
      const page = (fields: object) =>
        api().post('/task_runs/paginate', { flow_runs: { id: { any_: [around.id] } }, sort: 'NAME_ASC', ...fields })
      const first = await page({ limit: 2 })
      expect(first.body).toMatchObject({ count: 3, limit: 2, pages: 2, page: 1 })
      expect(each(first.body.results, 'name')).toEqual(['a', 'b'])
      expect(Object.keys(items(first.body.results)[0] ?? {}).toSorted()).toEqual(PAGE_KEYS)
      expect(each((await page({ limit: 2, page: 2 })).body.results, 'name')).toEqual(['c'])
      expect(
        (await find({ flow_runs: { id: { any_: [around.id] } }, sort: 'NAME_ASC', limit: 1, offset: 1 }))[0]?.name,
      ).toBe('b')
      expect((await page({ limit: 201 })).status).toBe(422)
      expect((await page({ page: 0 })).status).toBe(422)
    })

    test.each([
      [{ task_runs: { bogus: 1 } }, ['body.task_runs.bogus']],
      [{ task_runs: { id: { not_any_: [] } } }, ['body.task_runs.id.not_any_']],
      [{ task_runs: { state: { type: { any_: ['NONE'] } } } }, ['body.task_runs.state.type.any_.0']],
    ])('%j is refused', async (query, place) => {
      const answer = await api().post('/task_runs/filter', query)
      expect([answer.status, places(answer)]).toEqual([422, place])
    })
  })

  describe('counting', () => {
    test('runs by time and state', async () => {
      const around = await newFlowRun()
      const at = '2031-02-03T04:10:00Z'
      const state = { type: 'SCHEDULED', state_details: { scheduled_time: at } }
      await newTaskRun({ flow_run_id: around.id, state })
      await newTaskRun({ flow_run_id: around.id, state })
      const moment = (time: string) => expect.stringMatching(new RegExp(`^2031-02-03T${time}:00(\\.0+)?Z$`))
      const history = (fields: object) =>
        api().post('/task_runs/history', {
          history_start: '2031-02-03T04:00:00Z',
          history_end: '2031-02-03T05:00:00Z',
          history_interval_seconds: 1800,
          flow_runs: { id: { any_: [around.id] } },
          ...fields,
        })
      expect((await history({})).body).toEqual([
        {
          interval_start: moment('04:00'),
          interval_end: moment('04:30'),
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
        { interval_start: moment('04:30'), interval_end: moment('05:00'), states: [] },
      ])
      expect((await history({ history_end: '2031-02-03T04:00:00Z' })).body).toEqual([])
      expect(await history({ history_interval_seconds: 0.5 })).toEqual({
        status: 422,
        body: { detail: 'History interval must not be less than 1 second.' },
      })
      expect(messages(await api().post('/task_runs/history', {}))).toHaveLength(3)
    })

    test('runs by state, for the pages of Prefect', async () => {
      const around = await newFlowRun()
      await newTaskRun({ flow_run_id: around.id })
      await newTaskRun({ flow_run_id: around.id, state: { type: 'FAILED' } })
      const counts = await api().post('/ui/task_runs/count', { flow_runs: { id: { any_: [around.id] } } })
      expect(counts).toEqual({
        status: 200,
        body: {
          COMPLETED: 0,
          PENDING: 1,
          RUNNING: 0,
          FAILED: 1,
          CANCELLED: 0,
          CRASHED: 0,
          PAUSED: 0,
          CANCELLING: 0,
          SCHEDULED: 0,
        },
      })
      expect((await api().call('POST', '/ui/task_runs/count')).status).toBe(200)
    })

    test('ended runs over time, for the pages of Prefect', async () => {
      const around = await newFlowRun()
      const made = await newTaskRun({ flow_run_id: around.id, state: { type: 'COMPLETED' } })
      await newTaskRun({ flow_run_id: around.id, state: { type: 'CRASHED' } })
      await newTaskRun({ flow_run_id: around.id, state: { type: 'RUNNING' } })
      const began = Date.parse(text(made.start_time))
      const after_ = new Date(began - 20 * 60_000).toISOString()
      const counts = await api().post('/ui/task_runs/dashboard/counts', {
        task_runs: { start_time: { after_ }, state: { type: { any_: ['RUNNING'] } } },
        flow_runs: { id: { any_: [around.id] } },
      })
      expect(items(counts.body)).toHaveLength(20)
      expect(items(counts.body).at(-1)).toEqual({ completed: 1, failed: 1 })
      expect(items(counts.body).slice(0, 19)).toEqual(Array.from({ length: 19 }, () => ({ completed: 0, failed: 0 })))
      expect(await api().post('/ui/task_runs/dashboard/counts', { task_runs: {} })).toEqual({
        status: 422,
        body: { detail: 'task_runs.start_time.after_ is required' },
      })
      expect(places(await api().post('/ui/task_runs/dashboard/counts', {}))).toEqual(['body.task_runs'])
    })

    test('a run with the name of its flow run, for the pages of Prefect', async () => {
      const around = await newFlowRun({ name: 'outer' })
      const made = await newTaskRun({ flow_run_id: around.id })
      const alone = await newTaskRun()
      expect((await api().get(`/ui/task_runs/${text(made.id)}`)).body).toMatchObject({
        id: made.id,
        state: made.state,
        flow_run_name: 'outer',
      })
      expect((await api().get(`/ui/task_runs/${text(alone.id)}`)).body.flow_run_name).toBeNull()
      expect(await api().get(`/ui/task_runs/${NOWHERE}`)).toEqual(MISSING)
    })
  })
}

const KEYS = [
  'cache_expiration',
  'cache_key',
  'created',
  'dynamic_key',
  'empirical_policy',
  'end_time',
  'estimated_run_time',
  'estimated_start_time_delta',
  'expected_start_time',
  'flow_run_id',
  'flow_run_run_count',
  'id',
  'labels',
  'name',
  'next_scheduled_start_time',
  'run_count',
  'start_time',
  'state',
  'state_id',
  'state_name',
  'state_type',
  'tags',
  'task_inputs',
  'task_key',
  'task_version',
  'total_run_time',
  'updated',
]

const PAGE_KEYS = [
  'created',
  'empirical_policy',
  'end_time',
  'estimated_run_time',
  'estimated_start_time_delta',
  'flow_run_id',
  'id',
  'name',
  'start_time',
  'state',
  'state_id',
  'tags',
  'task_inputs',
  'task_key',
  'task_version',
  'total_run_time',
  'updated',
]

/** Task runs that clients carry out by themselves: the server hears of them by events. */
export function recordedTaskRunContract(api: TheApi): void {
  const event = (run: Body, id: string, fields: { readonly state: string; readonly second: number }): object => {
    const { state, second } = fields
    const occurred = `2026-01-01T00:00:0${second}.000001Z`
    return {
      id: randomUUID(),
      occurred,
      event: `prefect.task-run.${state}`,
      resource: {
        'prefect.resource.id': `prefect.task-run.${id}`,
        'prefect.resource.name': 'told',
        'prefect.orchestration': 'client',
      },
      related: [{ 'prefect.resource.id': `prefect.flow-run.${text(run.id)}`, 'prefect.resource.role': 'flow-run' }],
      payload: {
        intended: { from: null, to: state.toUpperCase() },
        initial_state: null,
        validated_state: { type: state.toUpperCase(), name: state, message: 'm', state_details: {}, data: null },
        task_run: {
          name: 'told',
          task_key: 'k',
          dynamic_key: '0',
          empirical_policy: { max_retries: 0, retry_delay_seconds: 0, retries: 1, retry_delay: 0.5 },
          tags: ['a'],
          labels: {},
          task_inputs: { x: [{ input_type: 'constant', type: 'int' }] },
          run_count: second,
          flow_run_run_count: 1,
          expected_start_time: '2026-01-01T00:00:00.000001Z',
          ...(second > 0 ? { start_time: '2026-01-01T00:00:01.000001Z' } : {}),
          total_run_time: second / 2,
        },
      },
    }
  }

  test('events of a task run make it and its states, also out of order and again', async () => {
    const flow_id = text((await newFlow(api())).id)
    const { body: around } = await api().post('/flow_runs/', { flow_id })
    const id = randomUUID()
    const pending = event(around, id, { state: 'Pending', second: 0 })
    const running = event(around, id, { state: 'Running', second: 1 })
    const completed = event(around, id, { state: 'Completed', second: 2 })
    expect((await api().post('/events', [completed, pending])).status).toBe(204)
    expect((await api().post('/events', [running, pending])).status).toBe(204)
    const states = async () => each((await api().get(`/task_run_states/?task_run_id=${id}`)).body, 'name')
    await expect.poll(states).toEqual(['Pending', 'Running', 'Completed'])
    const { body: run } = await api().get(`/task_runs/${id}`)
    expect(run).toMatchObject({
      id,
      name: 'told',
      flow_run_id: around.id,
      task_key: 'k',
      dynamic_key: '0',
      state_type: 'COMPLETED',
      state_name: 'Completed',
      tags: ['a'],
      labels: {},
      run_count: 2,
      flow_run_run_count: 1,
      start_time: '2026-01-01T00:00:01.000001Z',
      end_time: null,
      total_run_time: 1,
      estimated_start_time_delta: 1,
      task_inputs: { x: [{ input_type: 'constant', type: 'int' }] },
      empirical_policy: {
        max_retries: 0,
        retry_delay_seconds: 0,
        retries: 1,
        retry_delay: 0.5,
        retry_jitter_factor: null,
      },
      state: {
        type: 'COMPLETED',
        message: 'm',
        timestamp: '2026-01-01T00:00:02.000001Z',
        state_details: { flow_run_id: around.id, task_run_id: id },
      },
    })
  })
}
