import { expect, test } from 'vitest'
import { type Body, type TheApi, each, fresh, items, newDeployment, newFlow, newPool, text } from './api.ts'

/** What pydantic makes of values that are written as another type, in fields that have one. */
export function laxValueContract(api: TheApi): void {
  const newLimit = (fields: object) => api().post('/v2/concurrency_limits/', { name: fresh('limit'), ...fields })

  test.for<[unknown, number]>([
    ['5', 5],
    [' 5\n', 5],
    ['5.0', 5],
    ['1_000', 1000],
    ['1_0.00', 10],
    ['+5', 5],
    ['05', 5],
    ['-0', 0],
    [5.0, 5],
    [true, 1],
    [false, 0],
  ])('a whole number is read from %j', async ([sent, limit]) => {
    const { status, body } = await newLimit({ limit: sent })
    expect(status).toBe(201)
    expect(body.limit).toBe(limit)
  })

  test.for<[unknown, string, string]>([
    ['', 'int_parsing', 'Input should be a valid integer, unable to parse string as an integer'],
    ['5.5', 'int_parsing', 'Input should be a valid integer, unable to parse string as an integer'],
    ['1e3', 'int_parsing', 'Input should be a valid integer, unable to parse string as an integer'],
    ['5.', 'int_parsing', 'Input should be a valid integer, unable to parse string as an integer'],
    ['0x10', 'int_parsing', 'Input should be a valid integer, unable to parse string as an integer'],
    ['1__0', 'int_parsing', 'Input should be a valid integer, unable to parse string as an integer'],
    ['5_', 'int_parsing', 'Input should be a valid integer, unable to parse string as an integer'],
    ['true', 'int_parsing', 'Input should be a valid integer, unable to parse string as an integer'],
    [5.5, 'int_from_float', 'Input should be a valid integer, got a number with a fractional part'],
    [null, 'int_type', 'Input should be a valid integer'],
    [[], 'int_type', 'Input should be a valid integer'],
  ])('no whole number is read from %j', async ([input, type, msg]) => {
    const { status, body } = await newLimit({ limit: input })
    expect(status).toBe(422)
    expect(body.exception_detail).toEqual([{ type, loc: ['body', 'limit'], msg, input }])
  })

  test.for<[unknown, number]>([
    ['0.5', 0.5],
    [' .5', 0.5],
    ['5.', 5],
    ['1e1', 10],
    ['1_0.5', 10.5],
    [true, 1],
  ])('a number is read from %j', async ([sent, value]) => {
    const { status, body } = await newLimit({ limit: 1, slot_decay_per_second: sent })
    expect(status).toBe(201)
    expect(body.slot_decay_per_second).toBe(value)
  })

  test('no number is read from a word', async () => {
    const { status, body } = await newLimit({ limit: 1, slot_decay_per_second: 'x' })
    expect(status).toBe(422)
    const msg = 'Input should be a valid number, unable to parse string as a number'
    const loc = ['body', 'slot_decay_per_second']
    expect(body.exception_detail).toEqual([{ type: 'float_parsing', loc, msg, input: 'x' }])
  })

  test.for<[unknown, boolean]>([
    ['true', true],
    ['False', false],
    ['YES', true],
    ['n', false],
    ['on', true],
    ['0', false],
    [1, true],
    [0, false],
  ])('a yes or no is read from %j', async ([sent, active]) => {
    const { status, body } = await newLimit({ limit: 1, active: sent })
    expect(status).toBe(201)
    expect(body.active).toBe(active)
  })

  test.for<[unknown, string, string]>([
    [' true', 'bool_parsing', 'Input should be a valid boolean, unable to interpret input'],
    ['1.0', 'bool_parsing', 'Input should be a valid boolean, unable to interpret input'],
    [2, 'bool_parsing', 'Input should be a valid boolean, unable to interpret input'],
    [0.5, 'bool_type', 'Input should be a valid boolean'],
    [{}, 'bool_type', 'Input should be a valid boolean'],
  ])('no yes or no is read from %j', async ([input, type, msg]) => {
    const { status, body } = await newLimit({ limit: 1, active: input })
    expect(status).toBe(422)
    expect(body.exception_detail).toEqual([{ type, loc: ['body', 'active'], msg, input }])
  })

  test('texts stay texts: no number becomes one', async () => {
    const { status, body } = await api().post('/flows/', { name: 5 })
    expect(status).toBe(422)
    const msg = 'Input should be a valid string'
    expect(body.exception_detail).toEqual([{ type: 'string_type', loc: ['body', 'name'], msg, input: 5 }])
  })

  test('a bound holds for what was read, and the refusal repeats what was sent', async () => {
    const sent = { name: fresh('limit'), limit: '-5', active: 'yes' }
    const { status, body } = await api().post('/v2/concurrency_limits/', sent)
    const [type, msg] = ['greater_than_equal', 'Input should be greater than or equal to 0']
    expect(status).toBe(422)
    expect(body).toEqual({
      exception_message: 'Invalid request received.',
      exception_detail: [{ type, loc: ['body', 'limit'], msg, input: '-5', ctx: { ge: 0 } }],
      request_body: sent,
    })
  })

  test('fields that may be null, or stand deeper, are read alike', async () => {
    const pool = await newPool(api(), { concurrency_limit: '3', is_paused: 'no' })
    expect(pool).toMatchObject({ concurrency_limit: 3, is_paused: false })
    const made = await newDeployment(api(), {
      paused: 'off',
      concurrency_limit: '2',
      concurrency_options: { collision_strategy: 'ENQUEUE', grace_period_seconds: '90' },
      schedules: [{ active: 'f', schedule: { cron: '0 0 * * *', day_or: 'no' } }],
    })
    expect(made).toMatchObject({ paused: false, concurrency_options: { grace_period_seconds: 90 } })
    expect(items(made.schedules)[0]).toMatchObject({
      active: false,
      schedule: { cron: '0 0 * * *', day_or: false },
    })
    const queue = await api().post(`/work_pools/${text(pool.name)}/queues`, { name: 'q', priority: '7' })
    expect(queue.body.priority).toBe(7)
    const query = { limit: '1', offset: '0', work_pools: { name: { any_: [pool.name] } } }
    expect(each((await api().post('/work_pools/filter', query)).body, 'id')).toEqual([pool.id])
    const filter = { flow_runs: { deployment_id: { is_null_: 'yes' } }, limit: '0' }
    expect(await api().post('/flow_runs/filter', filter)).toEqual({ status: 200, body: [] })
  })

  test('what is free JSON, a label or a value is left as it was sent', async () => {
    const free = { a: '5', b: 'true', c: 1, d: [true, '1.0'] }
    const labels = { a: '5', b: true, c: 1, d: 1.5 }
    const flow = await newFlow(api(), { labels })
    const sent = {
      flow_id: flow.id,
      parameters: free,
      context: free,
      job_variables: free,
      labels,
      empirical_policy: { retries: '2', retry_delay: '3' },
      state: { type: 'SCHEDULED', state_details: { pause_reschedule: 'true' } },
    }
    const { status, body } = await api().post('/flow_runs/', sent)
    expect(status).toBe(201)
    const kept: Body = (await api().get(`/flow_runs/${text(body.id)}`)).body
    expect(kept).toMatchObject({ parameters: free, context: free, job_variables: free })
    expect(kept.labels).toMatchObject(labels)
    expect(kept.empirical_policy).toMatchObject({ retries: 2, retry_delay: 3 })
    expect(kept.state?.state_details?.pause_reschedule).toBe(true)
    const state = { type: 'COMPLETED', data: free, state_details: { untrackable_result: 1 } }
    const { body: result } = await api().post(`/flow_runs/${text(body.id)}/set_state`, { state, force: 'yes' })
    expect(result).toMatchObject({
      status: 'ACCEPT',
      state: { data: free, state_details: { untrackable_result: true } },
    })
    const variable = await api().post('/variables/', { name: fresh('v'), value: '5' })
    expect(variable.body.value).toBe('5')
  })

  test('moments may be UNIX times, in seconds or milliseconds', async () => {
    const flow = await newFlow(api())
    const after = async (after_: unknown) =>
      (
        await api().post('/flow_runs/count', {
          flows: { id: { any_: [flow.id] } },
          flow_runs: { expected_start_time: { after_ } },
        })
      ).body
    await api().post('/flow_runs/', { flow_id: flow.id, state: { type: 'SCHEDULED' } })
    expect(await after(1_700_000_000)).toBe(1)
    expect(await after('1700000000.5')).toBe(1)
    expect(await after(1_700_000_000_000)).toBe(1)
    expect(await after(9_000_000_000)).toBe(0)
  })
}
